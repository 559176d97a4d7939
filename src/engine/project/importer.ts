import type { JobOptions } from '../../contract/engine.ts';
import type { ColumnType, ImportOptions, Ledger } from '../../contract/import.ts';
import type { DatabaseApi, DecodedPart } from '../../contract/workers.ts';
import { AppError } from '../../core/errors.ts';
import { duckdb } from '../../sql/duckdb.ts';
import { ask } from '../arrow.ts';
import type { Call } from '../bridge.ts';
import type { Workers } from '../caller.ts';
import { choiceOf, takesLess } from './choice.ts';
import type { TypedColumn } from './common-columns.ts';
import { hiddenName, qualified } from './names.ts';
import { importedTable } from './recipe-table.ts';

/** A file that is wholly in the database, in a table that nobody sees yet. */
export interface Staged {
  hidden: string;
  ledger: Ledger;
  ms: number;
}

export const duckdbTypes: Record<ColumnType, string> = {
  text: 'VARCHAR',
  integer: 'BIGINT',
  number: 'DOUBLE',
  timestamp: 'TIMESTAMP',
  date: 'DATE',
  boolean: 'BOOLEAN',
};

/**
 * Reads a file, or what the options take of it, into a hidden table; batches go from decoder to database as they come. Rejects
 * with the decoder's or the database's error, and then leaves nothing behind.
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
    const sink = stagingSink(call, hidden, options);
    const decoded = await files.call('decode', [file, options, sink.take, signal, onProgress]);
    const ledger = takesLess(options) ? ledgerOfChoice(decoded, options, sink.kept()) : decoded;
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
function stagingSink(call: Call<DatabaseApi>, hidden: string, options: ImportOptions) {
  const chooses = takesLess(options);
  let made = false;
  let decoded = 0;
  let kept = 0;
  const take = async (part: DecodedPart): Promise<void> => {
    if (part.kind === 'begin') {
      made = false;
      decoded = kept = 0;
      await call('query', [`DROP TABLE IF EXISTS ${qualified(hidden)}`]);
      return;
    }
    const create = !made;
    made = true;
    const choice = chooses ? choiceOf(options, decoded) : undefined;
    decoded += part.rows;
    const added = await call('insert', [hidden, part.ipc, create, choice], {
      transfer: [part.ipc.buffer as ArrayBuffer],
    }).catch((error: unknown) => {
      throw asImportError(error, decoded, choice !== undefined);
    });
    // Two batches may be under way: the sum is read after the wait, not before.
    kept += added;
  };
  return { take, made: () => made, kept: () => kept };
}

/** What an insert can fail of by the user's doing: too many rows, or a choice by a column that isn't there. */
function asImportError(error: unknown, rows: number, chooses: boolean): unknown {
  if (!(error instanceof AppError)) return error;
  const message = String(error.values['message']);
  if (error.code === 'sql.memory') return new AppError('import.out-of-memory', { rows, message }, { cause: error });
  if (error.code === 'sql.bind' && chooses) return new AppError('import.unknown-choice', { message }, { cause: error });
  return error;
}

/** The ledger says what was left out; what it says of columns is about the whole file. */
function ledgerOfChoice(ledger: Ledger, { columns }: ImportOptions, kept: number): Ledger {
  const left = ledger.rows - kept;
  const chosen = (name: string) => !columns || columns.some((column) => column.toLowerCase() === name.toLowerCase());
  const notice = {
    code: 'import.left-out',
    values: { rows: left, columns: ledger.columns.filter(({ name }) => !chosen(name)).length, kept },
  };
  return {
    ...ledger,
    rows: kept,
    sniffed: { ...ledger.sniffed, skipped: (ledger.sniffed.skipped ?? 0) + left },
    columns: ledger.columns.filter(({ name }) => chosen(name)),
    notices: [notice, ...ledger.notices],
  };
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

/**
 * Gives a staged table's columns the types that hold all files of its table. Whole numbers that a double would round refuse it
 * (`import.columns-differ`): the caller reads such a column as text instead.
 */
export async function conform(
  call: Call<DatabaseApi>,
  { hidden, ledger }: Pick<Staged, 'hidden' | 'ledger'>,
  wanted: readonly TypedColumn[],
): Promise<void> {
  for (const { name, type } of ledger.columns) {
    const target = wanted.find((column) => column.name === name)?.type ?? type;
    if (target === type) continue;
    await call('query', [
      `ALTER TABLE ${qualified(hidden)} ALTER COLUMN ${duckdb.identifier(name)} TYPE ${duckdbTypes[target]}`,
    ]);
  }
}

/** The columns of whole numbers that a double can't hold as they are. */
export async function tooLargeForNumbers(
  call: Call<DatabaseApi>,
  { hidden, ledger }: Pick<Staged, 'hidden' | 'ledger'>,
  wanted: readonly TypedColumn[],
): Promise<string[]> {
  const large: string[] = [];
  for (const { name, type } of ledger.columns) {
    if (type !== 'integer' || wanted.find((column) => column.name === name)?.type !== 'number') continue;
    const column = duckdb.identifier(name);
    const [found] = await ask<{ n: number }>(
      call,
      `SELECT count(*)::DOUBLE AS n FROM ${qualified(hidden)} WHERE ${column} NOT BETWEEN -9007199254740992 AND 9007199254740992`,
    );
    if (found && found.n > 0) large.push(name);
  }
  return large;
}

/** Gives a staged table its name or, for `append`, adds its rows to the table of that name, before its cleaning steps. */
export async function settle(call: Call<DatabaseApi>, hidden: string, table: string, append: boolean): Promise<void> {
  if (!append) {
    await call('query', [`ALTER TABLE ${qualified(hidden)} RENAME TO ${duckdb.identifier(table)}`]);
    return;
  }
  const target = await importedTable(call, table);
  await call('query', [`INSERT INTO ${qualified(target)} BY NAME SELECT * FROM ${qualified(hidden)}`]);
  await dropHidden(call, [hidden]);
}
