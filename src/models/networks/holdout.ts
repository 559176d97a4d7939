import type { Task } from '../../contract/estimator.ts';
import { randomAt, shuffled } from '../trainer/batches.ts';

/** The place, among the random numbers of a training, of those that choose the rows held out. */
const HOLDOUT = 0x401d;

const ALL = 'all';

/** Rows by class; together where there are no classes. */
function groupsOf(y: Float64Array, task: Task): Uint32Array[] {
  const groups = new Map<number | typeof ALL, number[]>();
  const classifies = task === 'binary' || task === 'multiclass';
  y.forEach((label, row) => {
    const key = classifies ? label : ALL;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  });
  return [...groups.values()].map((rows) => Uint32Array.from(rows));
}

/** Rows that teach, and a share of each class that is only asked; none where `share` is 0 or no class has rows for it. */
export function holdout(
  y: Float64Array,
  task: Task,
  share: number,
  seed: number,
): { training: Uint32Array; validation: Uint32Array } {
  const held = groupsOf(y, task).flatMap((rows, group) => {
    const order = shuffled(rows, randomAt(seed, HOLDOUT, group));
    return [...order.subarray(0, Math.round(share * rows.length))];
  });
  const asked = new Set(held);
  return {
    training: Uint32Array.from(y.keys()).filter((row) => !asked.has(row)),
    validation: Uint32Array.from(held).sort(),
  };
}
