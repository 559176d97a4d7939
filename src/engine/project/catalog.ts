import type { DatabaseApi } from '../../contract/workers.ts';
import { duckdb } from '../../sql/duckdb.ts';
import { ask } from '../arrow.ts';
import type { Call } from '../bridge.ts';
import { isHidden, qualified, rawName } from './names.ts';

/** A table of the user's: its rows, and its columns with DuckDB's types, in order. */
export interface TableShape {
  name: string;
  rows: number;
  columns: { name: string; type: string }[];
  /** The columns as they were imported, where cleaning steps may have made others of them. */
  imported?: { name: string; type: string }[];
}

interface ColumnRow {
  [key: string]: unknown;
  table: string;
  column: string;
  type: string;
}

/** The tables of the schema main, in the order in which they were made, but for hidden ones. */
export async function readCatalog(call: Call<DatabaseApi>): Promise<TableShape[]> {
  const columns = await ask<ColumnRow>(
    call,
    `SELECT c.table_name AS "table", c.column_name AS "column", c.data_type AS "type"
FROM duckdb_columns() c JOIN duckdb_tables() t USING (database_name, schema_name, table_name)
WHERE c.schema_name = 'main' AND t.database_name = 'memory' ORDER BY t.table_oid, c.column_index`,
  );
  const byTable = new Map<string, TableShape['columns']>();
  for (const { table, column, type } of columns) {
    if (!byTable.has(table)) byTable.set(table, []);
    byTable.get(table)?.push({ name: column, type });
  }
  return withRows(call, shapesOf(byTable));
}

function shapesOf(byTable: ReadonlyMap<string, TableShape['columns']>): TableShape[] {
  const names = [...byTable.keys()].filter((name) => !isHidden(name));
  return names.map((name) => {
    const imported = byTable.get(rawName(name));
    return { name, rows: 0, columns: byTable.get(name) ?? [], ...(imported && { imported }) };
  });
}

async function withRows(call: Call<DatabaseApi>, shapes: TableShape[]): Promise<TableShape[]> {
  if (!shapes.length) return shapes;
  const counts = shapes.map(({ name }, i) => `SELECT ${i} AS n, count(*)::DOUBLE AS rows FROM ${qualified(name)}`);
  const rows = await ask<{ n: number; rows: number }>(call, `${counts.join(' UNION ALL ')} ORDER BY n`);
  return shapes.map((shape, i) => ({ ...shape, rows: rows[i]?.rows ?? 0 }));
}

/** Every name that a new table can't have: tables and views of the schema main. */
export async function takenNames(call: Call<DatabaseApi>): Promise<string[]> {
  const sql = `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ${duckdb.literal('main')}`;
  return (await ask<{ name: string }>(call, sql)).map(({ name }) => name);
}
