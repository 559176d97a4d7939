import type { Random } from '../../core/random.ts';
import type { PackedRows } from './packed-rows.ts';

/** The row at which the running sum of the weights passes a point chosen at random. */
function weightedRow(weights: Float64Array, total: number, random: Random): number {
  let left = random() * total;
  let last = -1;
  for (let row = 0; row < weights.length; row++) {
    if (weights[row]! <= 0) continue;
    last = row;
    left -= weights[row]!;
    if (left < 0) return row;
  }
  return last;
}

/** The rows that some places name, side by side. */
export const centresAt = (data: Float64Array, d: number, rows: readonly number[]): Float64Array => {
  const centres = new Float64Array(rows.length * d);
  rows.forEach((row, c) => centres.set(data.subarray(row * d, (row + 1) * d), c * d));
  return centres;
};

/**
 * Rows to start k-means from: k-means++ (Arthur and Vassilvitskii 2007) with 2 + ⌊ln k⌋ candidates at each step, of which the one that
 * lowers the sum of squared distances most, the first among equals, is kept. Fewer than k where the rows have fewer different values.
 */
export function plusPlus(rows: PackedRows, k: number, random: Random): number[] {
  const { n, d, data, nearest, reached } = rows;
  const seeds = [Math.floor(random() * n)];
  nearest.fill(0).fill(Infinity, 0, n);
  let total = rows.reach(centresAt(data, d, seeds))[0]!;
  nearest.set(reached[0]!);
  while (seeds.length < k && total > 0) {
    const candidates = reached.map(() => weightedRow(nearest, total, random));
    const totals = rows.reach(centresAt(data, d, candidates));
    total = Math.min(...totals);
    const best = totals.indexOf(total);
    nearest.set(reached[best]!);
    seeds.push(candidates[best]!);
  }
  return seeds;
}
