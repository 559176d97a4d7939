import type { Task } from '../../contract/estimator.ts';
import { AppError } from '../../core/errors.ts';
import type { Matrix } from '../matrix.ts';
import { assertFinite } from '../matrix.ts';
import { momentsOf } from './moments.ts';

/** What a fit reads, checked: rows of 64-bit numbers, one label each. */
export interface Training {
  task: Task;
  /** Row after row. */
  data: Float64Array;
  rows: number;
  columns: number;
  names: readonly string[];
  y: Float64Array;
  /** One per row; null where all weigh 1. */
  weights: Float64Array | null;
  /** The sum of the weights. */
  total: number;
  /** Two or more for a classifier, else 0. A class may be without rows. */
  classes: number;
}

function assertLength(rows: number, y: ArrayLike<number>): void {
  if (y.length !== rows) throw new AppError('model.wrong-length', { rows, labels: y.length });
}

function weightsOf(rows: number, weights: ArrayLike<number> | undefined): Float64Array | null {
  if (!weights) return null;
  assertLength(rows, weights);
  const values = Float64Array.from(weights);
  const bad = values.findIndex((value) => !(value >= 0 && Number.isFinite(value)));
  if (bad >= 0) throw new AppError('model.bad-weight', { row: bad + 1, value: String(values[bad]) });
  // Equal weights are those of no weights, but for the sum.
  return values.every((value) => value === 1) ? null : values;
}

/** How many classes the labels 0 … K − 1 name. Throws `model.bad-label`, `model.bad-class`, `model.one-class`. */
function classesOf(y: Float64Array, task: 'binary' | 'multiclass', weights: Float64Array | null): number {
  const fits = (value: number) =>
    task === 'binary' ? value === 0 || value === 1 : Number.isInteger(value) && value >= 0;
  let [first, most, differs] = [-1, 1, false];
  // One loop: callbacks over all rows take as long as a step of the training.
  for (let row = 0; row < y.length; row += 1) {
    const value = y[row]!;
    if (!fits(value)) {
      const code = task === 'binary' ? 'model.bad-label' : 'model.bad-class';
      throw new AppError(code, { row: row + 1, value: String(value) });
    }
    if (value > most) most = value;
    if (weights && !(weights[row]! > 0)) continue;
    if (first < 0) first = row;
    differs ||= value !== y[first];
  }
  if (!differs) throw new AppError('model.one-class', { rows: y.length, label: y[Math.max(first, 0)]! });
  return most + 1;
}

function assertTargets(y: Float64Array): void {
  const bad = y.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new AppError('model.bad-target', { row: bad + 1, value: String(y[bad]) });
}

/**
 * Checks what an estimator was given to learn from. Throws `model.no-rows`, `model.not-finite`, `model.wrong-length`,
 * `model.bad-label`, `model.bad-class`, `model.bad-target`, `model.bad-weight`, `model.one-class`.
 */
export function trainingOf(
  x: Matrix,
  y: ArrayLike<number>,
  task: Task,
  weights?: ArrayLike<number> | undefined,
): Training {
  if (x.rows === 0 || x.columns === 0) throw new AppError('model.no-rows');
  assertLength(x.rows, y);
  // Going through an iterator takes longer than all checks.
  const labels = y instanceof Float64Array ? y.slice() : Float64Array.from(y);
  const own = weightsOf(x.rows, weights);
  const total = own ? own.reduce((sum, value) => sum + value, 0) : x.rows;
  if (total === 0) throw new AppError('model.no-rows');
  const classifies = task === 'binary' || task === 'multiclass';
  if (!classifies) assertTargets(labels);
  const t: Training = {
    task,
    data: x.data instanceof Float64Array ? x.data : Float64Array.from(x.data),
    rows: x.rows,
    columns: x.columns,
    names: [...x.names],
    y: labels,
    weights: own,
    total,
    classes: classifies ? classesOf(labels, task, own) : 0,
  };
  // What is not finite shows in sums that are needed anyway; only then is every number asked.
  if (!momentsOf(t).sd.every(Number.isFinite)) assertFinite(x);
  return t;
}
