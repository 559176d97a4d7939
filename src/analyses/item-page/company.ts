import { benjaminiHochberg, chiSquareSf } from '../../core/statistics.ts';
import type { Holders, Transactions } from '../../models/baskets/transactions.ts';
import { holdersOf, itemCounts } from '../../models/baskets/transactions.ts';

/** Items with at least this share of the rarer one's baskets in common are parts of one purchase: neither is taken for the other. */
export const SELDOM = 0.5;
/** Meetings by chance that are added to what is observed and to what is expected: a lift of few is drawn towards 1. */
export const PRIOR = 1;
/** Meetings between two pauses: some tens of milliseconds. */
const WORK = 5e6;

/** The company of one item, in baskets. */
export interface Company {
  item: number;
  total: number;
  /** Baskets of each item, and those that hold it and the item. */
  counts: Uint32Array;
  together: Uint32Array;
}

export interface Found {
  item: number;
  together: number;
  lift: number;
  q: number;
}

export interface Substitution {
  item: number;
  together: number;
  /** Of the baskets of the rarer one, the share that holds both (Szymkiewicz and Simpson). */
  overlap: number;
  lift: number;
  likeness: number;
}

function countTogether({ count, offsets, items, itemCount }: Transactions, item: number): Uint32Array {
  const together = new Uint32Array(itemCount);
  for (let basket = 0; basket < count; basket++) {
    const held = items.subarray(offsets[basket], offsets[basket + 1]);
    if (held.includes(item)) for (const other of held) together[other]!++;
  }
  together[item] = 0;
  return together;
}

/** Counts the company that one item keeps: linear in the lines. */
export const companyOf = (transactions: Transactions, item: number): Company => ({
  ...{ item, total: transactions.count },
  ...{ counts: itemCounts(transactions), together: countTogether(transactions, item) },
});

const term = (observed: number, expected: number): number =>
  observed > 0 ? observed * Math.log(observed / expected) : 0;

/** The log-likelihood ratio G² of two items in the same baskets (Dunning 1993), 0 … ∞. */
export function likelihoodRatio(together: number, first: number, second: number, total: number): number {
  const cells = [
    [together, first * second],
    [first - together, first * (total - second)],
    [second - together, (total - first) * second],
    [total - first - second + together, (total - first) * (total - second)],
  ] as const;
  return Math.max(0, 2 * cells.reduce((sum, [observed, expected]) => sum + term(observed, expected / total), 0));
}

const liftOf = (together: number, first: number, second: number, total: number): number =>
  (together * total) / (first * second);

/** Each of some items with how surely it is more, or less, often in the item's baskets than by chance. */
function tested({ item, total, counts, together }: Company, others: Uint32Array): (Found & { ratio: number })[] {
  const own = counts[item]!;
  const ratios = Array.from(others, (other) => likelihoodRatio(together[other]!, own, counts[other]!, total));
  const q = benjaminiHochberg(ratios.map((ratio) => chiSquareSf(ratio, 1)));
  return Array.from(others, (other, n) => ({
    ...{ item: other, together: together[other]!, ratio: ratios[n]!, q: q[n]! },
    lift: liftOf(together[other]!, own, counts[other]!, total),
  }));
}

/** All that could be with it, seen with it or not: to test only what was seen would win q by choosing first. */
const othersOf = ({ item, counts }: Company, least: number): Uint32Array =>
  Uint32Array.from(counts.keys()).filter((other) => other !== item && counts[other]! >= least);

/** What is more often in the item's baskets than chance would have it, the surest first. */
export function goesWith(company: Company, least: number, most: number): Found[] {
  return tested(company, othersOf(company, least))
    .filter(({ lift }) => lift > 1)
    .sort((a, b) => b.ratio - a.ratio || a.item - b.item)
    .slice(0, most);
}

/**
 * How surely items meet beyond chance, one row of the matrix at a time. A basket of s items shares one meeting of each item among the s − 1
 * others (Newman 2001), so that what lies in a huge one meets nobody in particular; of an item the meetings are its baskets with company.
 */
class Association {
  /** Of the row: the positive logarithm of its shrunken lifts; 0 elsewhere. */
  readonly strength: Float64Array;
  /** The row's companions, in no order. */
  readonly met: Uint32Array;
  found = 0;
  readonly #transactions: Transactions;
  readonly #holders: Holders;
  readonly #meetings: Float64Array;
  readonly #all: number;

