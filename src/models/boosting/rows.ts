import type { Task } from '../../contract/estimator.ts';
import type { Random } from '../../core/random.ts';
import type { Examples } from '../trees/labels.ts';

/** The same numbers in a random order (Fisher and Yates). */
export function shuffled(values: Uint32Array, random: Random): Uint32Array {
  const order = values.slice();
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [order[at], order[other]] = [order[other]!, order[at]!];
  }
  return order;
}

/** Every row that weighs anything, in order: a share of them, of each class alike, is held out, and at least one remains. */
export function split(
  { y, weights, x }: Examples,
  share: number,
  task: Task,
  random: Random,
): { train: Uint32Array; validation: Uint32Array } {
  const rows = Uint32Array.from({ length: x.rows }, (_, row) => row).filter((row) => !weights || weights[row]! > 0);
  if (share === 0) return { train: rows, validation: new Uint32Array(0) };
  const held = new Uint8Array(x.rows);
  const groups =
    task === 'regression' ? [rows] : [...new Set(y)].map((label) => rows.filter((row) => y[row] === label));
  for (const group of groups) {
    const count = Math.min(Math.round(share * group.length), group.length - 1);
    for (const row of shuffled(group, random).subarray(0, Math.max(count, 0))) held[row] = 1;
  }
  return { train: rows.filter((row) => held[row] === 0), validation: rows.filter((row) => held[row] === 1) };
}
