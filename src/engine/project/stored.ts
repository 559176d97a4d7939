import type { DatabaseApi } from '../../contract/workers.ts';
import { duckdb } from '../../sql/duckdb.ts';
import { ask } from '../arrow.ts';
import type { Call } from '../bridge.ts';
import { gunzip, gzip } from './gzip.ts';
import type { StoredTable } from './journal.ts';
import { hiddenName, qualified } from './names.ts';

/** A new table from Arrow IPC bytes, and the step that makes it again. */
export async function storeTable(call: Call<DatabaseApi>, name: string, ipc: Uint8Array): Promise<StoredTable> {
  const packed = await gzip(ipc);
  await call('insert', [name, ipc, true], { transfer: [ipc.buffer as ArrayBuffer] });
  const columns = await describeTable(call, name);
  return { name, gzip: packed, rows: await countRows(call, name), columns };
}

/** Makes a stored table again under the name given. Types that Arrow has no word for (UUID, HUGEINT, ENUM …) are cast back. */
export async function restoreTable(call: Call<DatabaseApi>, stored: StoredTable, name: string): Promise<void> {
  const ipc = await gunzip(stored.gzip);
  await insertTyped(call, name, ipc, stored.columns);
}

/** Inserts Arrow IPC bytes as a new table whose columns have the types given. */
export async function insertTyped(
  call: Call<DatabaseApi>,
  name: string,
  ipc: Uint8Array,
  columns: StoredTable['columns'],
): Promise<void> {
  const hidden = hiddenName();
  await call('insert', [hidden, ipc, true], { transfer: [ipc.buffer as ArrayBuffer] });
  const found = await describeTable(call, hidden);
  if (columns.every(({ type }, i) => type === found[i]?.type)) {
    await call('query', [`ALTER TABLE ${qualified(hidden)} RENAME TO ${duckdb.identifier(name)}`]);
    return;
  }
  const casts = columns.map(({ name: column, type }) => {
    const quoted = duckdb.identifier(column);
    return `CAST(${quoted} AS ${type}) AS ${quoted}`;
  });
  await call('query', [`CREATE TABLE ${qualified(name)} AS SELECT ${casts.join(', ')} FROM ${qualified(hidden)}`]);
  await call('query', [`DROP TABLE ${qualified(hidden)}`]);
}

/** The columns of a table of the schema main, with DuckDB's words for their types. */
export async function describeTable(call: Call<DatabaseApi>, table: string): Promise<{ name: string; type: string }[]> {
  const sql = `SELECT column_name AS name, column_type AS type FROM (DESCRIBE ${qualified(table)})`;
  return ask<{ name: string; type: string }>(call, sql);
}

/** The rows of a table of the schema main. */
export async function countRows(call: Call<DatabaseApi>, table: string): Promise<number> {
  const [count] = await ask<{ rows: number }>(call, `SELECT count(*)::DOUBLE AS rows FROM ${qualified(table)}`);
  return count?.rows ?? 0;
}
