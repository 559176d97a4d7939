import type { Task } from '../../contract/estimator.ts';

/** Numbers per row that predict a label: K for several classes 0 … K − 1, of which some rows may lack the last; else 1. */
export function outputsFor(task: Task, y: ArrayLike<number>): number {
  if (task !== 'multiclass') return 1;
  let most = 0;
  for (let row = 0; row < y.length; row += 1) most = Math.max(most, y[row]!);
  return most + 1;
}

/** Probabilities of `from` classes per row as those of `to`: a class that a training never saw has none. */
export function widened(p: Float64Array, from: number, to: number): Float64Array {
  if (from === to) return p;
  const rows = p.length / from;
  const wide = new Float64Array(rows * to);
  for (let row = 0; row < rows; row += 1) wide.set(p.subarray(row * from, (row + 1) * from), row * to);
  return wide;
}
