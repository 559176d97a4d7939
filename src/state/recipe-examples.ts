import type { StepReport } from '../contract/operation.ts';

type Value = string | null;

/** A cell of the preview: as it was (undefined where its column is new) and what became of it (undefined where that is gone). */
export interface ExampleCell {
  before: Value | undefined;
  after: Value | undefined;
  changed: boolean;
}

export interface ExampleTable {
  columns: string[];
  rows: { cells: ExampleCell[]; dropped: boolean }[];
}

const mostColumns = 60;

/** The rows that a step touched, with the columns of both sides: those that it altered first. */
export function exampleTable({ columns, afterColumns, rows }: StepReport['examples']): ExampleTable {
  const all = [...columns, ...afterColumns.filter((name) => !columns.includes(name))];
  const made = rows.map(({ before, after }) => all.map((name) => cellOf(name, columns, afterColumns, before, after)));
  const alters = (column: number) => made.some((cells) => cells[column]!.changed);
  const order = all.map((_, column) => column).sort((a, b) => Number(alters(b)) - Number(alters(a)) || a - b);
  const shown = order.slice(0, mostColumns);
  return {
    columns: shown.map((column) => all[column]!),
    rows: made.map((cells, row) => ({
      cells: shown.map((column) => cells[column]!),
      dropped: rows[row]!.after === null,
    })),
  };
}

function cellOf(
  name: string,
  columns: readonly string[],
  afterColumns: readonly string[],
  before: readonly Value[],
  after: readonly Value[] | null,
): ExampleCell {
  const [from, to] = [columns.indexOf(name), afterColumns.indexOf(name)];
  const was = from < 0 ? undefined : (before[from] ?? null);
  const is = to < 0 || after === null ? undefined : (after[to] ?? null);
  return { before: was, after: is, changed: after !== null && was !== is };
}
