import type { ColumnReport, ColumnType, ImportOptions, Ledger, Notice } from '../../../contract/import.ts';
import { throwIfAborted } from '../../../core/errors.ts';
import { columnNames } from '../../names.ts';
import { unknownColumns } from '../../plan.ts';
import { toIpc } from '../../typing/table.ts';
import type { BinaryBatch, BinaryJob, BinaryTable, Built, OpenBinary } from './table.ts';
import { asTold } from './told.ts';

/** Rows of the batches sent: the engine takes over whole row groups of its own without copying. */
const BATCH_ROWS = 122_880;

interface Target extends ColumnReport {
  /** Its place in the file. */
  index: number;
  told?: ColumnType;
  examples: string[];
}

/** Reads a file that brings its own types, batch by batch; only the columns that the options need. */
export async function importBinary(open: OpenBinary, job: BinaryJob): Promise<Ledger> {
  const table = await open(job.file);
  const all = targetsOf(table, job.options);
  const wanted = all.filter(isWanted(all, job.options));
  const names = wanted.map(({ name }) => name);
  const indices = wanted.map(({ index }) => index);
  let rows = 0;
  for await (const batch of table.batches(indices, BATCH_ROWS)) {
    throwIfAborted(job.signal);
    const columns: Built['data'][] = [];
    for (const target of wanted) columns.push(await build(batch, target, rows));
    await job.sender.rows(toIpc(names, columns, batch.rows), batch.rows);
    rows += batch.rows;
    job.onProgress?.(batch.done, `rows:${rows}`);
  }
  throwIfAborted(job.signal);
  if (rows === 0) await job.sender.rows(emptyIpc(wanted), 0);
  await job.sender.settled();
  return ledgerOf(table.format, all, rows, job);
}

function targetsOf({ columns }: BinaryTable, { types }: ImportOptions): Target[] {
  const names = columnNames(columns.map(({ name }) => name));
  return columns.map((column, index) => {
    const name = names[index]!;
    const told = types === 'text' ? 'text' : (typeFor(types, column.name) ?? typeFor(types, name));
    return {
      name,
      original: column.name,
      type: told ?? column.type,
      nulls: 0,
      changed: 0,
      rejected: 0,
      index,
      told: told === column.type ? undefined : told,
      examples: [],
    };
  });
}

const typeFor = (types: Record<string, ColumnType> | undefined, name: string): ColumnType | undefined =>
  types && Object.hasOwn(types, name) ? types[name] : undefined;

/** The columns asked for, and those that rows are chosen by. All of them where a name is unknown: the choice itself then says so. */
function isWanted(all: readonly Target[], { columns, between, sample }: ImportOptions): (target: Target) => boolean {
  if (!columns) return () => true;
  const folded = [...columns, between?.column, sample?.by].filter((name) => name !== undefined);
  const names = new Set(folded.map((name) => name.toLowerCase()));
  const known = new Set(all.map(({ name }) => name.toLowerCase()));
  if ([...names].some((name) => !known.has(name))) return () => true;
  return ({ name }) => names.has(name.toLowerCase());
}

async function build(batch: BinaryBatch, target: Target, firstRow: number): Promise<Built['data']> {
  const { index, told } = target;
  const built = told ? asTold(target, told, await batch.texts(index), firstRow) : await batch.build(index);
  target.nulls += built.nulls;
  target.changed += built.changed;
  return built.data;
}

const emptyIpc = (targets: readonly Target[]): Uint8Array =>
  toIpc(
    targets.map(({ name }) => name),
    targets.map((target) => asTold(target, target.type, [], 0).data),
    0,
  );

function ledgerOf(format: string, targets: Target[], rows: number, { file, options }: BinaryJob): Ledger {
  const columns = targets.map(({ name, original, type, nulls, changed, rejected }) => ({
    name,
    original,
    type,
    nulls,
    changed,
    rejected,
  }));
  const notices = [
    ...unknownColumns(targets, options),
    ...targets.filter(({ rejected }) => rejected > 0).map(rejectedValues),
  ];
  const sniffed = { format, encoding: 'utf-8' };
  return { rows, bytes: file.size, sniffed, columns, records: rows, rejected: [], rejectedCount: 0, notices };
}

const rejectedValues = ({ name, type, rejected, examples }: Target): Notice => ({
  code: 'import.rejected-values',
  values: { column: name, type, count: rejected, examples: examples.join('; ') },
  columns: [name],
});
