import { duckdb } from '../../sql/duckdb.ts';

/** A table of the user's, in SQL. Always with its schema: a search path can be changed. */
export const qualified = (table: string): string => `main.${duckdb.identifier(table)}`;

const hiddenPrefix = '__behold_';
let hiddenCount = 0;

/** A name for a table that isn't whole yet, and that no list shows. */
export const hiddenName = (): string => `${hiddenPrefix}${++hiddenCount}`;

/** Where a table's rows are kept as they were imported, while cleaning steps stand between them and the table. */
export const rawName = (table: string): string => `${hiddenPrefix}raw_${table}`;

export const isHidden = (table: string): boolean => table.startsWith(hiddenPrefix);

/** The name itself or, where it is taken, the name with the first free number: `ecom_2`. DuckDB's names ignore case. */
export function freeName(wanted: string, taken: Iterable<string>): string {
  const names = new Set(Array.from(taken, (name) => name.toLowerCase()));
  if (!names.has(wanted.toLowerCase())) return wanted;
  let n = 2;
  while (names.has(`${wanted}_${n}`.toLowerCase())) n++;
  return `${wanted}_${n}`;
}
