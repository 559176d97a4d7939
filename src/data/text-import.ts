import type { ImportOptions, Ledger, Notice, Question, Sniffed } from '../contract/import.ts';
import type { OnProgress } from '../contract/workers.ts';
import { AppError, throwIfAborted } from '../core/errors.ts';
import type { Head, TextDialect, TextFormat, TextReader } from './formats/text-format.ts';
import { columnNotices, columnReport } from './ledger.ts';
import { betterPlans, firstPlans, renamedColumns, samePlans, unknownColumns } from './plan.ts';
import type { Sender } from './sender.ts';
import { LineSkipper } from './line-skipper.ts';
import { Samples } from './samples.ts';
import { LineCounter } from './source/line-counter.ts';
import type { ByteSource } from './source/blob-source.ts';
import type { ColumnPlan } from './typing/column.ts';
import { questionsOf } from './typing/questions.ts';
import { TableWriter } from './typing/table.ts';

/** Bytes from which dialect and types are guessed. */
export const HEAD_BYTES = 256 << 10;
/** From this share of rejected records on, the dialect that the head suggested is doubted. */
const DOUBTFUL_SHARE = 0.05;

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

/** The first bytes of a source, or those after so many lines of it. */
export async function readHead(source: ByteSource, fileName: string, linesBefore?: number): Promise<Head> {
  let bytes = new Uint8Array(0);
  const lines = new LineSkipper(linesBefore ?? 0);
  const from = linesBefore === undefined ? {} : { linesBefore };
  for await (const chunk of source.chunks()) {
    const rest = lines.skipIn(chunk);
    const longer = new Uint8Array(bytes.length + rest.length);
    longer.set(bytes);
    longer.set(rest, bytes.length);
    bytes = longer;
    if (bytes.length > HEAD_BYTES) return { bytes: bytes.subarray(0, HEAD_BYTES), whole: false, fileName, ...from };
  }
  return { bytes, whole: true, fileName, ...from };
}

/**
 * Reads a text file into typed batches. Types are guessed from the head and held against every value; where one was wrong,
 * the file is read a second time with the types that the first reading proved.
 */
