import type { DatabaseApi } from '../../contract/workers.ts';
import { AppError } from '../../core/errors.ts';
import { duckdb } from '../../sql/duckdb.ts';
import { ask } from '../arrow.ts';
import type { Call } from '../bridge.ts';
import { gunzip, gzip } from './gzip.ts';
import type { StoredTable } from './journal.ts';
import { hiddenName, qualified } from './names.ts';

/** A new table from Arrow IPC bytes, and the step that makes it again. */
export async function storeTable(call: Call<DatabaseApi>, name: string, ipc: Uint8Array): Promise<StoredTable> {
  // Packed beside this thread, from a copy; nobody waits for it before the table has to be made again.
  const packing = gzip(ipc);
  packing.catch(() => undefined);
  await call('insert', [name, ipc, true], { transfer: [ipc.buffer as ArrayBuffer] });
  const [columns, rows] = [await describeTable(call, name), await countRows(call, name)];
  return { name, pieces: [{ rows, read: async () => gunzip(await packing) }], rows, columns };
}

/**
 * Makes a stored table again under the name given, and checks its rows. Types that Arrow has no word for (UUID, HUGEINT, ENUM …)
 * are cast back.
 */
export async function restoreTable(call: Call<DatabaseApi>, stored: StoredTable, name: string): Promise<void> {
  const hidden = hiddenName();
  // The next piece is read while the database takes the one before.
  let next = stored.pieces[0]?.read();
  for (const [i, { rows }] of stored.pieces.entries()) {
    const ipc = await next!;
    next = stored.pieces[i + 1]?.read();
    next?.catch(() => undefined);
    const added = await call('insert', [hidden, ipc, i === 0], { transfer: [ipc.buffer as ArrayBuffer] });
    if (added !== rows) throw new AppError('engine.rows-lost', { table: stored.name, rows, arrived: added });
  }
  await nameTyped(call, hidden, name, stored.columns);
}

/** Gives a table its name and columns of the types given. */
async function nameTyped(
  call: Call<DatabaseApi>,
  hidden: string,
  name: string,
  columns: StoredTable['columns'],
): Promise<void> {
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
