import type { Random } from '../../core/random.ts';
import { AppError } from '../../core/errors.ts';
import type { FitContext } from '../estimator.ts';
import type { Matrix } from '../matrix.ts';
import { assertFinite } from '../matrix.ts';

/** What a clustering needs of the outside world. */
export type ClusterContext = Pick<FitContext, 'seed' | 'step'>;

/** Rows in groups: `labels[row]` from 0 to k − 1, or −1 for a row that belongs to none. */
export interface Clustering {
  labels: Int32Array;
  k: number;
}

/** The matrix as 64-bit numbers, row after row; not copied where it is so already. Throws `model.no-rows`, `model.not-finite`. */
export function rowsOf(x: Matrix): Float64Array {
  if (x.rows === 0 || x.columns === 0) throw new AppError('model.no-rows');
  assertFinite(x);
  return x.data instanceof Float64Array ? x.data : Float64Array.from(x.data);
}

/** The squared Euclidean distance of two rows of `d` numbers that begin at `i` and `j`. Four sums, so that additions need not wait. */
export function squaredDistance(a: Float64Array, i: number, b: Float64Array, j: number, d: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  const whole = i + (d & ~3);
  for (; i < whole; i += 4, j += 4) {
    const d0 = a[i]! - b[j]!;
    const d1 = a[i + 1]! - b[j + 1]!;
    const d2 = a[i + 2]! - b[j + 2]!;
    const d3 = a[i + 3]! - b[j + 3]!;
    s0 += d0 * d0;
    s1 += d1 * d1;
    s2 += d2 * d2;
    s3 += d3 * d3;
  }
  for (const end = whole + (d & 3); i < end; i++, j++) {
    const difference = a[i]! - b[j]!;
    s0 += difference * difference;
  }
  return s0 + s1 + (s2 + s3);
}

/** Some rows of a matrix, in the order given. */
export function pickRows(x: Matrix, rows: ArrayLike<number>): Matrix {
  const data = new Float64Array(rows.length * x.columns);
  for (let n = 0; n < rows.length; n++) {
    const from = rows[n]! * x.columns;
    data.set(x.data.subarray(from, from + x.columns), n * x.columns);
  }
  return { ...x, data, rows: rows.length };
}

/** `size` different places of 0 … n − 1, ascending, each set equally likely; all of them where there are no more. */
export function sampleRows(n: number, size: number, random: Random): Int32Array {
  if (size >= n) return Int32Array.from({ length: n }, (_, row) => row);
  const chosen = new Int32Array(size);
  // Selection sampling (Knuth, The Art of Computer Programming 2, 3.4.2, S).
  for (let row = 0, taken = 0; taken < size; row++) {
    if ((n - row) * random() < size - taken) chosen[taken++] = row;
  }
  return chosen;
}

/** How many rows each label has; −1 is not counted. */
export function sizesOf({ labels, k }: Clustering): Float64Array {
  const sizes = new Float64Array(k);
  for (let row = 0; row < labels.length; row++) if (labels[row]! >= 0) sizes[labels[row]!]!++;
  return sizes;
}

/**
 * The same groups, numbered by size, the largest first; among equals the one whose first row comes first. Groups without a row are
 * left out. `from[new]` is the old number.
 */
export function bySize(clustering: Clustering): Clustering & { from: Int32Array } {
  const sizes = sizesOf(clustering);
  const firstRow = new Float64Array(clustering.k).fill(Infinity);
  clustering.labels.forEach((label, row) => {
    if (label >= 0 && row < firstRow[label]!) firstRow[label] = row;
  });
  const from = Int32Array.from({ length: clustering.k }, (_, label) => label)
    .filter((label) => sizes[label]! > 0)
    .sort((a, b) => sizes[b]! - sizes[a]! || firstRow[a]! - firstRow[b]!);
  const to = new Int32Array(clustering.k);
  from.forEach((old, label) => (to[old] = label));
  return { labels: clustering.labels.map((label) => (label < 0 ? -1 : to[label]!)), k: from.length, from };
}

/** The mean of each group's rows, row after row. */
export function centroidsOf(x: Matrix, { labels, k }: Clustering): Float64Array {
  const d = x.columns;
  const sums = new Float64Array(k * d);
  const sizes = new Float64Array(k);
  for (let row = 0; row < x.rows; row++) {
    const label = labels[row]!;
    if (label < 0) continue;
    sizes[label]!++;
    for (let c = 0; c < d; c++) sums[label * d + c]! += x.data[row * d + c]!;
  }
  return sums.map((sum, place) => sum / Math.max(1, sizes[Math.floor(place / d)]!));
}

/** The nearest of some centres for each row; the first among equals. */
export function nearestCentre(x: Matrix, centres: Float64Array): Int32Array {
  const d = x.columns;
  const data = rowsOf(x);
  const labels = new Int32Array(x.rows);
  for (let row = 0; row < x.rows; row++) {
    let least = Infinity;
    for (let c = 0; c * d < centres.length; c++) {
      const distance = squaredDistance(data, row * d, centres, c * d, d);
      if (distance >= least) continue;
      least = distance;
      labels[row] = c;
    }
  }
  return labels;
}
