import type { JobOptions } from '../../contract/engine.ts';
import type { ColumnType, ImportOptions, Ledger, Notice } from '../../contract/import.ts';
import { AppError, isAbort } from '../../core/errors.ts';
import { commonTableName, suggestTableName } from '../../data/table-name.ts';
import type { Workers } from '../caller.ts';
import { takenNames } from './catalog.ts';
import type { TableShape } from './catalog.ts';
import { commonColumns, differingNotices, mustBeText, sameColumns } from './common-columns.ts';
import type { TypedColumn } from './common-columns.ts';
import { checkFits } from './fits.ts';
import { conform, discard, duckdbTypes, settle, stageFile, tooLargeForNumbers } from './importer.ts';
import type { Staged } from './importer.ts';
import { joinLedgers } from './join-ledgers.ts';
import type { Step } from './journal.ts';
import { freeName, qualified } from './names.ts';
import { dropRawStatements } from './recipe-table.ts';
import { sourcesOf } from './sources.ts';
import type { Source } from './sources.ts';
import type { TableLedger } from './state.ts';

/** A source that was read into a hidden table. */
interface Read extends Staged {
  source: Source;
}

/** What goes into one table: files of the same columns, and the types that hold them all. */
interface Group {
  table: string;
  append: boolean;
  /** It takes the place of the table of that name. */
  replace: boolean;
  columns: readonly TypedColumn[];
  reads: Read[];
  notices: Notice[];
}

/** The name that a table of these columns is to have, where the project waits for one. */
export type NameFor = (columns: readonly TypedColumn[]) => string | undefined;

export interface ImportHooks {
  nameFor?: NameFor;
  /** All is read; now these tables are made, or get more rows. */
  beforeSettling?: (tables: readonly string[]) => void;
}

export interface Imported {
  steps: Step[];
  ledgers: TableLedger[];
  /** The tables that were there and are others now. */
  replaced: string[];
}

/**
 * Imports all files or none: each is read into a hidden table, and only when all are whole do they get their names. Files with the
 * same columns go into one table. A failure on the last stretch ends the database, which then comes back as it was before.
 */
export async function importFiles(
  workers: Pick<Workers, 'database' | 'files'>,
  catalog: readonly TableShape[],
  files: File[],
  options: ImportOptions,
  job: JobOptions,
  { nameFor = () => undefined, beforeSettling = () => undefined }: ImportHooks = {},
): Promise<Imported> {
  const { database } = workers;
  // Started before it is counted: what is staged must stay in one and the same database.
  const taken = await takenNames(database.call);
  const starts = database.starts;
  let groups: Group[];
  try {
    const sources = await sourcesOf(workers.files, files, options);
    await checkFits(workers, sources);
    groups = await stageAll(workers, catalog, taken, sources, options, job, nameFor);
    beforeSettling(groups.map(({ table }) => table));
    await settleAll(database, groups);
  } catch (error) {
    if (database.starts !== starts && !isAbort(error)) throw new AppError('worker.died', { worker: 'database' });
    throw error;
  }
  const replaced = groups.filter(({ replace }) => replace).map(({ table }) => table);
  return { steps: groups.flatMap(stepsOf), ledgers: groups.map(ledgerOf), replaced };
}

const stepsOf = ({ table, columns, reads }: Group): Step[] =>
  reads.map(({ source: { file, options } }) => ({ kind: 'import', table, file, options, columns }));

function ledgerOf({ table, columns, reads, notices }: Group): TableLedger {
  const parts = reads.map(({ source: { name }, ledger }) => ({ name, ledger }));
  const joined = parts.length === 1 ? parts[0]!.ledger : joinLedgers(parts, columns);
  const ledger = { ...joined, notices: [...notices, ...joined.notices] };
  return { table, ledger, ms: reads.reduce((sum, { ms }) => sum + ms, 0) };
}

async function settleAll(database: Workers['database'], groups: readonly Group[]): Promise<void> {
  const starts = database.starts;
  try {
    for (const { table, append, replace, columns, reads } of groups) {
      if (replace)
        for (const sql of [`DROP TABLE ${qualified(table)}`, ...dropRawStatements(table)])
          await database.call('query', [sql]);
      for (const [index, read] of reads.entries()) {
        await conform(database.call, read, columns);
        await settle(database.call, read.hidden, table, append || index > 0);
      }
    }
  } catch (error) {
    if (database.starts === starts) database.end();
    throw error;
  }
}

async function stageAll(
  workers: Pick<Workers, 'database' | 'files'>,
  catalog: readonly TableShape[],
  taken: readonly string[],
  sources: readonly Source[],
  options: ImportOptions,
  { signal, onProgress }: JobOptions,
  nameFor: NameFor,
): Promise<Group[]> {
  const reads: Read[] = [];
  const passedOver: AppError[] = [];
  const total = sources.reduce((sum, { bytes }) => sum + bytes, 0) || 1;
  let before = 0;
  try {
    for (const source of sources) {
      const progress = shareOf(onProgress, before / total, source.bytes / total);
      try {
        reads.push(await read(workers, source, { signal, onProgress: progress }));
      } catch (error) {
        if (!isNoTable(error, source, options)) throw error;
        passedOver.push(error);
      }
      before += source.bytes;
    }
    if (reads.length === 0) throw passedOver[0]!;
    const groups = groupsOf(reads, catalog, taken, options, nameFor);
    groups[0]!.notices.push(...passedOver.map(memberNotice));
    for (const group of groups) await agree(workers, group, { signal });
    return groups;
  } catch (error) {
    await discard(
      workers.database.call,
      reads.map(({ hidden }) => hidden),
      error,
    );
    throw error;
  }
}

