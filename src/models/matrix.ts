import { AppError } from '../core/errors.ts';

/** A dense table of numbers, row after row: `data[row * columns + column]`. */
export interface Matrix {
  data: Float32Array | Float64Array;
  rows: number;
  columns: number;
  /** One name per column. */
  names: readonly string[];
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
  const at = x.data.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  const column = x.names[at % x.columns]!;
  throw new AppError('model.not-finite', { column, row: Math.floor(at / x.columns) + 1, value: String(x.data[at]) });
}

/** Throws `model.wrong-columns` unless the matrix has just the columns that a model was trained on, in order. */
export function assertColumns(x: Matrix, names: readonly string[]): void {
  if (x.columns === names.length && names.every((name, column) => x.names[column] === name)) return;
  throw new AppError('model.wrong-columns', { expected: names.join(', '), found: x.names.join(', ') });
}