  constructor(transactions: Transactions) {
    const { count, offsets, items, itemCount } = transactions;
    this.#transactions = transactions;
    this.#holders = holdersOf(transactions);
    this.strength = new Float64Array(itemCount);
    this.met = new Uint32Array(itemCount);
    this.#meetings = new Float64Array(itemCount);
    for (let basket = 0; basket < count; basket++) {
      if (offsets[basket + 1]! - offsets[basket]! < 2) continue;
      for (let n = offsets[basket]!; n < offsets[basket + 1]!; n++) this.#meetings[items[n]!]!++;
    }
    this.#all = this.#meetings.reduce((sum, each) => sum + each, 0);
  }

  /** Fills the row of an item: ln((observed + κ) / (expected + κ)) where that is positive. Returns how many meetings it took. */
  of(item: number): number {
    const work = this.#meet(item);
    for (let n = 0; n < this.found; n++) {
      const other = this.met[n]!;
      const expected = (this.#meetings[item]! * this.#meetings[other]!) / this.#all;
      this.strength[other] = Math.max(0, Math.log((this.strength[other]! + PRIOR) / (expected + PRIOR)));
    }
    this.strength[item] = 0;
    return work;
  }

  #meet(item: number): number {
    const { offsets, items } = this.#transactions;
    const { starts, baskets } = this.#holders;
    for (let n = 0; n < this.found; n++) this.strength[this.met[n]!] = 0;
    this.found = 0;
    let work = 0;
    for (let at = starts[item]!; at < starts[item + 1]!; at++) {
      const [from, to] = [offsets[baskets[at]!]!, offsets[baskets[at]! + 1]!];
      work += to - from;
      for (let n = from; n < to; n++) {
        const other = items[n]!;
        if (other === item) continue;
        if (this.strength[other] === 0) this.met[this.found++] = other;
        this.strength[other]! += 1 / (to - from - 1);
      }
    }
    return work;
  }
}

/** The cosine of a row and that of an item, each without the other item: how alike two items are says not how well they go together. */
function likenessOf(own: Float64Array, square: number, row: Association, item: number): number {
  let [product, rowSquare] = [0, 0];
  for (let n = 0; n < row.found; n++) {
    const strength = row.strength[row.met[n]!]!;
    product += own[row.met[n]!]! * strength;
    rowSquare += strength * strength;
  }
  const mutual = row.strength[item]! ** 2;
  return product === 0 ? 0 : product / Math.sqrt((square - mutual) * (rowSquare - mutual));
}

/**
 * What keeps the item's company without being with it in most baskets, the closest company first: the cosine of two rows of shrunken positive
 * pointwise mutual information, as of words that stand in the same contexts (Bullinaria and Levy 2007); products with the same complements
 * are substitutes where they are not complements themselves (Ruiz, Athey and Blei 2020; Tian et al. 2021). Those of the item's own range are
 * listed however often they are together: who collects the colours of a cup would take one for the other all the same.
 */
export async function insteadOf(
  transactions: Transactions,
  company: Company,
  { least, n: most, range }: { least: number; n: number; range?: ReadonlyMap<number, unknown> },
  step: (share: number) => Promise<void>,
): Promise<Substitution[]> {
  const { item, total, counts, together } = company;
  const row = new Association(transactions);
  row.of(item);
  const own = row.strength.slice();
  const square = own.reduce((sum, each) => sum + each * each, 0);
  const found: Substitution[] = [];
  const overlapOf = (other: number) => together[other]! / Math.min(counts[item]!, counts[other]!);
  let work = 0;
  for (const other of othersOf(company, least)) {
    const overlap = overlapOf(other);
    if (overlap >= SELDOM && !range?.has(other)) continue;
    work += row.of(other);
    const likeness = likenessOf(own, square, row, item);
    const lift = liftOf(together[other]!, counts[item]!, counts[other]!, total);
    if (likeness > 0) found.push({ item: other, together: together[other]!, overlap, lift, likeness });
    if (work < WORK) continue;
    work = 0;
    await step(other / counts.length);
  }
  return found.sort((a, b) => b.likeness - a.likeness || a.item - b.item).slice(0, most);
}
