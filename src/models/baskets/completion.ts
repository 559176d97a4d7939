import type { MinedBaskets } from './held.ts';
import type { Rules } from './rules.ts';
import type { Itemsets } from './itemsets.ts';

/** An item that would complete a basket, and what says so. */
export interface Completion {
  item: number;
  /** Confidence of the best rule; else the mean cosine to the basket's items; else the share of all baskets. */
  score: number;
  source: 'rule' | 'similar' | 'popular';
  /** The rules that fire, the most confident first. */
  rules: number[];
  /** The basket's items that it is often with, the nearest first; of `similar`. */
  near: { item: number; cosine: number }[];
}

export interface CompletionOptions {
  n: number;
  /** Rules with a larger q don't speak. */
  fdr: number;
  allowed: (item: number) => boolean;
}

/** Whether the basket has all of a rule's left side; and the one item of its right side, or −1 for several or one that is there. */
function fires(rules: Rules, n: number, { offsets, items }: Itemsets, has: Uint8Array): number {
  const [set, then] = [rules.set[n]!, rules.then[n]!];
  let right = -1;
  for (let at = offsets[set]!, bits = then; at < offsets[set + 1]!; at++, bits >>= 1) {
    const item = items[at]!;
    if (bits & 1) {
      if (right >= 0 || has[item]) return -1;
      right = item;
    } else if (!has[item]) return -1;
  }
  return right;
}

const confidence = (rules: Rules, n: number, { counts }: Itemsets): number =>
  counts[rules.set[n]!]! / rules.antecedent[n]!;

/** By item the rules that fire, the most confident first; of equals the one with the longer left side, which says more. */
function byRules(
  { rules, mined: { sets }, transactions }: MinedBaskets,
  has: Uint8Array,
  { fdr, allowed }: CompletionOptions,
) {
  const found = new Map<number, number[]>();
  for (let n = 0; n < rules.length; n++) {
    const isTied = sets.counts[rules.set[n]!]! * transactions.count > rules.antecedent[n]! * rules.consequent[n]!;
    if (rules.q[n]! > fdr || !isTied) continue;
    const item = fires(rules, n, sets, has);
    if (item < 0 || !allowed(item)) continue;
    const list = found.get(item);
    if (list) list.push(n);
    else found.set(item, [n]);
  }
  const size = (n: number) => sets.offsets[rules.set[n]! + 1]! - sets.offsets[rules.set[n]!]!;
  for (const list of found.values())
    list.sort((a, b) => confidence(rules, b, sets) - confidence(rules, a, sets) || size(b) - size(a) || a - b);
  return found;
}

/** Cosines of an item with all others: baskets with both over the root of the product of baskets with each. */
function cosines({ transactions, holders: { starts, baskets } }: MinedBaskets, item: number): Map<number, number> {
  const together = new Map<number, number>();
  const { offsets, items } = transactions;
  for (let at = starts[item]!; at < starts[item + 1]!; at++)
    for (let n = offsets[baskets[at]!]!; n < offsets[baskets[at]! + 1]!; n++)
      together.set(items[n]!, (together.get(items[n]!) ?? 0) + 1);
  const held = (of: number) => starts[of + 1]! - starts[of]!;
  return new Map([...together].map(([other, both]) => [other, both / Math.sqrt(held(item) * held(other))]));
}

function bySimilarity(made: MinedBaskets, basket: readonly number[], isOpen: (item: number) => boolean): Completion[] {
  const near = new Map<number, { item: number; cosine: number }[]>();
  for (const item of basket)
    for (const [other, cosine] of cosines(made, item)) {
      if (!isOpen(other)) continue;
      const list = near.get(other);
      if (list) list.push({ item, cosine });
      else near.set(other, [{ item, cosine }]);
    }
  return [...near].map(([item, list]) => ({
    item,
    score: list.reduce((sum, { cosine }) => sum + cosine, 0) / basket.length,
    source: 'similar' as const,
    rules: [],
    near: list.sort((a, b) => b.cosine - a.cosine || a.item - b.item),
  }));
}

function byPopularity(
  { transactions, holders: { starts } }: MinedBaskets,
  isOpen: (item: number) => boolean,
): Completion[] {
  const all = Array.from({ length: transactions.itemCount }, (_, item) => item).filter(isOpen);
  return all.map((item) => ({
    item,
    score: (starts[item + 1]! - starts[item]!) / transactions.count,
    source: 'popular' as const,
    rules: [],
    near: [],
  }));
}

const best = (list: Completion[], n: number): Completion[] =>
  list.sort((a, b) => b.score - a.score || a.item - b.item).slice(0, Math.max(0, n));

/**
 * The items that go with a basket: those that significant rules lead to, by confidence; then, where these are too few, by the mean
 * cosine with the basket's items; then the most common. Items of the basket are not offered again.
 */
export function completions(made: MinedBaskets, basket: readonly number[], options: CompletionOptions): Completion[] {
  const has = new Uint8Array(made.transactions.itemCount);
  for (const item of basket) has[item] = 1;
  const ruled = [...byRules(made, has, options)].map(([item, rules]): Completion => {
    const score = confidence(made.rules, rules[0]!, made.mined.sets);
    return { item, score, source: 'rule', rules, near: [] };
  });
  const list = best(ruled, options.n);
  const isOpen = (item: number) =>
    !has[item] && options.allowed(item) && !list.some((completion) => completion.item === item);
  if (list.length < options.n) list.push(...best(bySimilarity(made, basket, isOpen), options.n - list.length));
  if (list.length < options.n) list.push(...best(byPopularity(made, isOpen), options.n - list.length));
  return list;
}
