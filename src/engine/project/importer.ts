import type { JobOptions } from '../../contract/engine.ts';
import type { ColumnType, ImportOptions, Ledger } from '../../contract/import.ts';
import type { DatabaseApi, DecodedPart } from '../../contract/workers.ts';
import { AppError } from '../../core/errors.ts';
import { duckdb } from '../../sql/duckdb.ts';
import { ask } from '../arrow.ts';
import type { Call } from '../bridge.ts';
import type { Workers } from '../caller.ts';
import { hiddenName, qualified } from './names.ts';

/** A file that is wholly in the database, in a table that nobody sees yet. */
export interface Staged {
  hidden: string;
  ledger: Ledger;
  ms: number;
}

const duckdbTypes: Record<ColumnType, string> = {
  text: 'VARCHAR',
  integer: 'BIGINT',
  number: 'DOUBLE',
  timestamp: 'TIMESTAMP',
  date: 'DATE',
  boolean: 'BOOLEAN',
};

/**
 * Reads a file into a hidden table; batches go from decoder to database as they come. Rejects with the decoder's or the
 * database's error, and then leaves nothing behind.
 */
export async function stageFile(
  call: Call<DatabaseApi>,
  files: Workers['files'],
  file: File,
  options: ImportOptions,
  { signal, onProgress }: JobOptions = {},
): Promise<Staged> {
  const begun = performance.now();
  const hidden = hiddenName();
  try {
    const sink = stagingSink(call, hidden);
    const ledger = await files.call('decode', [file, options, sink.take, signal, onProgress]);
    if (!sink.made()) await createEmpty(call, hidden, ledger);
    await checkRows(call, hidden, file.name, ledger.rows);
    return { hidden, ledger, ms: performance.now() - begun };
  } catch (error) {
    await discard(call, [hidden], error);
    throw error;
  }
}

/** Drops what was staged, unless the database itself is gone: then it is lost anyway, and nobody need wait for the next one. */
export async function discard(call: Call<DatabaseApi>, tables: string[], reason: unknown): Promise<void> {
  const gone = reason instanceof AppError && reason.code === 'worker.died' && reason.values['worker'] === 'database';
  if (!gone) await dropHidden(call, tables);
}

/** Takes the decoder's parts: rows go to the table, `begin` makes it anew. */
function stagingSink(call: Call<DatabaseApi>, hidden: string) {
  let made = false;
  const take = async (part: DecodedPart): Promise<void> => {
    if (part.kind === 'begin') {
      made = false;
      await call('query', [`DROP TABLE IF EXISTS ${qualified(hidden)}`]);
      return;
    }
    const create = !made;
    made = true;
    await call('insert', [hidden, part.ipc, create], { transfer: [part.ipc.buffer as ArrayBuffer] });
  };
  return { take, made: () => made };
}

/** A header without records is a table without rows. */
async function createEmpty(call: Call<DatabaseApi>, hidden: string, { columns }: Ledger): Promise<void> {
  const definitions = columns.map(({ name, type }) => `${duckdb.identifier(name)} ${duckdbTypes[type]}`);
  await call('query', [`CREATE TABLE ${qualified(hidden)} (${definitions.join(', ')})`]);
}

async function checkRows(call: Call<DatabaseApi>, hidden: string, file: string, rows: number): Promise<void> {
  const [found] = await ask<{ rows: number }>(call, `SELECT count(*)::DOUBLE AS rows FROM ${qualified(hidden)}`);
  if (found?.rows !== rows) throw new AppError('engine.rows-lost', { table: file, rows, arrived: found?.rows ?? 0 });
}

/** Drops what was staged. Failing to is no failure of its own: a database that died has lost it anyway. */
export async function dropHidden(call: Call<DatabaseApi>, tables: string[]): Promise<void> {
  for (const table of tables) await call('query', [`DROP TABLE IF EXISTS ${qualified(table)}`]).catch(() => undefined);
}

/** Gives a staged table its name or, for `append`, adds its rows to the table of that name. */
export async function settle(call: Call<DatabaseApi>, hidden: string, table: string, append: boolean): Promise<void> {
  if (!append) {
    await call('query', [`ALTER TABLE ${qualified(hidden)} RENAME TO ${duckdb.identifier(table)}`]);
    return;
  }
  await call('query', [`INSERT INTO ${qualified(table)} BY NAME SELECT * FROM ${qualified(hidden)}`]);
  await dropHidden(call, [hidden]);
}

interface Column {
  name: string;
  type: string;
}

/** Throws `import.columns-differ`, naming the columns, unless both tables have the same names and types. */
export function checkSameColumns(table: string, present: readonly Column[], added: readonly Column[]): void {
  const key = ({ name, type }: Column) => `${name} (${type})`;
  const [before, after] = [present.map(key), added.map(key)];
  const differing = [
    ...after.filter((each) => !before.includes(each)),
    ...before.filter((each) => !after.includes(each)),
  ];
  if (differing.length) throw new AppError('import.columns-differ', { table, columns: differing.join(', ') });
}

/** The DuckDB columns that a ledger's columns become. */
export const ledgerColumns = ({ columns }: Ledger): Column[] =>
  columns.map(({ name, type }) => ({ name, type: duckdbTypes[type] }));
