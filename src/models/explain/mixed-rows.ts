import type { Sequences } from '../matrix.ts';
import { matrixRows } from '../matrix.ts';
import type { LearningColumn, LearningTable } from '../learning-table.ts';

/** The name under which a row's events in their order stand beside the columns of its table. */
export const SEQUENCE = 'sequence';

/** What of a row can be asked about on its own: the columns, then its events where there are some. */
export const partsOf = (table: LearningTable): string[] => [
  ...table.columns.map(({ name }) => name),
  ...(table.sequences ? [SEQUENCE] : []),
];

/** Values of a column in the rows given, as a new column. */
export function pickColumn(column: LearningColumn, rows: ArrayLike<number>): LearningColumn {
  if (column.kind === 'number') {
    const values = new Float64Array(rows.length);
    for (let at = 0; at < rows.length; at += 1) values[at] = column.values[rows[at]!]!;
    return { ...column, values };
  }
  const codes = new Int32Array(rows.length);
  for (let at = 0; at < rows.length; at += 1) codes[at] = column.codes[rows[at]!]!;
  return { ...column, codes };
}

function pickSequences(sequences: Sequences, rows: ArrayLike<number>): Sequences {
  const bare = { data: new Float64Array(0), rows: 0, columns: 0, names: [], sequences };
  return matrixRows(bare, rows).sequences!;
}

/** A table of rows whose parts come from different rows: `rowsOf(part)` names them, parts as in `partsOf`. */
export function mixedRows(
  table: LearningTable,
  count: number,
  rowsOf: (part: number) => ArrayLike<number>,
): LearningTable {
  const { sequences } = table;
  return {
    rows: count,
    columns: table.columns.map((column, part) => pickColumn(column, rowsOf(part))),
    ...(sequences && { sequences: pickSequences(sequences, rowsOf(table.columns.length)) }),
  };
}

/** A table in which one part of each row, as in `partsOf`, comes from another row; the others are shared, not copied. */
export const withPart = (table: LearningTable, part: number, rows: ArrayLike<number>): LearningTable => ({
  ...table,
  columns: table.columns.map((column, at) => (at === part ? pickColumn(column, rows) : column)),
  ...(table.sequences && part === table.columns.length && { sequences: pickSequences(table.sequences, rows) }),
});

/** Some rows as a table of their own. */
export const tableRows = (table: LearningTable, rows: ArrayLike<number>): LearningTable =>
  mixedRows(table, rows.length, () => rows);

/** A value as a person reads it: a number, the name of a category, or null where it is missing. */
export type Cell = number | string | null;

export function cellOf(column: LearningColumn, row: number): Cell {
  if (column.kind === 'number') return Number.isNaN(column.values[row]!) ? null : column.values[row]!;
  return column.levels[column.codes[row]!] ?? null;
}

/** Writes a value (a number, or the code of a category) into a column that is ours alone. */
export function setValue(column: LearningColumn, row: number, value: number): void {
  if (column.kind === 'number') column.values[row] = value;
  else column.codes[row] = value;
}

/** The value (a number, or the code of a category) of a column. */
export const valueOf = (column: LearningColumn, row: number): number =>
  column.kind === 'number' ? column.values[row]! : column.codes[row]!;
