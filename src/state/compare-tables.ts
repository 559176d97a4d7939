export type Cell = string | number | null;

export interface PlainTable {
  columns: readonly string[];
  rows: readonly (readonly Cell[])[];
}

/** A table of figures of both sides, and which row of each side every row is of. */
export interface JoinedTable {
  columns: string[];
  rows: Cell[][];
  sides: { a: number | null; b: number | null }[];
}

/** A column of figures: some number, and no text in either table. */
function isFigures(column: number, tables: readonly PlainTable[]): boolean {
  const cells = tables.flatMap(({ rows }) => rows.map((row) => row[column] ?? null));
  return cells.some((cell) => typeof cell === 'number') && cells.every((cell) => typeof cell !== 'string');
}

/** The rows by what names them; those named alike are told apart by their order. */
function rowsByKey(rows: PlainTable['rows'], keys: readonly number[]): Map<string, number> {
  const seen = new Map<string, number>();
  return new Map(
    rows.map((row, index) => {
      const name = JSON.stringify(keys.map((key) => row[key] ?? null));
      const nth = seen.get(name) ?? 0;
      seen.set(name, nth + 1);
      return [`${name}#${nth}`, index];
    }),
  );
}

const difference = (a: Cell, b: Cell): Cell => (typeof a === 'number' && typeof b === 'number' ? a - b : null);

/**
 * The tables of one view for two populations, side by side: rows are joined by the columns that are no figures (by the first
 * one where all are), and every figure stands there twice, with the difference of the first less the second.
 */
export function joinTables(
  a: PlainTable,
  b: PlainTable,
  names: { a: string; b: string; difference: string },
): JoinedTable {
  const figures = a.columns.map((_, column) => isFigures(column, [a, b]));
  if (figures.every(Boolean)) figures[0] = false;
  const columns = a.columns.map((name, column) => ({ name, column }));
  const keys = columns.filter(({ column }) => !figures[column]).map(({ column }) => column);
  const values = columns.filter(({ column }) => figures[column]);
  const [ofA, ofB] = [rowsByKey(a.rows, keys), rowsByKey(b.rows, keys)];
  const order = [...ofA.keys(), ...[...ofB.keys()].filter((key) => !ofA.has(key))];
  const sides = order.map((key) => ({ a: ofA.get(key) ?? null, b: ofB.get(key) ?? null }));
  const rows = sides.map((side) => {
    const left = side.a === null ? null : a.rows[side.a]!;
    const right = side.b === null ? null : b.rows[side.b]!;
    const named = keys.map((key) => (left ?? right)?.[key] ?? null);
    const told = values.flatMap(({ column }) => {
      const [x, y] = [left?.[column] ?? null, right?.[column] ?? null];
      return [x, y, difference(x, y)];
    });
    return [...named, ...told];
  });
  const told = values.flatMap(({ name }) => [
    `${name} · ${names.a}`,
    `${name} · ${names.b}`,
    `${name} · ${names.difference}`,
  ]);
  return { columns: [...keys.map((key) => a.columns[key]!), ...told], rows, sides };
}
