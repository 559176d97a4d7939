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

const MOST_COUNTED = 65_536;

/** A sorted copy. Small whole numbers, most of what is asked here, are counted out: that is linear. */
function ascending(values: Float64Array): Float64Array {
  let most = 0;
  for (const value of values) {
    if (!Number.isInteger(value) || value > MOST_COUNTED) return values.slice().sort();
    if (value > most) most = value;
  }
  const counts = new Uint32Array(most + 1);
  for (const value of values) counts[value]!++;
  const sorted = new Float64Array(values.length);
  let at = 0;
  counts.forEach((count, value) => {
    sorted.fill(value, at, at + count);
    at += count;
  });
  return sorted;
}

export function spread(values: Float64Array): Spread | null {
  if (values.length === 0) return null;
  const sorted = ascending(values);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, median: quantileSorted(sorted, 0.5), p90: quantileSorted(sorted, 0.9) };
}
