import type { Random } from '../../core/random.ts';
import { squaredDistance } from './rows.ts';

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

interface Seeds {
  data: Float64Array;
  d: number;
  /** Squared distance to the nearest seed so far, and which one that is. */
  nearest: Float64Array;
  owner: Int32Array;
}

/**
 * What the distances would sum to with one more seed; `reached` gets the rows' distances to it where it is nearer. A row is skipped
 * whose own seed is too far from the new one for the new one to be nearer (triangle inequality).
 */
function potential(
  { data, d, nearest, owner }: Seeds,
  candidate: number,
  seeds: readonly number[],
  reached: Float64Array,
) {
  const quarter = Float64Array.from(seeds, (seed) => squaredDistance(data, seed * d, data, candidate * d, d) / 4);
  let sum = 0;
  for (let row = 0; row < nearest.length; row++) {
    const now = nearest[row]!;
    let distance = now;
    if (now > quarter[owner[row]!]!) distance = squaredDistance(data, row * d, data, candidate * d, d);
    if (distance > now) distance = now;
    reached[row] = distance;
    sum += distance;
  }
  return sum;
}

/**
 * Rows to start k-means from: k-means++ (Arthur and Vassilvitskii 2007) with 2 + ⌊ln k⌋ candidates at each step, of which the one that
 * lowers the sum of squared distances most is kept. Fewer than k where the rows have fewer different values.
 */
export function plusPlus(data: Float64Array, d: number, k: number, random: Random): number[] {
  const n = data.length / d;
  const first = Math.floor(random() * n);
  const nearest = Float64Array.from({ length: n }, (_, row) => squaredDistance(data, row * d, data, first * d, d));
  const state: Seeds = { data, d, nearest, owner: new Int32Array(n) };
  const seeds = [first];
  let total = nearest.reduce((sum, distance) => sum + distance, 0);
  let [best, trial] = [new Float64Array(n), new Float64Array(n)];
  const trials = 2 + Math.floor(Math.log(k));
  while (seeds.length < k && total > 0) {
    let [chosen, least] = [-1, Infinity];
    for (let t = 0; t < trials; t++) {
      const candidate = weightedRow(nearest, total, random);
      const sum = potential(state, candidate, seeds, trial);
      if (sum >= least) continue;
      [chosen, least] = [candidate, sum];
      [best, trial] = [trial, best];
    }
    for (let row = 0; row < n; row++) if (best[row]! < nearest[row]!) state.owner[row] = seeds.length;
    nearest.set(best);
    total = least;
    seeds.push(chosen);
  }
  return seeds;
}
