import { expect } from 'vitest';
import type { Task } from '../../contract/estimator.ts';
import { estimatorOf } from '../catalog.ts';
import type { Fitted } from '../estimator.ts';
import type { Matrix } from '../matrix.ts';
import { matrixRows } from '../matrix.ts';
import { testContext } from '../testing.ts';
import references from './references.json' with { type: 'json' };

/** Small tables and what scikit-learn (and statsmodels, for standard errors) learns from them: made by references.py. */
export { references };

/** Rows of numbers as a matrix, columns named c0, c1 … */
export function matrixOfRows(rows: readonly (readonly number[])[]): Matrix {
  const columns = rows[0]!.length;
  return {
    data: Float64Array.from(rows.flat()),
    rows: rows.length,
    columns,
    names: Array.from({ length: columns }, (_, c) => `c${c}`),
  };
}

export const tables = {
  x: matrixOfRows(references.x),
  onehot: matrixOfRows(references.onehot),
  counts: matrixOfRows(references.counts),
};

/** A model of the catalogue, trained. */
export async function trained(
  id: string,
  task: Task,
  params: Record<string, unknown>,
  [x, y, weights]: readonly [Matrix, ArrayLike<number>, ArrayLike<number>?],
): Promise<Fitted> {
  return (await estimatorOf(id, params, task)).fit(x, y, { ...testContext(), step: async () => {} }, weights);
}

/** Numbers alike, each to within `off` of the largest. */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, off = 1e-6): void {
  expect(actual.length).toBe(expected.length);
  const most = Array.from(expected).reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const worst = Array.from(actual).reduce(
    (largest, value, at) => Math.max(largest, Math.abs(value - expected[at]!)),
    0,
  );
  expect(worst).toBeLessThanOrEqual(off * most);
}

/** That a model is the weighted sum that a reference says it is. */
export function expectLinear(
  fitted: Fitted,
  reference: { coefficients: number[]; intercept: number[] },
  off?: number,
): void {
  expectClose(fitted.linear!.coefficients, reference.coefficients, off);
  expectClose(fitted.linear!.intercept, reference.intercept, off);
}

/** The prediction of each row by a model trained on the other four fifths, classes spread evenly over the folds in order. */
export async function crossValidatedScores(
  id: string,
  params: Record<string, unknown>,
  x: Matrix,
  y: readonly number[],
): Promise<Float64Array> {
  const seen = [0, 0];
  const folds = y.map((label) => seen[label]!++ % 5);
  const scores = new Float64Array(y.length);
  for (let fold = 0; fold < 5; fold += 1) {
    const part = (inFold: boolean) => Uint32Array.from(y.keys()).filter((row) => (folds[row] === fold) === inFold);
    const [train, test] = [part(false), part(true)];
    const labels = Array.from(train, (row) => y[row]!);
    const fitted = await trained(id, 'binary', params, [matrixRows(x, train), labels]);
    fitted.predict(matrixRows(x, test)).forEach((value, at) => (scores[test[at]!] = value));
  }
  return scores;
}
