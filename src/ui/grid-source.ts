/** What the grid draws: columns, and cells asked for one at a time. */
export interface GridSource {
  columns: readonly { name: string; type?: string; numeric: boolean; badge?: string }[];
  rows: number;
  /** `null` is shown as an empty mark, not as text. */
  cell(row: number, column: number): string | null;
  /** All digits of a cell that is shown with fewer. */
  exact?(row: number, column: number): string | null;
}

/** A grid over rows that are in memory. `figure`: how numbers are written; with all digits where it is left out. */
export function rowsSource(
  columns: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
  figure: (value: number) => string = String,
): GridSource {
  const numeric = columns.map((_, index) => rows.some((row) => typeof row[index] === 'number'));
  return {
    columns: columns.map((name, index) => ({ name, numeric: numeric[index]! })),
    rows: rows.length,
    cell: (row, column) => {
      const value = rows[row]?.[column] ?? null;
      return typeof value === 'number' ? figure(value) : value;
    },
    exact: (row, column) => {
      const value = rows[row]?.[column] ?? null;
      return typeof value === 'number' && !Number.isInteger(value) ? String(value) : null;
    },
  };
}
