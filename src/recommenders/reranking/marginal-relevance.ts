import type { Ranked } from '../recommender.ts';
import type { Likeness } from './likeness.ts';

/** Scores moved to 0 … 1, as likeness is: the scales of recommenders differ. */
function relevances(ranked: readonly Ranked[]): Float64Array {
  const most = ranked[0]?.score ?? 0;
  const least = ranked.at(-1)?.score ?? 0;
  return Float64Array.from(ranked, ({ score }) => (most > least ? (score - least) / (most - least) : 0));
}

/**
 * Maximal marginal relevance (Carbonell & Goldstein 1998): one after another the candidate with the greatest
 * (1 − variety) · relevance − variety · likeness to the likest one already chosen, as long as `takes` has room for it; ties by rank.
 * `ranked` has the best first; relevance is its score moved to 0 … 1 within the list.
 */
export function diverse(
  ranked: readonly Ranked[],
  n: number,
  variety: number,
  likeness: Likeness,
  takes: (item: number) => boolean,
): Ranked[] {
  if (variety === 0) return firstTaken(ranked, n, takes);
  const relevance = relevances(ranked);
  const closest = new Float64Array(ranked.length);
  const open = new Set(ranked.keys());
  const chosen: Ranked[] = [];
  while (chosen.length < n && open.size > 0) {
    const at = best(open, (each) => (1 - variety) * relevance[each]! - variety * closest[each]!);
    open.delete(at);
    const { item } = ranked[at]!;
    if (!takes(item)) continue;
    chosen.push(ranked[at]!);
    for (const each of open) closest[each] = Math.max(closest[each]!, likeness(item, ranked[each]!.item));
  }
  return chosen;
}

function firstTaken(ranked: readonly Ranked[], n: number, takes: (item: number) => boolean): Ranked[] {
  const chosen: Ranked[] = [];
  for (const each of ranked) {
    if (chosen.length >= n) break;
    if (takes(each.item)) chosen.push(each);
  }
  return chosen;
}

function best(open: ReadonlySet<number>, value: (at: number) => number): number {
  let [found, most] = [-1, -Infinity];
  for (const at of open) {
    const own = value(at);
    if (own > most) [found, most] = [at, own];
  }
  return found;
}
