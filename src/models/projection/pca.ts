import { AppError } from '../../core/errors.ts';
import type { Matrix } from '../matrix.ts';
import { assertFinite } from '../matrix.ts';
import { symmetricEigen } from './symmetric-eigen.ts';

/** The directions in which a table's rows differ most. */
export interface PrincipalComponents {
  names: readonly string[];
  mean: Float64Array;
  /** One direction of length 1 after the other; the entry greatest by size is positive. */
  directions: Float64Array;
  /** The variance along each (n − 1 in the denominator), the greatest first. */
  variances: Float64Array;
  /** What share of all variance that is. */
  shares: Float64Array;
}

/** The covariance matrix (n − 1 in the denominator) and the means. */
function covarianceOf({ data, rows, columns }: Matrix): { mean: Float64Array; covariance: Float64Array } {
  const mean = new Float64Array(columns);
  for (let row = 0; row < rows; row++) for (let c = 0; c < columns; c++) mean[c]! += data[row * columns + c]! / rows;
  const covariance = new Float64Array(columns * columns);
  const centred = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    for (let c = 0; c < columns; c++) centred[c] = data[row * columns + c]! - mean[c]!;
    for (let i = 0; i < columns; i++)
      for (let j = 0; j <= i; j++) covariance[i * columns + j]! += centred[i]! * centred[j]!;
  }
  const free = Math.max(1, rows - 1);
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j <= i; j++)
      covariance[j * columns + i] = covariance[i * columns + j] = covariance[i * columns + j]! / free;
  }
  return { mean, covariance };
}

/** Principal component analysis by the eigenvectors of the covariance (Pearson 1901; Hotelling 1933). `model.no-rows`, `model.not-finite`. */
export function principalComponents(x: Matrix, components: number): PrincipalComponents {
  if (x.rows === 0 || x.columns === 0) throw new AppError('model.no-rows');
  assertFinite(x);
  const { mean, covariance } = covarianceOf(x);
  const { values, vectors } = symmetricEigen(covariance, x.columns);
  const kept = Math.min(components, x.columns);
  const variances = values.slice(0, kept).map((value) => Math.max(0, value));
  const total = values.reduce((sum, value) => sum + Math.max(0, value), 0);
  const shares = variances.map((value) => (total > 0 ? value / total : 0));
  return { names: x.names, mean, directions: vectors.slice(0, kept * x.columns), variances, shares };
}

/** Where the rows lie along the directions. */
export function project(x: Matrix, { mean, directions }: PrincipalComponents): Matrix {
  const d = x.columns;
  const kept = directions.length / d;
  const data = new Float64Array(x.rows * kept);
  for (let row = 0; row < x.rows; row++) {
    for (let k = 0; k < kept; k++) {
      let sum = 0;
      for (let c = 0; c < d; c++) sum += (x.data[row * d + c]! - mean[c]!) * directions[k * d + c]!;
      data[row * kept + k] = sum;
    }
  }
  return { data, rows: x.rows, columns: kept, names: Array.from({ length: kept }, (_, k) => `pc${k + 1}`) };
}
