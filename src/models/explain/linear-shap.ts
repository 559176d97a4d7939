import type { LinearForm } from '../estimator.ts';
import type { Matrix } from '../matrix.ts';
import type { Shap } from './tree-shap.ts';

/** Column means; a matrix without rows has none (NaN). */
function meansOf({ data, rows, columns }: Matrix): Float64Array {
  const means = new Float64Array(columns);
  for (let at = 0; at < rows * columns; at += 1) means[at % columns]! += data[at]! / rows;
  return means;
}

/**
 * Exact interventional Shapley values of a weighted sum's score: coefficient · (x − mean of the background); the columns are
 * taken as independent. For every row of `x`. Lundberg & Lee, NIPS 2017, corollary 1.
 */
export function linearShap(linear: LinearForm, x: Matrix, background: Matrix): Shap {
  const { coefficients, intercept } = linear;
  const [columns, outputs] = [x.columns, intercept.length];
  const means = meansOf(background);
  const values = new Float64Array(x.rows * columns * outputs);
  const base = Float64Array.from(intercept);
  for (let output = 0; output < outputs; output += 1) {
    for (let column = 0; column < columns; column += 1) {
      const coefficient = coefficients[output * columns + column]!;
      base[output]! += coefficient * means[column]!;
      for (let row = 0; row < x.rows; row += 1) {
        values[(row * columns + column) * outputs + output] =
          coefficient * (x.data[row * columns + column]! - means[column]!);
      }
    }
  }
  return { values, base };
}
