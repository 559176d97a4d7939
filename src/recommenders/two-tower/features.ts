import type { SparseRows } from '../data.ts';
import type { SparseMatrix } from '../embeddings/sparse.ts';

/** The columns that most rows have, at most so many, as a matrix; the lower number first among equals. */
export function featuresOf({ rows, columns, offsets, column, value }: SparseRows, most: number): SparseMatrix {
  const having = new Float64Array(columns.length);
  for (const each of column) having[each]! += 1;
  const kept = Array.from(having.keys())
    .sort((a, b) => having[b]! - having[a]! || a - b)
    .slice(0, most);
  const place = new Int32Array(columns.length).fill(-1);
  kept.forEach((each, at) => (place[each] = at));
  const starts = new Uint32Array(rows + 1);
  const [into, values]: [number[], number[]] = [[], []];
  for (let row = 0; row < rows; row += 1) {
    for (let at = offsets[row]!; at < offsets[row + 1]!; at += 1) {
      if (place[column[at]!]! < 0) continue;
      into.push(place[column[at]!]!);
      values.push(value[at]!);
    }
    starts[row + 1] = into.length;
  }
  return {
    rows,
    columns: kept.length,
    offsets: starts,
    column: Int32Array.from(into),
    value: Float32Array.from(values),
  };
}

/** 1 for rows that have anything. */
export const filledRows = ({ rows, offsets }: SparseMatrix): Float64Array =>
  Float64Array.from({ length: rows }, (_, row) => Number(offsets[row + 1]! > offsets[row]!));

/** A matrix of no columns. */
export const nothingOf = (rows: number): SparseMatrix => ({
  rows,
  columns: 0,
  offsets: new Uint32Array(rows + 1),
  column: new Int32Array(0),
  value: new Float32Array(0),
});
