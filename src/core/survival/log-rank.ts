import { ascending } from '../ascending.ts';
import { solvePositiveDefinite } from '../linear-algebra.ts';
import { chiSquareSf } from '../statistics/chi-square.ts';

/** Events seen in each group against those expected if all groups had one hazard, and the test of that. */
export interface LogRank {
  observed: Float64Array;
  expected: Float64Array;
  statistic: number;
  df: number;
  p: number;
}

/** Adds the hypergeometric variance of the events at one time; `v` is groups × groups, row after row. */
function addVariance(v: Float64Array, risk: Float64Array, died: number, atRisk: number): void {
  const groups = risk.length;
  const factor = (died * (atRisk - died)) / (atRisk * atRisk * (atRisk - 1));
  for (let a = 0; a < groups; a++) {
    for (let b = 0; b <= a; b++) {
      const entry = factor * ((a === b ? risk[a]! * atRisk : 0) - risk[a]! * risk[b]!);
      v[a * groups + b]! += entry;
      if (a !== b) v[b * groups + a]! += entry;
    }
  }
}

/** (O − E)ᵀ V⁻¹ (O − E) over the groups named; as the differences sum to 0, one group of those that can vary is left out. */
function quadratic(difference: Float64Array, v: Float64Array, groups: readonly number[]): number {
  const size = difference.length;
  const d = Float64Array.from(groups, (group) => difference[group]!);
  const reduced = Float64Array.from(groups.flatMap((a) => groups.map((b) => v[a * size + b]!)));
  const solved = solvePositiveDefinite(reduced, d);
  return solved ? solved.reduce((sum, value, n) => sum + value * d[n]!, 0) : 0;
}

/**
 * The log-rank test of k groups (Mantel 1966; Peto and Peto 1972): `groups` holds codes 0 … k − 1, `events` 1 where the event was seen.
 * χ² with k − 1 degrees of freedom, counting the groups that were ever at risk at an event.
 */
export function logRank(
  times: ArrayLike<number>,
  events: ArrayLike<number>,
  groups: ArrayLike<number>,
  k: number,
): LogRank {
  const places = ascending(times);
  const [observed, expected, risk] = [new Float64Array(k), new Float64Array(k), new Float64Array(k)];
  const v = new Float64Array(k * k);
  for (let n = 0; n < times.length; n++) risk[groups[n]!]!++;
  let atRisk = times.length;
  for (let from = 0, to: number; from < places.length; from = to) {
    const time = times[places[from]!]!;
    let died = 0;
    for (to = from; to < places.length && times[places[to]!] === time; to++) {
      if (!events[places[to]!]) continue;
      died++;
      observed[groups[places[to]!]!]!++;
    }
    if (died > 0) {
      for (let group = 0; group < k; group++) expected[group]! += (died * risk[group]!) / atRisk;
      if (atRisk > 1) addVariance(v, risk, died, atRisk);
    }
    for (let n = from; n < to; n++) risk[groups[places[n]!]!]!--;
    atRisk -= to - from;
  }
  const varying = Array.from({ length: k }, (_, group) => group).filter((group) => v[group * k + group]! > 0);
  const df = Math.max(0, varying.length - 1);
  const difference = observed.map((seen, group) => seen - expected[group]!);
  const statistic = quadratic(difference, v, varying.slice(0, df));
  return { observed, expected, statistic, df, p: chiSquareSf(statistic, df) };
}
