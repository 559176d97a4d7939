import type { Training } from './training.ts';

/** Weighted mean and population standard deviation of each column. */
export interface Moments {
  mean: Float64Array;
  sd: Float64Array;
}

interface Sums {
  /** What is subtracted of each column. */
  first: Float64Array;
  sums: Float64Array;
  squares: Float64Array;
}

/** Adds the row at `row` and the three after it, times their weights: each sum is read and written once for all four. */
function addFour({ data, columns }: Training, { first, sums, squares }: Sums, row: number, w: Float64Array): void {
  const a = row * columns;
  const [b, c, e] = [a + columns, a + 2 * columns, a + 3 * columns];
  const [wa, wb, wc, we] = [w[0]!, w[1]!, w[2]!, w[3]!];
  for (let column = 0; column < columns; column += 1) {
    const origin = first[column]!;
    const [p, q] = [data[a + column]! - origin, data[b + column]! - origin];
    const [r, s] = [data[c + column]! - origin, data[e + column]! - origin];
    sums[column]! += wa * p + wb * q + (wc * r + we * s);
    squares[column]! += wa * p * p + wb * q * q + (wc * r * r + we * s * s);
  }
}

const known = new WeakMap<Training, Moments>();

/** The moments of a training's columns, computed once. */
export function momentsOf(t: Training): Moments {
  const moments = known.get(t) ?? computed(t);
  known.set(t, moments);
  return moments;
}

/** In one pass over differences from the first row, so that large means cost no digits and a constant column has a spread of 0. */
function computed(t: Training): Moments {
  const { data, rows, columns, weights, total } = t;
  const first = data.slice(0, columns);
  const [sums, squares] = [new Float64Array(columns), new Float64Array(columns)];
  const into = { first, sums, squares };
  const equal = Float64Array.of(1, 1, 1, 1);
  let row = 0;
  for (; row + 4 <= rows; row += 4) addFour(t, into, row, weights ? weights.subarray(row, row + 4) : equal);
  // The last rows, filled up with the first, which adds nothing to differences from it.
  if (row < rows) {
    const tail = new Float64Array(4 * columns);
    for (let at = 0; at < tail.length; at += 1) tail[at] = data[row * columns + at] ?? first[at % columns]!;
    const own = weights ? Float64Array.from(equal, (_, n) => weights[row + n] ?? 1) : equal;
    addFour({ ...t, data: tail }, into, 0, own);
  }
  const off = sums.map((sum) => sum / total);
  return {
    mean: off.map((value, column) => first[column]! + value),
    sd: squares.map((sum, column) => Math.sqrt(Math.max(0, sum / total - off[column]! ** 2))),
  };
}
