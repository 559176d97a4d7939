import type { Training } from './training.ts';

/** Weighted mean and population standard deviation of each column. */
export interface Moments {
  mean: Float64Array;
  sd: Float64Array;
}

/** In two passes, so that large means cost no digits; the spread that rounding leaves of a constant column is 0. */
export function momentsOf({ data, rows, columns, weights, total }: Training): Moments {
  const mean = new Float64Array(columns);
  for (let row = 0, at = 0; row < rows; row += 1) {
    const weight = weights ? weights[row]! : 1;
    for (let column = 0; column < columns; column += 1, at += 1) mean[column]! += weight * data[at]!;
  }
  for (let column = 0; column < columns; column += 1) mean[column]! /= total;
  const squares = new Float64Array(columns);
  for (let row = 0, at = 0; row < rows; row += 1) {
    const weight = weights ? weights[row]! : 1;
    for (let column = 0; column < columns; column += 1, at += 1) {
      const off = data[at]! - mean[column]!;
      squares[column]! += weight * off * off;
    }
  }
  const sd = squares.map((sum, column) => {
    const value = Math.sqrt(sum / total);
    return value > 1e-12 * Math.abs(mean[column]!) ? value : 0;
  });
  return { mean, sd };
}
