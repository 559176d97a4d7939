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

/** Rows that are looked at together for all candidates: they stay in the nearest cache. */
const BLOCK = 128;

/** A row that may become the next seed. */
interface Candidate {
  row: number;
  /** A quarter of the squared distance to each seed. */
  quarter: Float64Array;
  /** What the distances would sum to with it. */
  sum: number;
  /** Squared distance of each row to the nearest seed, with it. */
  reached: Float64Array;
}

function candidateOf({ data, d }: Seeds, row: number, seeds: readonly number[], reached: Float64Array): Candidate {
  const quarter = Float64Array.from(seeds, (seed) => squaredDistance(data, seed * d, data, row * d, d) / 4);
  return { row, quarter, sum: 0, reached };
}

/** Looks at rows `from` … `to`. One is skipped whose own seed is too far from the candidate for that to be nearer (triangle inequality). */
function reach({ data, d, nearest, owner }: Seeds, candidate: Candidate, from: number, to: number): void {
  const { row: own, quarter, reached } = candidate;
  let { sum } = candidate;
  for (let row = from; row < to; row++) {
    const now = nearest[row]!;
    let distance = now;
    if (now > quarter[owner[row]!]!) distance = squaredDistance(data, row * d, data, own * d, d);
    if (distance > now) distance = now;
    reached[row] = distance;
    sum += distance;
  }
  candidate.sum = sum;
}

/** The candidate that lowers the sum most, the first among equals. */
function bestOf(state: Seeds, candidates: readonly Candidate[]): Candidate {
  const rows = state.nearest.length;
  for (let from = 0; from < rows; from += BLOCK) {
    for (const candidate of candidates) reach(state, candidate, from, Math.min(rows, from + BLOCK));
  }
  return candidates.reduce((best, candidate) => (candidate.sum < best.sum ? candidate : best));
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
  const rooms = Array.from({ length: 2 + Math.floor(Math.log(k)) }, () => new Float64Array(n));
  while (seeds.length < k && total > 0) {
    const candidates = rooms.map((room) => candidateOf(state, weightedRow(nearest, total, random), seeds, room));
    const { row: chosen, sum, reached } = bestOf(state, candidates);
    for (let row = 0; row < n; row++) if (reached[row]! < nearest[row]!) state.owner[row] = seeds.length;
    nearest.set(reached);
    total = sum;
    seeds.push(chosen);
  }
  return seeds;
}
