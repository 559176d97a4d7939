import type { LearningColumn } from '../learning-table.ts';
import type { Cell } from './mixed-rows.ts';

/** Values of a column at which a model is asked: numbers ascending, or codes of categories in the order of their levels. */
export interface Grid {
  values: Float64Array;
  /** The same for people. */
  cells: Cell[];
}

/** The observed numbers, ascending; missing ones left out. */
export const observed = (values: Float64Array, rows: ArrayLike<number>): Float64Array =>
  Float64Array.from(rows, (row) => values[row]!)
    .filter((value) => !Number.isNaN(value))
    .sort();

/** Up to `size` different observed numbers, at evenly spaced quantiles, least and most among them. */
export function quantileGrid(sorted: Float64Array, size: number): Float64Array {
  if (sorted.length === 0) return new Float64Array(0);
  const different = sorted.filter((value, at) => at === 0 || value !== sorted[at - 1]);
  if (different.length <= size) return different;
  const picked = Float64Array.from(
    { length: size },
    (_, k) => sorted[Math.round((k / (size - 1)) * (sorted.length - 1))]!,
  );
  return picked.filter((value, at) => at === 0 || value !== picked[at - 1]);
}

/** Rows by code of a category. */
export function levelCounts(codes: Int32Array, levels: number, rows: ArrayLike<number>): Float64Array {
  const counts = new Float64Array(levels);
  for (let at = 0; at < rows.length; at += 1) if (codes[rows[at]!]! >= 0) counts[codes[rows[at]!]!]! += 1;
  return counts;
}

/** Quantiles of a number, or all levels that occur in the rows. */
export function gridOf(column: LearningColumn, rows: ArrayLike<number>, size: number): Grid {
  if (column.kind === 'number') {
    const values = quantileGrid(observed(column.values, rows), size);
    return { values, cells: Array.from(values) };
  }
  const counts = levelCounts(column.codes, column.levels.length, rows);
  const codes = Array.from(column.levels.keys()).filter((code) => counts[code]! > 0);
  return { values: Float64Array.from(codes), cells: codes.map((code) => column.levels[code]!) };
}
