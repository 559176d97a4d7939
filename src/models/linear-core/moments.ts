import type { Training } from './training.ts';

/** Weighted mean and population standard deviation of each column. */
export interface Moments {
  mean: Float64Array;
  sd: Float64Array;
}

/** In one pass over differences from the first row, so that large means cost no digits and a constant column has a spread of 0. */
export function momentsOf({ data, rows, columns, weights, total }: Training): Moments {
  const first = data.slice(0, columns);
  const sums = new Float64Array(columns);
  const squares = new Float64Array(columns);
  for (let row = 0, at = 0; row < rows; row += 1) {
    const weight = weights ? weights[row]! : 1;
    for (let column = 0; column < columns; column += 1, at += 1) {
      const off = data[at]! - first[column]!;
      const scaled = weight * off;
      sums[column]! += scaled;
      squares[column]! += scaled * off;
    }
  }
  const off = sums.map((sum) => sum / total);
  return {
    mean: off.map((value, column) => first[column]! + value),
    sd: squares.map((sum, column) => Math.sqrt(Math.max(0, sum / total - off[column]! ** 2))),
  };
}
