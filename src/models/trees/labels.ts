import type { Task } from '../../contract/estimator.ts';
import { AppError } from '../../core/errors.ts';
import type { Matrix } from '../matrix.ts';
import { assertNumbers } from './fitted.ts';

/** What rows are, checked. */
export interface Labels {
  y: Float64Array;
  /** One of each row, finite and ≥ 0; left out where all are 1. */
  weights?: Float64Array;
  /** Of a classifier; 1 for a number. */
  classes: number;
}

/** What a tree learns from, checked. */
export interface Examples extends Labels {
  x: Matrix;
}

/** The labels without the rows. */
export const labelsOf = ({ y, weights, classes }: Examples): Labels => ({ y, ...(weights && { weights }), classes });

const MOST_CLASSES = 256;

function checkedWeights(rows: number, weights: ArrayLike<number> | undefined): Float64Array | undefined {
  if (!weights) return undefined;
  if (weights.length !== rows) throw new AppError('model.wrong-length', { rows, labels: weights.length });
  const values = Float64Array.from(weights);
  const bad = values.findIndex((value) => !(value >= 0 && Number.isFinite(value)));
  if (bad >= 0) throw new AppError('trees.bad-weight', { row: bad + 1, value: String(values[bad]) });
  if (!values.some((value) => value > 0)) throw new AppError('model.no-rows');
  return values.every((value) => value === 1) ? undefined : values;
}

function classesOf(y: Float64Array, task: Task): number {
  const most = task === 'binary' ? 2 : MOST_CLASSES;
  const bad = y.findIndex((value) => !Number.isInteger(value) || value < 0 || value >= most);
  if (bad >= 0) {
    const code = task === 'binary' ? 'model.bad-label' : 'trees.bad-class';
    throw new AppError(code, { row: bad + 1, value: String(y[bad]), most: most - 1 });
  }
  if (y.every((value) => value === y[0])) throw new AppError('model.one-class', { rows: y.length, label: y[0]! });
  return task === 'binary' ? 2 : y.reduce((highest, value) => Math.max(highest, value), 0) + 1;
}

/**
 * Rows, labels and weights as trees need them. Throws `model.no-rows`, `model.wrong-length`, `model.not-finite`, `model.bad-label`,
 * `model.one-class`, `trees.bad-class`, `trees.bad-target`, `trees.bad-weight`.
 */
export function examplesOf(x: Matrix, y: ArrayLike<number>, task: Task, weights?: ArrayLike<number>): Examples {
  if (x.rows === 0 || x.columns === 0) throw new AppError('model.no-rows');
  if (y.length !== x.rows) throw new AppError('model.wrong-length', { rows: x.rows, labels: y.length });
  assertNumbers(x);
  const values = Float64Array.from(y);
  const checked = checkedWeights(x.rows, weights);
  const common = { x, y: values, ...(checked && { weights: checked }) };
  if (task !== 'regression') return { ...common, classes: classesOf(values, task) };
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new AppError('trees.bad-target', { row: bad + 1, value: String(values[bad]) });
  return { ...common, classes: 1 };
}
