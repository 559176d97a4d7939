import type { DataType, DateUnit, Decimal, TimeUnit, Vector } from 'apache-arrow';
import { tableFromIPC, Type } from 'apache-arrow';
import type { SchemaElement } from 'hyparquet';
import { ByteWriter, parquetWrite } from 'hyparquet-writer';
import { decimalText } from '../binary/texts.ts';

interface Column {
  element: SchemaElement;
  data: unknown[];
}

const DAY_MS = 86_400_000n;

/**
 * Arrow IPC stream bytes as a Parquet file (Snappy). Integers become INT64, floats DOUBLE, times microseconds of UTC; decimals keep
 * all their digits as text, and lists and structs become JSON text.
 */
export function parquetFromIpc(ipc: Uint8Array): Uint8Array {
  const table = tableFromIPC(ipc);
  const columns = table.schema.fields.map(({ name, type }, index) => columnOf(name, type, table.getChildAt(index)!));
  const writer = new ByteWriter();
  parquetWrite({
    writer,
    schema: [{ name: 'schema', num_children: columns.length }, ...columns.map(({ element }) => element)],
    columnData: columns.map(({ element, data }) => ({ name: element.name, data })),
    createdBy: 'Behold',
  });
  return writer.getBytes();
}

function columnOf(name: string, type: DataType, vector: Vector): Column {
  const leaf = { name, repetition_type: 'OPTIONAL' } as const;
  switch (type.typeId) {
    case Type.Bool:
      return { element: { ...leaf, type: 'BOOLEAN' }, data: values(vector, (value) => value) };
    case Type.Float:
      return { element: { ...leaf, type: 'DOUBLE' }, data: values(vector, Number) };
    case Type.Int:
      return { element: { ...leaf, type: 'INT64' }, data: values(vector, (value) => BigInt(value as bigint)) };
    case Type.Date:
      return {
        element: { ...leaf, type: 'INT32', converted_type: 'DATE' },
        data: stored(vector, daysOf((type as { unit?: DateUnit }).unit)),
      };
    case Type.Timestamp:
      return { element: timestamp(leaf), data: stored(vector, microsOf((type as { unit?: TimeUnit }).unit)) };
    case Type.Decimal:
      return {
        element: text(leaf),
        data: values(vector, (value) => decimalText(wordsToBigInt(value), (type as Decimal).scale)),
      };
    default:
      return { element: text(leaf), data: values(vector, textOf) };
  }
}

type Leaf = { name: string; repetition_type: 'OPTIONAL' };
const text = (leaf: Leaf): SchemaElement => ({ ...leaf, type: 'BYTE_ARRAY', converted_type: 'UTF8' });
const timestamp = (leaf: Leaf): SchemaElement => ({
  ...leaf,
  type: 'INT64',
  converted_type: 'TIMESTAMP_MICROS',
  logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
});

function values(vector: Vector, convert: (value: unknown) => unknown): unknown[] {
  return Array.from({ length: vector.length }, (_, row) => {
    const value: unknown = vector.get(row);
    return value === null ? null : convert(value);
  });
}

/** The integers behind times and dates: the vector itself would round them to milliseconds. */
function stored(vector: Vector, convert: (value: bigint) => unknown): unknown[] {
  return vector.data.flatMap((chunk) => {
    const words = chunk.values as ArrayLike<bigint | number>;
    return Array.from({ length: chunk.length }, (_, row) =>
      chunk.getValid(row) ? convert(BigInt(words[row]!)) : null,
    );
  });
}

/** Arrow numbers its units: days 0, milliseconds 1. */
const daysOf =
  (unit = 0) =>
  (value: bigint): number =>
    Number(unit === 0 ? value : floorDiv(value, DAY_MS));

/** Arrow numbers its units: seconds 0, milli 1, micro 2, nano 3. */
const microsOf =
  (unit = 2) =>
  (value: bigint): bigint =>
    unit === 3 ? floorDiv(value, 1000n) : value * 10n ** BigInt(6 - 3 * unit);

const floorDiv = (a: bigint, b: bigint): bigint => a / b - (a % b < 0n ? 1n : 0n);

/** Arrow's decimals come as 32-bit words, the lowest first. */
function wordsToBigInt(value: unknown): bigint {
  const words = value as Uint32Array;
  const unsigned = words.reduceRight((sum, word) => (sum << 32n) | BigInt(word), 0n);
  return BigInt.asIntN(words.length * 32, unsigned);
}

const textOf = (value: unknown): string =>
  typeof value === 'object' ? JSON.stringify(value, bigIntText) : String(value);
const bigIntText = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);
