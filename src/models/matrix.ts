import { AppError } from '../core/errors.ts';
import type { Sequences } from '../core/learning-table.ts';

export type { Sequences };

/** A dense table of numbers, row after row: `data[row * columns + column]`. */
export interface Matrix {
  data: Float32Array | Float64Array;
  rows: number;
  columns: number;
  /** One name per column. */
  names: readonly string[];
  /** By column: how many codes 0 … n − 1 a category has, at most 256; 0 for a number. Left out: numbers all. NaN is a missing one. */
  categories?: Int32Array;
  /** For estimators that read events in order. */
  sequences?: Sequences;
}

/** Some rows of a matrix, in the order given. */
export function matrixRows(x: Matrix, rows: ArrayLike<number>): Matrix {
  const data = new Float64Array(rows.length * x.columns);
  for (let at = 0; at < rows.length; at += 1) {
    data.set(x.data.subarray(rows[at]! * x.columns, (rows[at]! + 1) * x.columns), at * x.columns);
  }
  const sequences = x.sequences && sequenceRows(x.sequences, rows);
  return { ...x, data, rows: rows.length, ...(sequences && { sequences }) };
}

function sequenceRows({ length, kinds, codes, gaps }: Sequences, rows: ArrayLike<number>): Sequences {
  const some: Sequences = {
    length,
    kinds,
    codes: new Int32Array(rows.length * length),
    gaps: new Float32Array(rows.length * length),
  };
  for (let at = 0; at < rows.length; at += 1) {
    const [from, to] = [rows[at]! * length, (rows[at]! + 1) * length];
    some.codes.set(codes.subarray(from, to), at * length);
    some.gaps.set(gaps.subarray(from, to), at * length);
  }
  return some;
}

/** The values of some columns, in order, side by side. All of one length; `rows` settles that of a matrix without columns. */
export function matrixOf(names: readonly string[], columns: readonly ArrayLike<number>[], rows: number): Matrix {
  const data = new Float64Array(rows * names.length);
  columns.forEach((values, column) => {
    for (let row = 0; row < rows; row += 1) data[row * names.length + column] = values[row]!;
  });
  return { data, rows, columns: names.length, names };
}

/** Throws `model.not-finite` with the place of the first NaN or infinity. */
export function assertFinite(x: Matrix): void {
  // Zero times a number is zero, times NaN or infinity it is NaN: sums are quicker than a question for each, several than one that waits for itself.
  const { data } = x;
  const whole = data.length & ~3;
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let at = 0; at < whole; at += 4) {
    a += 0 * data[at]!;
    b += 0 * data[at + 1]!;
    c += 0 * data[at + 2]!;
    d += 0 * data[at + 3]!;
  }
  for (let at = whole; at < data.length; at += 1) a += 0 * data[at]!;
  if (a + b + c + d === 0) return;
  const at = data.findIndex((value) => !Number.isFinite(value));
  const column = x.names[at % x.columns]!;
  throw new AppError('model.not-finite', { column, row: Math.floor(at / x.columns) + 1, value: String(data[at]) });
}

/** Throws `model.wrong-columns` unless the matrix has just the columns that a model was trained on, in order. */
export function assertColumns(x: Matrix, names: readonly string[]): void {
  if (x.columns === names.length && names.every((name, column) => x.names[column] === name)) return;
  throw new AppError('model.wrong-columns', { expected: names.join(', '), found: x.names.join(', ') });
}
