import { benjaminiHochberg, chiSquareSf } from '../../core/statistics.ts';
import type { Transactions } from '../../models/baskets/transactions.ts';
import { itemCounts } from '../../models/baskets/transactions.ts';

/** So many companions say what company an item keeps. */
export const COMPANIONS = 200;
/** Above this share by chance, being seldom together says nothing. */
const SURE = 0.05;

/** The company of one item, in baskets. */
export interface Company {
  item: number;
  total: number;
  /** Baskets of each item, and those that hold it and the item. */
  counts: Uint32Array;
  together: Uint32Array;
  /** The item's most frequent companions; and baskets that hold both, of item c and companion m: `pairs[c · companions + m]`. */
  companions: Uint32Array;
  pairs: Uint32Array;
}

export interface Found {
  item: number;
  together: number;
  lift: number;
  q: number;
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

function countPairs({ count, offsets, items, itemCount }: Transactions, companions: Uint32Array): Uint32Array {
  const place = new Int32Array(itemCount).fill(-1);
  companions.forEach((item, m) => (place[item] = m));
  const pairs = new Uint32Array(itemCount * companions.length);
  for (let basket = 0; basket < count; basket++) {
    const [from, to] = [offsets[basket]!, offsets[basket + 1]!];
    for (let n = from; n < to; n++) {
      const m = place[items[n]!]!;
      if (m < 0) continue;
      for (let other = from; other < to; other++) if (other !== n) pairs[items[other]! * companions.length + m]!++;
    }
  }
  return pairs;
}

/** Counts the company that one item keeps: linear in the lines, but for pairs within a basket. */
export function companyOf(transactions: Transactions, item: number): Company {
  const together = countTogether(transactions, item);
  const companions = Uint32Array.from(together.keys())
    .filter((other) => together[other]! > 0)
    .sort((a, b) => together[b]! - together[a]! || a - b)
    .slice(0, COMPANIONS);
  return {
    ...{ item, total: transactions.count, counts: itemCounts(transactions), together, companions },
    pairs: countPairs(transactions, companions),
  };
}

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

/** Positive pointwise mutual information of an item with each companion: what it has beyond chance. */
function association(counts: ArrayLike<number>, baskets: number, company: Company): Float64Array {
  const { companions, counts: all, total } = company;
  return Float64Array.from(companions, (other, m) => {
    const lift = liftOf(counts[m]!, baskets, all[other]!, total);
    return lift > 1 ? Math.log(lift) : 0;
  });
}

function cosine(a: Float64Array, b: Float64Array): number {
  let [product, first, second] = [0, 0, 0];
  for (let n = 0; n < a.length; n++) {
    product += a[n]! * b[n]!;
    first += a[n]! ** 2;
    second += b[n]! ** 2;
  }
  return product === 0 ? 0 : product / Math.sqrt(first * second);
}

/**
 * What keeps the item's company and is surely less often in its baskets than by chance: the closer the company, and the rarer both together, the
 * likelier one is taken for the other (exchangeability: Ruiz, Athey and Blei 2020).
 */
export function insteadOf(
  company: Company,
  least: number,
  most: number,
): (Found & { likeness: number; score: number })[] {
  const { item, counts, together, companions, pairs } = company;
  const width = companions.length;
  const own = association(
    Array.from(companions, (other) => together[other]!),
    counts[item]!,
    company,
  );
  return tested(company, othersOf(company, least))
    .filter(({ lift, q }) => lift < 1 && q <= SURE)
    .map((found) => {
      const kept = association(
        pairs.subarray(found.item * width, (found.item + 1) * width),
        counts[found.item]!,
        company,
      );
      const likeness = cosine(own, kept);
      return { ...found, likeness, score: likeness * (1 - found.lift) };
    })
    .filter(({ likeness }) => likeness > 0)
    .sort((a, b) => b.score - a.score || a.item - b.item)
    .slice(0, most);
}