export async function importText(format: TextFormat, job: TextImport): Promise<Ledger> {
  const head = await headOfPart(format, await headAfterSkipped(job), job);
  // A record takes a byte at least.
  const mostRows = head.whole ? head.bytes.length : Infinity;
  const { dialect, guessed, first } = await firstPass(format, head, job, mostRows);
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

interface Reading {
  dialect: TextDialect;
  guessed: ColumnPlan[];
  first: Pass;
}

/** Reads all with the dialect that the head suggests; where much of the file doesn't fit it, with one that samples of all suggest. */
async function firstPass(format: TextFormat, head: Head, job: TextImport, mostRows: number): Promise<Reading> {
  const samples = new Samples();
  const readAs = async (dialect: TextDialect): Promise<Reading> => {
    const guessed = guessColumns(dialect, head, job.options).plans;
    return { dialect, guessed, first: await pass(dialect, guessed, job, mostRows, samples) };
  };
  const reading = await readAs(format.understand(head, job.options));
  const { rejectedCount, records } = reading.first.reader;
  if (head.whole || head.linesBefore !== undefined || rejectedCount <= DOUBTFUL_SHARE * records) return reading;
  const bytes = samples.after(head.bytes);
  const other = format.understand({ bytes, whole: false, fileName: job.fileName }, job.options);
  if (rejectedIn(other, bytes) >= rejectedIn(reading.dialect, bytes) / 2) return reading;
  await job.sender.restart();
  const better = await readAs(other);
  if (better.first.reader.rejectedCount < rejectedCount) return better;
  await job.sender.restart();
  return readAs(reading.dialect);
}

function rejectedIn(dialect: TextDialect, bytes: Uint8Array): number {
  const reader = dialect.open();
  reader.push(bytes, () => undefined);
  return reader.rejectedCount;
}

/** The head of the file; where lines that are told to be skipped fill most of it, what follows them. */
async function headAfterSkipped({ source, fileName, options: { skip = 0 } }: TextImport): Promise<Head> {
  const head = await readHead(source, fileName);
  const rest = new LineSkipper(skip).skipIn(head.bytes);
  return head.whole || rest.length > HEAD_BYTES / 2 ? head : readHead(source, fileName, skip);
}

/** The head of the table asked for, where it lies behind the head of the file. */
async function headOfPart(format: TextFormat, head: Head, job: TextImport): Promise<Head> {
  const part = job.options.part ?? 1;
  if (part < 2) return head;
  const reader = format.understand(head, { ...job.options, part: undefined }).open();
  for await (const chunk of job.source.chunks()) reader.push(chunk, () => undefined);
  reader.finish(() => undefined);
  const line = reader.partLines?.[part - 1];
  if (line === undefined)
    throw new AppError('import.no-such-part', { file: job.fileName, part, parts: reader.parts ?? 1 });
  return { ...(await readHead(job.source, job.fileName, line - 1)), parts: reader.parts };
}

/** How the head alone would have the columns read, and what it leaves open about them. */
export function guessColumns(
  dialect: TextDialect,
  head: Head,
  options: ImportOptions,
): { plans: ColumnPlan[]; questions: Question[] } {
  const reader = dialect.open();
  const table = new TableWriter(asText(firstPlans(reader.columns, options)), head.bytes.length);
  read(reader, table, options, head.bytes);
  if (head.whole) read(reader, table, options);
  const told = firstPlans(reader.columns, options);
  const plans = betterPlans(table.columns, options).map((plan, index) => (told[index]!.forced ? told[index]! : plan));
  const seen = table.columns.map((column, index) => ({ plan: told[index]!, seen: column.seen }));
  return { plans, questions: questionsOf(seen, options) };
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
  /** The lines of the file, counted by somebody who knows nothing of records. */
  lines: number;
  /** The pass that judged the columns, where it isn't this one. */
  seen?: TableWriter;
}

async function pass(
  dialect: TextDialect,
  plans: ColumnPlan[],
  job: TextImport,
  mostRows: number,
  samples?: Samples,
): Promise<Pass> {
  const reader = dialect.open(plans.map(({ original }) => original));
  const table = new TableWriter(plans, mostRows);
  const lines = new LineCounter();
  for await (const chunk of job.source.chunks()) {
    throwIfAborted(job.signal);
    samples?.add(chunk);
    lines.add(chunk);
    read(reader, table, job.options, chunk);
    await send(table, job);
    job.onProgress?.(job.source.share(), `rows:${reader.rows}`);
  }
  throwIfAborted(job.signal);
  read(reader, table, job.options);
  table.end();
  await send(table, job);
  await job.sender.settled();
  return { reader, table, lines: lines.lines };
}

async function send(table: TableWriter, job: TextImport): Promise<void> {
  for (const { ipc, rows } of table.take()) await job.sender.rows(ipc, rows);
}

/** Every record must have become something, and every line must belong to a record, the header or what was passed over. */
function reconcile({ reader, table, lines }: Pass, file: string): void {
  const { records, rows, rejectedCount, skipped } = reader;
  const accounted = reader.lines ?? lines;
  if (records === rows + rejectedCount + skipped && rows === table.rows && accounted === lines) return;
  const values = { file, records, rows, rejected: rejectedCount, skipped, lines, accounted };
  throw new AppError('import.does-not-reconcile', values);
}

function ledgerOf(read: Pass, dialect: TextDialect, job: TextImport): Ledger {
  reconcile(read, job.fileName);
  const { reader, table, seen = table } = read;
  const { records, rows, rejected, rejectedCount, skipped } = reader;
  const plans = table.columns.map(({ plan }) => plan);
  const notices: Notice[] = [
    ...(dialect.notices ?? []),
    ...rejectionNotices(rejectedCount, reader),
    ...(reader.notices ?? []),
    ...(dialect.sniffed.header ? renamedColumns(plans) : []),
    ...unknownColumns(plans, job.options),
    ...table.columns.flatMap((column, index) => columnNotices(column, seen.columns[index]!.seen, job.options)),
  ];
  return {
    rows,
    bytes: job.bytes,
    sniffed: {
      ...dialect.sniffed,
      ...(skipped > 0 && { skipped }),
      ...partsOf(reader, dialect),
      encoding: job.encoding,
    },
    columns: table.columns.map(columnReport),
    records,
    rejected,
    rejectedCount,
    notices,
  };
}

function partsOf({ parts = 1 }: TextReader, { sniffed: { part = 1, parts: known } }: TextDialect): Partial<Sniffed> {
  const all = known ?? parts;
  return all > 1 ? { part, parts: all } : {};
}

function rejectionNotices(count: number, { rejected }: TextReader): Notice[] {
  const first = rejected[0];
  return first ? [{ code: 'import.rejected-records', values: { count, line: first.line, reason: first.reason } }] : [];
}