/** An archive may hold other things beside its tables; nobody asked for this one by name. */
const isNoTable = (error: unknown, { options: { entry } }: Source, asked: ImportOptions): error is AppError =>
  entry !== undefined &&
  asked.entry === undefined &&
  error instanceof AppError &&
  (error.code === 'import.unsupported-format' || error.code === 'import.empty-file');

const memberNotice = ({ code, values }: AppError): Notice =>
  code === 'import.empty-file'
    ? { code: 'import.member-empty', values: { file: values['file'] ?? '' } }
    : { code: 'import.member-unsupported', values: { file: values['file'] ?? '', format: values['format'] ?? '' } };

async function read(
  { database, files }: Pick<Workers, 'database' | 'files'>,
  source: Source,
  job: JobOptions,
): Promise<Read> {
  return { source, ...(await stageFile(database.call, files, source.file, source.options, job)) };
}

const shareOf = (onProgress: JobOptions['onProgress'], from: number, share: number): JobOptions['onProgress'] =>
  onProgress && ((done, note) => onProgress(from + share * done, note));

/** Sources of the same columns side by side, each group with the table that it becomes or is added to. */
function groupsOf(
  reads: readonly Read[],
  catalog: readonly TableShape[],
  taken: readonly string[],
  options: ImportOptions,
  nameFor: NameFor,
): Group[] {
  const groups: Group[] = [];
  for (const alike of partition(reads)) {
    const names = alike.map(({ source }) => source.name);
    const ledgers = alike.map(({ ledger }) => ledger);
    const suggested = () => (names.length > 1 ? commonTableName(names) : suggestTableName(names[0]!));
    const wanted = options.table?.trim() || nameFor(commonColumns(ledgers)) || suggested();
    const present = catalog.find(({ name }) => name.toLowerCase() === wanted.toLowerCase());
    const columns = commonColumns(ledgers);
    const parts = alike.map(({ source: { name }, ledger }) => ({ name, ledger }));
    const notices = differingNotices(parts, columns);
    const group = { columns, reads: alike, notices, append: false, replace: false };
    if (present && options.append)
      groups.push({ ...group, table: present.name, append: true, columns: columnsOf(present, ledgers) });
    else if (present && options.replace && groups.length === 0)
      groups.push({ ...group, table: present.name, replace: true });
    else groups.push({ ...group, table: freeName(wanted, [...taken, ...groups.map(({ table }) => table)]) });
  }
  return groups;
}

function partition(reads: readonly Read[]): Read[][] {
  const groups: Read[][] = [];
  for (const read of reads) {
    const group = groups.find(([first]) => sameColumns(first!.ledger, read.ledger));
    if (group) group.push(read);
    else groups.push([read]);
  }
  return groups;
}

/** A table that is there keeps its types: what is added must fit them. Throws `import.columns-differ`. */
function columnsOf({ name: table, columns, imported }: TableShape, ledgers: readonly Ledger[]): TypedColumn[] {
  // Rows are added to those that were imported, before the table's cleaning steps.
  const present = imported ?? columns;
  const added = commonColumns(ledgers);
  const typeOf = (type: string) => (Object.keys(duckdbTypes) as ColumnType[]).find((key) => duckdbTypes[key] === type);
  const fits = ({ name, type }: TypedColumn, to: string | undefined): boolean =>
    to === duckdbTypes[type] ||
    to === 'VARCHAR' ||
    (type === 'integer' && to === 'DOUBLE') ||
    (type === 'date' && to === 'TIMESTAMP') ||
    (to !== undefined && ledgers.every((ledger) => isEmptyIn(ledger, name)));
  const there = new Map(present.map(({ name, type }) => [name, type]));
  const differing = [
    ...added
      .filter((column) => !fits(column, there.get(column.name)))
      .map(({ name, type }) => `${name} (${duckdbTypes[type]})`),
    ...present
      .filter(({ name }) => !added.some((column) => column.name === name))
      .map(({ name, type }) => `${name} (${type})`),
  ];
  if (differing.length > 0) throw new AppError('import.columns-differ', { table, columns: differing.join(', ') });
  return added.map(({ name, type }) => ({ name, type: typeOf(there.get(name)!) ?? type }));
}

const isEmptyIn = ({ columns, rows }: Ledger, name: string): boolean =>
  columns.find((column) => column.name === name)?.nulls === rows;

/** Reads those sources again that must give a column as text; what they were staged in is dropped. */
async function agree(workers: Pick<Workers, 'database' | 'files'>, group: Group, job: JobOptions): Promise<void> {
  const { call } = workers.database;
  const large = (await Promise.all(group.reads.map((each) => tooLargeForNumbers(call, each, group.columns)))).flat();
  if (large.length > 0 && group.append)
    throw new AppError('import.columns-differ', { table: group.table, columns: large.join(', ') });
  group.columns = group.columns.map((column) => (large.includes(column.name) ? { ...column, type: 'text' } : column));
  for (const each of group.reads) {
    const text = mustBeText(each.ledger, group.columns);
    if (text.length === 0) continue;
    const again = await read(workers, asText(each.source, text), job);
    await discard(call, [each.hidden], undefined);
    Object.assign(each, again);
  }
}

function asText(source: Source, columns: readonly string[]): Source {
  const { types } = source.options;
  if (types === 'text') return source;
  const forced = Object.fromEntries(columns.map((name) => [name, 'text' as const]));
  return { ...source, options: { ...source.options, types: { ...types, ...forced } } };
}
