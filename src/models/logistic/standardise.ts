import type { Matrix } from '../matrix.ts';

/** Mean and population standard deviation of each column; a constant column has the scale 1. */
export interface Scaling {
  mean: Float64Array;
  scale: Float64Array;
}

/** Adds up, for each column, what `term` makes of its values. A plain loop: this runs over every value of the data. */
function columnSums({ data, rows, columns }: Matrix, term: (value: number, column: number) => number): Float64Array {
  const sums = new Float64Array(columns);
  for (let row = 0, at = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1, at += 1) sums[column]! += term(data[at]!, column);
  }
  return sums;
}

/** The scaling of a matrix, in two passes so that large means cost no digits. */
export function scalingOf(x: Matrix): Scaling {
  const mean = columnSums(x, (value) => value).map((sum) => sum / x.rows);
  const squares = columnSums(x, (value, column) => (value - mean[column]!) ** 2).map((sum) => sum / x.rows);
  // What rounding leaves of a constant column is no spread.
  const scale = squares.map((square, column) => {
    const sd = Math.sqrt(square);
    return sd > 1e-12 * Math.abs(mean[column]!) ? sd : 1;
  });
  return { mean, scale };
}

/** The matrix with each column centred and divided by its scale, in float64. */
export function standardise(x: Matrix, { mean, scale }: Scaling): Matrix & { data: Float64Array } {
  const data = new Float64Array(x.data.length);
  for (let at = 0; at < data.length; at += 1) {
    const column = at % x.columns;
    data[at] = (x.data[at]! - mean[column]!) / scale[column]!;
  }
  return { ...x, data };
}
