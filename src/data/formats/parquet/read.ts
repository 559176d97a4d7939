import type { ColumnReport, ColumnType, ImportOptions, Ledger, Notice, Preview } from '../../../contract/import.ts';
import type { OnProgress } from '../../../contract/workers.ts';
import { AppError, throwIfAborted } from '../../../core/errors.ts';
import { columnNames } from '../../names.ts';
import type { Sender } from '../../sender.ts';
import type { FileLike } from '../../source/blob-source.ts';
import { toIpc } from '../../typing/table.ts';
import type { Built } from './arrow.ts';
import { toArrow } from './arrow.ts';
import type { OpenParquet } from './open.ts';
import { openParquet } from './open.ts';
import type { ParquetColumn } from './schema.ts';
import { asTold } from './told.ts';
import type { Raw } from './values.ts';
import { textOfRaw } from './values.ts';

const BATCH_ROWS = 122_880;
const SNIFFED = { format: 'parquet', encoding: 'utf-8' };

export interface ParquetJob {
  file: FileLike;
  options: ImportOptions;
  sender: Sender;
  signal?: AbortSignal;
  onProgress?: OnProgress;
}

interface Target extends ColumnReport {
  column: ParquetColumn;
  told?: ColumnType;
  examples: string[];
}

/** Reads a Parquet file row group by row group; the file's own types are kept, nested values become JSON text. */
export async function importParquet(job: ParquetJob): Promise<Ledger> {
  const parquet = await openParquet(job.file);
  const stated = Number(parquet.metadata.num_rows);
  const total = parquet.metadata.row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0);
  // Some writers leave the sum out, but a wrong one means that row groups are missing.
  if (stated !== 0 && stated !== total) throw damaged(job.file.name, `${total} of ${stated} rows`);
  const targets = targetsOf(parquet, job.options);
  let rows = 0;
  for (const group of parquet.metadata.row_groups) {
    const count = Number(group.num_rows);
    for (const [start, end] of ranges(count)) {
      throwIfAborted(job.signal);
      const columns: Built['data'][] = [];
      for (const target of targets) columns.push(await build(parquet, target, rows, count, start, end));
      await job.sender.rows(
        toIpc(
          targets.map(({ name }) => name),
          columns,
          end - start,
        ),
        end - start,
      );
      job.onProgress?.((rows + end) / Math.max(1, total), `rows:${rows + end}`);
    }
    rows += count;
  }
  if (rows === 0) await job.sender.rows(emptyIpc(targets), 0);
  await job.sender.settled();
  return ledgerOf(targets, rows, job);
}

const damaged = (file: string, detail: string): AppError =>
  new AppError('import.damaged-file', { file, format: 'Parquet', detail });

function targetsOf({ columns }: OpenParquet, { types }: ImportOptions): Target[] {
  const names = columnNames(columns.map(({ name }) => name));
  return columns.map((column, index) => {
    const told = types === 'text' ? 'text' : (typeFor(types, column.name) ?? typeFor(types, names[index]!));
    const differs = told !== undefined && told !== column.type;
    return {
      name: names[index]!,
      original: column.name,
      type: told ?? column.type,
      nulls: 0,
      changed: 0,
      rejected: 0,
      column,
      told: differs ? told : undefined,
      examples: [],
    };
  });
}

const typeFor = (types: Record<string, ColumnType> | undefined, name: string): ColumnType | undefined =>
  types && Object.hasOwn(types, name) ? types[name] : undefined;

function* ranges(count: number): Generator<[start: number, end: number]> {
  for (let start = 0; start < count; start += BATCH_ROWS) yield [start, Math.min(count, start + BATCH_ROWS)];
}

/** Rows [start, end) of the row group that begins at row `first`; the library keeps the group's column between calls. */
async function build(
  { read }: OpenParquet,
  target: Target,
  first: number,
  count: number,
  start: number,
  end: number,
): Promise<Built['data']> {
  const raw = await read(target.column, first, first + count);
  const built = target.told
    ? asTold(target, target.told, raw, first, start, end)
    : toArrow(target.column, raw, start, end);
  target.nulls += built.nulls;
  target.changed += built.changed;
  return built.data;
}

const emptyIpc = (targets: readonly Target[]): Uint8Array =>
  toIpc(
    targets.map(({ name }) => name),
    targets.map(({ column, type }) => toArrow({ ...column, type }, [], 0, 0).data),
    0,
  );

function ledgerOf(targets: Target[], rows: number, { file, options }: ParquetJob): Ledger {
  const columns = targets.map(({ name, original, type, nulls, changed, rejected }) => ({
    name,
    original,
    type,
    nulls,
    changed,
    rejected,
  }));
  const notices = [...unknown(targets, options), ...targets.filter(({ rejected }) => rejected > 0).map(rejectedValues)];
  return { rows, bytes: file.size, sniffed: SNIFFED, columns, records: rows, rejected: [], rejectedCount: 0, notices };
}

const rejectedValues = ({ name, type, rejected, examples }: Target): Notice => ({
  code: 'import.rejected-values',
  values: { column: name, type, count: rejected, examples: examples.join('; ') },
  columns: [name],
});

function unknown(targets: readonly Target[], { types }: ImportOptions): Notice[] {
  if (!types || types === 'text') return [];
  const known = new Set(targets.flatMap(({ name, original }) => [name, original]));
  return Object.keys(types)
    .filter((name) => !known.has(name))
    .map((column) => ({ code: 'import.unknown-column', values: { column } }));
}

/** The first rows of a Parquet file as text. */
export async function previewParquet(file: FileLike, most: number): Promise<Preview> {
  const parquet = await openParquet(file);
  const first = parquet.metadata.row_groups[0];
  const count = first ? Math.min(most, Number(first.num_rows)) : 0;
  const names = columnNames(parquet.columns.map(({ name }) => name));
  const texts: (string | null)[][] = [];
  for (const column of parquet.columns) {
    const raw = count > 0 ? await parquet.read(column, 0, count) : [];
    texts.push(Array.from(raw, (value) => textOrNull(value, column)));
  }
  return {
    sniffed: SNIFFED,
    columns: parquet.columns.map(({ type }, index) => ({ name: names[index]!, type })),
    rows: Array.from({ length: count }, (_, row) => texts.map((column) => column[row] ?? null)),
    questions: [],
    estimate: {
      rows: Number(parquet.metadata.num_rows),
      bytes: parquet.metadata.row_groups.reduce((sum, group) => sum + Number(group.total_byte_size), 0),
    },
  };
}

const textOrNull = (value: Raw, { reading }: ParquetColumn): string | null =>
  value === null || value === undefined ? null : textOfRaw(value, reading);
