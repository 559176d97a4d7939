import type { FileMetaData, SchemaElement } from 'hyparquet';
import { parquetSchema } from 'hyparquet';
import type { ColumnType } from '../../../contract/import.ts';

/** How the raw values of a column become what is stored. */
export type Reading =
  | { as: 'integer' | 'number' | 'boolean' | 'date' | 'bytes' | 'uuid' | 'interval' | 'nested' }
  /** Whole units since 1970, `perMicro` of them to a microsecond or `micros` of them each. */
  | { as: 'timestamp'; unit: 'millis' | 'micros' | 'nanos' }
  | { as: 'time'; unit: 'millis' | 'micros' | 'nanos' }
  | { as: 'decimal'; scale: number; exact: boolean }
  /** Stored as the signed integer of the same bits. */
  | { as: 'unsigned' };

export interface ParquetColumn {
  name: string;
  type: ColumnType;
  reading: Reading;
}

/** Most decimal digits that a double tells apart. */
const DOUBLE_DIGITS = 15;
const UNITS = { MILLIS: 'millis', MICROS: 'micros', NANOS: 'nanos' } as const;

/** The top-level columns and how each is read. */
export function parquetColumns(metadata: FileMetaData): ParquetColumn[] {
  return parquetSchema(metadata).children.map(({ element, children }, index) => {
    const nested = children.length > 0 || element.repetition_type === 'REPEATED' || isGeometry(element);
    const reading: Reading = nested ? { as: 'nested' } : readingOf(element, metadata, index);
    return { name: element.name, type: typeOf(reading), reading };
  });
}

/** Shapes are read as GeoJSON. */
const isGeometry = ({ logical_type: logical }: SchemaElement): boolean =>
  logical?.type === 'GEOMETRY' || logical?.type === 'GEOGRAPHY';

function readingOf(element: SchemaElement, metadata: FileMetaData, index: number): Reading {
  const { type, converted_type: converted, logical_type: logical } = element;
  if (converted === 'DECIMAL' || logical?.type === 'DECIMAL') return decimal(element);
  if (converted === 'DATE' || logical?.type === 'DATE') return { as: 'date' };
  if (type === 'INT96') return { as: 'timestamp', unit: 'nanos' };
  if (logical?.type === 'TIMESTAMP') return { as: 'timestamp', unit: UNITS[logical.unit] };
  if (converted === 'TIMESTAMP_MILLIS') return { as: 'timestamp', unit: 'millis' };
  if (converted === 'TIMESTAMP_MICROS') return { as: 'timestamp', unit: 'micros' };
  if (logical?.type === 'TIME') return { as: 'time', unit: UNITS[logical.unit] };
  if (converted === 'TIME_MILLIS') return { as: 'time', unit: 'millis' };
  if (converted === 'TIME_MICROS') return { as: 'time', unit: 'micros' };
  if (logical?.type === 'UUID') return { as: 'uuid' };
  if (converted === 'INTERVAL') return { as: 'interval' };
  if (type === 'BOOLEAN') return { as: 'boolean' };
  if (type === 'FLOAT' || type === 'DOUBLE' || logical?.type === 'FLOAT16') return { as: 'number' };
  if (isUnsigned64(element) && !fitsInt64(metadata, index)) return { as: 'unsigned' };
  if (type === 'INT32' || type === 'INT64') return { as: 'integer' };
  return { as: 'bytes' };
}

function decimal(element: SchemaElement): Reading {
  const logical = element.logical_type?.type === 'DECIMAL' ? element.logical_type : undefined;
  const precision = element.precision ?? logical?.precision ?? Infinity;
  const scale = element.scale ?? logical?.scale ?? 0;
  return { as: 'decimal', scale, exact: precision <= DOUBLE_DIGITS };
}

const isUnsigned64 = ({ converted_type: converted, logical_type: logical }: SchemaElement): boolean =>
  converted === 'UINT_64' || (logical?.type === 'INTEGER' && logical.bitWidth === 64 && !logical.isSigned);

/** By the file's own statistics; without them, unsigned numbers are kept as text. */
function fitsInt64(metadata: FileMetaData, index: number): boolean {
  return metadata.row_groups.every(({ columns }) => {
    const { min_value: least, max_value: most } = columns[index]?.meta_data?.statistics ?? {};
    // Some writers order the numbers as if they were signed: then the least is the largest.
    return isInt64(least) && isInt64(most);
  });
}

const isInt64 = (value: unknown): boolean =>
  (typeof value === 'bigint' || typeof value === 'number') && BigInt.asUintN(64, BigInt(value)) < 2n ** 63n;

function typeOf(reading: Reading): ColumnType {
  if (reading.as === 'decimal') return reading.exact ? 'number' : 'text';
  const { as } = reading;
  return as === 'integer' || as === 'number' || as === 'boolean' || as === 'date' || as === 'timestamp' ? as : 'text';
}

/** Readings whose library conversion would lose something or cost an object per value: they are read as stored. */
const RAW = new Set<Reading['as']>(['date', 'timestamp', 'time', 'decimal', 'unsigned', 'uuid', 'interval', 'bytes']);

/** The metadata with the logical types taken off the flat columns that are read raw. */
export function rawMetadata(metadata: FileMetaData, columns: readonly ParquetColumn[]): FileMetaData {
  const schema = [...metadata.schema];
  let at = 1;
  for (const { reading } of columns) {
    if (RAW.has(reading.as)) schema[at] = { ...schema[at]!, converted_type: undefined, logical_type: undefined };
    at += subtreeSize(metadata.schema, at);
  }
  return { ...metadata, schema };
}

function subtreeSize(schema: readonly SchemaElement[], root: number): number {
  let size = 1;
  for (let child = 0; child < (schema[root]!.num_children ?? 0); child++) size += subtreeSize(schema, root + size);
  return size;
}
