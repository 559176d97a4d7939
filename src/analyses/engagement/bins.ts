import { quantileSorted } from '../../core/statistics.ts';
import type { Bin, Spread } from './result.ts';

/** Where the bins begin. Counts: single ones, then wider. */
export const COUNTS = [1, 2, 3, 4, 5, 6, 11, 21, 51, 101];
/** Seconds: from nothing at all to hours. */
export const SECONDS = [0, 10, 30, 60, 180, 600, 1800, 3600, 7200];

/** The bin of a value. */
export const binOf = (edges: readonly number[], value: number): number => {
  let bin = edges.length - 1;
  while (bin > 0 && value < edges[bin]!) bin--;
  return bin;
};

export function binned(edges: readonly number[], values: Float64Array): Bin[] {
  const counts = new Float64Array(edges.length);
  for (const value of values) counts[binOf(edges, value)]!++;
  return edges.map((from, n) => ({ from, to: edges[n + 1] ?? null, count: counts[n]! }));
}

export function spread(values: Float64Array): Spread | null {
  if (values.length === 0) return null;
  const sorted = values.slice().sort();
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, median: quantileSorted(sorted, 0.5), p90: quantileSorted(sorted, 0.9) };
}
