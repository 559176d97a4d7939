import type { Matrix } from '../matrix.ts';
import { quantileOf } from './order.ts';
import type { Scaling } from './state.ts';

/** Numbers that fell together by rounding are no spread. */
const ROUNDING = 1e-12;
const isSpread = (scale: number, centre: number) => scale > ROUNDING * Math.abs(centre);

/** How many known values each column has, and their mean. Plain loops: these run over every value of the data. */
function meansOf({ data, rows, columns }: Matrix): { known: Float64Array; mean: Float64Array } {
  const known = new Float64Array(columns);
  const sums = new Float64Array(columns);
  for (let row = 0, at = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1, at += 1) {
      const value = data[at]!;
      if (Number.isNaN(value)) continue;
      known[column]! += 1;
      sums[column]! += value;
    }
  }
  return { known, mean: sums.map((sum, column) => (known[column]! > 0 ? sum / known[column]! : 0)) };
}

/** Mean and population standard deviation of each column's known values; two passes, so that large means cost no digits. */
export function momentsOf(x: Matrix): { mean: Float64Array; sd: Float64Array } {
  const { data, rows, columns } = x;
  const { known, mean } = meansOf(x);
  const squares = new Float64Array(columns);
  for (let row = 0, at = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1, at += 1) {
      const apart = data[at]! - mean[column]!;
      if (!Number.isNaN(apart)) squares[column]! += apart * apart;
    }
  }
  const sd = squares.map((sum, column) => {
    const root = known[column]! > 0 ? Math.sqrt(sum / known[column]!) : 0;
    return isSpread(root, mean[column]!) ? root : 0;
  });
  return { mean, sd };
}

/** The values of a column, NaN among them. */
export function columnValues({ data, rows, columns }: Matrix, column: number): Float64Array {
  const values = new Float64Array(rows);
  for (let row = 0, at = column; row < rows; row += 1, at += columns) values[row] = data[at]!;
  return values;
}

/** The known values of a column, sorted. */
export function sortedColumn({ data, rows, columns }: Matrix, column: number): Float64Array {
  const values = new Float64Array(rows);
  let n = 0;
  for (let row = 0; row < rows; row += 1) {
    const value = data[row * columns + column]!;
    if (value === value) values[n++] = value;
  }
  return values.subarray(0, n).sort();
}

type Measure = (x: Matrix) => { centre: ArrayLike<number>; scale: ArrayLike<number> };

const byColumn =
  (measure: (sorted: Float64Array) => [centre: number, scale: number]): Measure =>
  (x) => {
    const pairs = Array.from({ length: x.columns }, (_, column) => {
      const sorted = sortedColumn(x, column);
      return sorted.length > 0 ? measure(sorted) : ([0, 0] as const);
    });
    return { centre: pairs.map(([centre]) => centre), scale: pairs.map(([, scale]) => scale) };
  };

const measures: Record<'standard' | 'minmax' | 'robust', Measure> = {
  standard: (x) => {
    const { mean, sd } = momentsOf(x);
    return { centre: mean, scale: sd };
  },
  minmax: byColumn((sorted) => [sorted[0]!, sorted.at(-1)! - sorted[0]!]),
  robust: byColumn((sorted) => [quantileOf(sorted, 0.5), quantileOf(sorted, 0.75) - quantileOf(sorted, 0.25)]),
};

/** What puts columns on one scale; a column without spread keeps the scale 1, and codes of categories stay codes. */
export function fitScaling(x: Matrix, method: 'standard' | 'minmax' | 'robust'): Scaling {
  const { centre, scale } = measures[method](x);
  const isCode = (column: number) => (x.categories?.[column] ?? 0) > 0;
  // A sum with 0 makes 0 of −0, which JSON does not know.
  return {
    centre: Array.from(centre, (value, column) => (isCode(column) ? 0 : value + 0)),
    scale: Array.from(scale, (value, column) => (isCode(column) || !isSpread(value, centre[column]!) ? 1 : value)),
  };
}

/** Centres and divides, in place. */
export function applyScaling(x: Matrix & { data: Float64Array }, { centre, scale }: Scaling): void {
  const { data, rows, columns } = x;
  const [c, s] = [Float64Array.from(centre), Float64Array.from(scale)];
  for (let row = 0, at = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1, at += 1) data[at] = (data[at]! - c[column]!) / s[column]!;
  }
}
