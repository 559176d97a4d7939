import type { PackedRows } from './packed-rows.ts';
import { squaredDistance } from './rows.ts';

/** The row farthest from its own centre, of those whose centre has others; −1 if there is none. */
function farthest({ n, distances, labels, sizes }: PackedRows): number {
  let [found, most] = [-1, 0];
  for (let row = 0; row < n; row += 1) {
    if (distances[row]! > most && sizes[labels[row]!]! > 1) [found, most] = [row, distances[row]!];
  }
  return found;
}

/** A centre without rows takes the row farthest from its own. */
function fillEmpty(rows: PackedRows, k: number): void {
  const { d, data, labels, distances, sums, sizes } = rows;
  for (let empty = 0; empty < k; empty += 1) {
    if (sizes[empty]! > 0) continue;
    const row = farthest(rows);
    if (row < 0) return;
    const from = labels[row]!;
    for (let j = 0; j < d; j += 1) {
      const value = data[row * d + j]!;
      sums[from * d + j]! -= value;
      sums[empty * d + j] = value;
    }
    sizes[from]! -= 1;
    sizes[empty] = 1;
    labels[row] = empty;
    distances[row] = 0;
  }
}

/** Moves the centres to the means of their rows; the sum of the squares of how far each went. */
function moveCentres({ d, sums, sizes }: PackedRows, centres: Float64Array): number {
  let moved = 0;
  for (let at = 0; at < centres.length; at += 1) {
    const size = sizes[Math.floor(at / d)]!;
    if (size === 0) continue;
    const mean = sums[at]! / size;
    moved += (mean - centres[at]!) ** 2;
    centres[at] = mean;
  }
  return moved;
}

export interface LloydRun {
  centres: Float64Array;
  labels: Int32Array;
  /** Sum of squared distances to the own centre. */
  inertia: number;
  iterations: number;
}

function inertiaOf({ n, d, data, labels }: PackedRows, centres: Float64Array): number {
  let inertia = 0;
  for (let row = 0; row < n; row += 1) inertia += squaredDistance(data, row * d, centres, labels[row]! * d, d);
  return inertia;
}

/**
 * Lloyd's iteration (1982) from some centres until no row changes, or the centres move by no more than `tolerance` (sum of squares).
 * Every distance is looked at. The centres are the means of the final groups.
 */
export async function lloyd(
  rows: PackedRows,
  start: Float64Array,
  { maxIterations, tolerance }: { maxIterations: number; tolerance: number },
  pause: () => Promise<void>,
): Promise<LloydRun> {
  const centres = start.slice();
  const k = centres.length / rows.d;
  rows.labels.fill(-1);
  await rows.assign(centres, pause);
  let iterations = 1;
  for (; iterations < maxIterations; iterations += 1) {
    fillEmpty(rows, k);
    const moved = moveCentres(rows, centres);
    const changed = await rows.assign(centres, pause);
    if (changed === 0 || moved <= tolerance) break;
  }
  fillEmpty(rows, k);
  moveCentres(rows, centres);
  return { centres, labels: rows.labels.slice(0, rows.n), inertia: inertiaOf(rows, centres), iterations };
}
