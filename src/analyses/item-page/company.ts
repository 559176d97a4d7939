import { benjaminiHochberg, chiSquareSf } from '../../core/statistics.ts';
import type { Companion, ItemFacts, Substitute } from './result.ts';

/** What is counted of the baskets around one item. */
export interface Counted {
  item: ItemFacts;
  /** All baskets. */
  total: number;
  facts: ReadonlyMap<string, ItemFacts>;
  /** Of the item with each companion. */
  together: ReadonlyMap<string, number>;
  /** Of other items with each of the companions: by item, then by companion. */
  company: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Items in fewer baskets are left out: their company is chance. */
  least: number;
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

/** What is more often in the item's baskets than chance would have it, the surest first. */
export function goesWith({ item, total, facts, together, least }: Counted, most: number): Companion[] {
  const tried = [...together]
    .map(([id, n]) => ({ other: facts.get(id)!, n }))
    .filter(({ other }) => other.baskets >= least)
    .map(({ other, n }) => ({
      other,
      n,
      lift: liftOf(n, item.baskets, other.baskets, total),
      ratio: likelihoodRatio(n, item.baskets, other.baskets, total),
    }));
  const q = benjaminiHochberg(tried.map(({ ratio }) => chiSquareSf(ratio, 1)));
  return tried
    .map((each, row) => ({ ...each, q: q[row]! }))
    .filter(({ lift }) => lift > 1)
    .sort((a, b) => b.ratio - a.ratio || a.other.item.localeCompare(b.other.item))
    .slice(0, most)
    .map(({ other, n, lift, q: rate }) => ({
      ...other,
      together: n,
      confidence: n / item.baskets,
      lift,
      q: rate,
    }));
}

/** Positive pointwise mutual information of an item with each companion: what it has beyond chance. */
function association(
  own: ReadonlyMap<string, number>,
  baskets: number,
  { facts, total }: Counted,
): Map<string, number> {
  const found = new Map<string, number>();
  for (const [id, n] of own) {
    const information = Math.log(liftOf(n, baskets, facts.get(id)!.baskets, total));
    if (information > 0) found.set(id, information);
  }
  return found;
}

function cosine(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  const norm = (v: ReadonlyMap<string, number>) => Math.sqrt([...v.values()].reduce((sum, x) => sum + x * x, 0));
  const product = [...a].reduce((sum, [id, x]) => sum + x * (b.get(id) ?? 0), 0);
  return product === 0 ? 0 : product / (norm(a) * norm(b));
}

/**
 * What keeps the item's company and is not in its baskets: the closer the company, and the rarer both together, the likelier one is taken for the
 * other (exchangeability: Ruiz, Athey and Blei 2020).
 */
export function insteadOf(counted: Counted, most: number): Substitute[] {
  const { item, total, facts, together, company, least } = counted;
  const own = association(together, item.baskets, counted);
  return [...company]
    .map(([id, counts]) => ({ other: facts.get(id)!, counts }))
    .filter(({ other }) => other.item !== item.item && other.baskets >= least)
    .map(({ other, counts }) => {
      const both = together.get(other.item) ?? 0;
      const lift = liftOf(both, item.baskets, other.baskets, total);
      const likeness = cosine(own, association(counts, other.baskets, counted));
      const sameCategory = item.category !== null && item.category === other.category;
      return { ...other, together: both, lift, likeness, score: likeness * (1 - lift), sameCategory };
    })
    .filter(({ lift, likeness }) => lift < 1 && likeness > 0)
    .sort((a, b) => b.score - a.score || a.item.localeCompare(b.item))
    .slice(0, most);
}
