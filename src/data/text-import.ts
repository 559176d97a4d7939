import type { ImportOptions, Ledger, Notice } from '../contract/import.ts';
import type { OnProgress } from '../contract/workers.ts';
import { AppError, throwIfAborted } from '../core/errors.ts';
import type { Head, TextDialect, TextFormat, TextReader } from './formats/text-format.ts';
import { columnNotices, columnReport } from './ledger.ts';
import { betterPlans, firstPlans, samePlans, unknownColumns } from './plan.ts';
import type { Sender } from './sender.ts';
import type { ByteSource } from './source/blob-source.ts';
import type { ColumnPlan } from './typing/column.ts';
import { TableWriter } from './typing/table.ts';

/** Bytes from which dialect and types are guessed. */
export const HEAD_BYTES = 256 << 10;

export interface TextImport {
  source: ByteSource;
  fileName: string;
  bytes: number;
  encoding: string;
  options: ImportOptions;
  sender: Sender;
  signal?: AbortSignal;
  onProgress?: OnProgress;
}

/** The first bytes of a source. */
export async function readHead(source: ByteSource, fileName: string): Promise<Head> {
  let bytes = new Uint8Array(0);
  for await (const chunk of source.chunks()) {
    const longer = new Uint8Array(bytes.length + chunk.length);
    longer.set(bytes);
    longer.set(chunk, bytes.length);
    bytes = longer;
    if (bytes.length > HEAD_BYTES) return { bytes: bytes.subarray(0, HEAD_BYTES), whole: false, fileName };
  }
  return { bytes, whole: true, fileName };
}

/**
 * Reads a text file into typed batches. Types are guessed from the head and held against every value; where one was wrong,
 * the file is read a second time with the types that the first reading proved.
 */
export async function importText(format: TextFormat, job: TextImport): Promise<Ledger> {
  const head = await readHead(job.source, job.fileName);
  const dialect = format.understand(head, job.options);
  const guessed = guessPlans(dialect, head, job.options);
  // A record takes a byte at least.
  const mostRows = head.whole ? head.bytes.length : Infinity;
  const first = await pass(dialect, guessed, job, mostRows);
  if (first.table.columns.length === 0) throw new AppError('import.no-objects', { file: job.fileName });
  const plans = betterPlans(first.table.columns, job.options);
  if (!first.table.failed && samePlans(guessed, plans)) return ledgerOf(first, dialect, job);
  await job.sender.restart();
  const second = await pass(dialect, plans, job, mostRows);
  // Both passes read the same bytes with types that fit them all: only a file that changed in between can disagree.
  if (second.table.failed || second.reader.records !== first.reader.records) {
    throw new AppError('import.file-changed', { file: job.fileName });
  }
  return ledgerOf({ ...second, seen: first.table }, dialect, job);
}

/** The plans that the head alone would call for. */
export function guessPlans(dialect: TextDialect, head: Head, options: ImportOptions): ColumnPlan[] {
  const reader = dialect.open();
  const table = new TableWriter(asText(firstPlans(reader.columns, options)), head.bytes.length);
  read(reader, table, options, head.bytes);
  if (head.whole) read(reader, table, options);
  const told = firstPlans(reader.columns, options);
  return betterPlans(table.columns, options).map((plan, index) => (told[index]!.forced ? told[index]! : plan));
}

const asText = (plans: ColumnPlan[]): ColumnPlan[] => plans.map((plan) => ({ ...plan, type: 'text', forced: false }));

/** Reads one chunk into the table, or what is left where there is none. New columns found on the way join it. */
function read(reader: TextReader, table: TableWriter, options: ImportOptions, chunk?: Uint8Array): void {
  const emit: Parameters<TextReader['push']>[1] = (batch) => {
    if (batch.width > table.columns.length) {
      // The reader may know more by now than this block does.
      table.widen(firstPlans(reader.columns.slice(0, batch.width), options));
    }
    table.append(batch);
  };
  if (chunk) reader.push(chunk, emit);
  else reader.finish(emit);
}

interface Pass {
  reader: TextReader;
  table: TableWriter;
  /** The pass that judged the columns, where it isn't this one. */
  seen?: TableWriter;
}

async function pass(dialect: TextDialect, plans: ColumnPlan[], job: TextImport, mostRows: number): Promise<Pass> {
  const reader = dialect.open(plans.map(({ original }) => original));
  const table = new TableWriter(plans, mostRows);
  for await (const chunk of job.source.chunks()) {
    throwIfAborted(job.signal);
    read(reader, table, job.options, chunk);
    await send(table, job);
    job.onProgress?.(job.source.share(), `rows:${reader.rows}`);
  }
  throwIfAborted(job.signal);
  read(reader, table, job.options);
  table.end();
  await send(table, job);
  await job.sender.settled();
  return { reader, table };
}

async function send(table: TableWriter, job: TextImport): Promise<void> {
  for (const { ipc, rows } of table.take()) await job.sender.rows(ipc, rows);
}

function ledgerOf({ reader, table, seen = table }: Pass, dialect: TextDialect, job: TextImport): Ledger {
  const { records, rows, rejected, rejectedCount, skipped } = reader;
  if (records !== rows + rejectedCount + skipped || rows !== table.rows) {
    throw new AppError('import.does-not-reconcile', {
      file: job.fileName,
      records,
      rows,
      rejected: rejectedCount,
      skipped,
    });
  }
  const plans = table.columns.map(({ plan }) => plan);
  const notices: Notice[] = [
    ...rejectionNotices(rejectedCount, reader),
    ...(reader.notices ?? []),
    ...unknownColumns(plans, job.options),
    ...table.columns.flatMap((column, index) => columnNotices(column, seen.columns[index]!.seen, job.options)),
  ];
  return {
    rows,
    bytes: job.bytes,
    sniffed: { ...dialect.sniffed, ...(skipped > 0 && { skipped }), encoding: job.encoding },
    columns: table.columns.map(columnReport),
    records,
    rejected,
    rejectedCount,
    notices,
  };
}

function rejectionNotices(count: number, { rejected }: TextReader): Notice[] {
  const first = rejected[0];
  return first ? [{ code: 'import.rejected-records', values: { count, line: first.line, reason: first.reason } }] : [];
}
