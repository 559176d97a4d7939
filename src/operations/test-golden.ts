import type { NodeDatabase } from '../../workers/database/node.ts';
import { duckdb } from '../sql/duckdb.ts';

/** A table of golden/*.json. */
export interface GoldenTable {
  columns: string[];
  rows: (string | number | null)[][];
}

const typeOf = (values: readonly unknown[]): string => {
  if (values.some((value) => typeof value === 'string')) return 'VARCHAR';
  return values.every((value) => value === null || Number.isInteger(value)) ? 'BIGINT' : 'DOUBLE';
};

/** A golden table as a SELECT, its numbers BIGINT where all are whole. */
export function goldenSelect({ columns, rows }: GoldenTable): string {
  const types = columns.map((_, n) => typeOf(rows.map((row) => row[n])));
  const lines = rows.map((row) => `(${row.map((value) => duckdb.literal(value)).join(', ')})`);
  const casts = columns.map((name, n) => `CAST(c${n} AS ${types[n]}) AS ${duckdb.identifier(name)}`);
  return `SELECT ${casts.join(', ')} FROM (VALUES ${lines.join(', ')}) t(${columns.map((_, n) => `c${n}`).join(', ')})`;
}

/** Makes a golden table one of the project's. */
export async function goldenTable(database: NodeDatabase, name: string, table: GoldenTable): Promise<void> {
  await database.query(`CREATE OR REPLACE TABLE ${duckdb.identifier(name)} AS ${goldenSelect(table)}`);
}
