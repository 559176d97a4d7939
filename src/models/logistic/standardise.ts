import type { Matrix } from '../matrix.ts';

/** Mean and population standard deviation of each column; a constant column has the scale 1. */
export interface Scaling {
  mean: Float64Array;
  scale: Float64Array;
}

/** The scaling of a matrix, in two passes so that large means cost no digits. */
export function scalingOf({ data, rows, columns }: Matrix): Scaling {
  const mean = new Float64Array(columns);
  const squares = new Float64Array(columns);
  data.forEach((value, at) => (mean[at % columns]! += value / rows));
  data.forEach((value, at) => (squares[at % columns]! += (value - mean[at % columns]!) ** 2 / rows));
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
