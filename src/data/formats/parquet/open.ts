import type { AsyncBuffer, FileMetaData, ParquetScan } from 'hyparquet';
import { parquetMetadataAsync, parquetScan } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { AppError, isAbort } from '../../../core/errors.ts';
import type { FileLike } from '../../source/blob-source.ts';
import type { ParquetColumn } from './schema.ts';
import { parquetColumns, rawMetadata } from './schema.ts';
import type { Raw } from './values.ts';
import { timestampText } from './values.ts';

export interface OpenParquet {
  metadata: FileMetaData;
  columns: ParquetColumn[];
  /** The raw values of one column in rows [start, end) of the file, all within one row group. */
  read(column: ParquetColumn, start: number, end: number): Promise<ArrayLike<Raw>>;
}

const same = <T>(value: T): T => value;
const text = (bytes: Uint8Array | undefined): string | undefined => bytes && new TextDecoder().decode(bytes);

/** Values as stored: what they mean is read from the schema, without a `Date` or a string per value. */
const RAW_PARSERS = { timestampFromNanoseconds: same, stringFromBytes: same };

/** Values inside lists and structs, on their way to JSON. */
const NESTED_PARSERS = {
  timestampFromMilliseconds: (millis: bigint) => timestampText(millis * 1000n),
  timestampFromMicroseconds: timestampText,
  timestampFromNanoseconds: (nanos: bigint) => timestampText(nanos / 1000n),
  dateFromDays: (days: number) => new Date(days * 86400000).toISOString().slice(0, 10),
  jsonFromBytes: text,
};

/** Reads the footer; `import.damaged-file` where there is none that makes sense. */
export async function openParquet(file: FileLike): Promise<OpenParquet> {
  return orDamaged(file.name, async () => {
    const buffer: AsyncBuffer = {
      byteLength: file.size,
      slice: (start, end) => file.slice(start, end).arrayBuffer(),
    };
    const metadata = await parquetMetadataAsync(buffer, { geoparquet: false });
    const columns = parquetColumns(metadata);
    const common = { file: buffer, compressors, geoparquet: false };
    const raw = await parquetScan({ ...common, metadata: rawMetadata(metadata, columns), parsers: RAW_PARSERS });
    const nested = await parquetScan({ ...common, metadata, parsers: NESTED_PARSERS });
    const read = (column: ParquetColumn, start: number, end: number) =>
      orDamaged(file.name, () => readColumn(column.reading.as === 'nested' ? nested : raw, column.name, start, end));
    return { metadata, columns, read };
  });
}

async function readColumn(
  scan: ParquetScan,
  column: string,
  rowStart: number,
  rowEnd: number,
): Promise<ArrayLike<Raw>> {
  const values: ArrayLike<Raw> = await scan.readColumn({ column, rowStart, rowEnd });
  if (values.length !== rowEnd - rowStart) {
    throw new Error(`column ${column} has ${values.length} of ${rowEnd - rowStart} values`);
  }
  return values;
}

async function orDamaged<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppError || isAbort(error)) throw error;
    const detail = error instanceof Error ? error.message : String(error);
    throw new AppError('import.damaged-file', { file, format: 'Parquet', detail }, { cause: error });
  }
}
