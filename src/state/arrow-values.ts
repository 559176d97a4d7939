import { DataType, tableFromIPC } from 'apache-arrow';
import type { Table, Vector } from 'apache-arrow';

// Loaded on demand: apache-arrow is no part of the first JS.

const exact = BigInt(Number.MAX_SAFE_INTEGER);

/** A whole number: a `number` within 2^53, its digits beyond. */
const whole = (value: bigint): number | string =>
  value <= exact && value >= -exact ? Number(value) : value.toString();

/** A two's-complement integer of any width from its 32-bit words, least significant first. */
function fromWords(words: Uint32Array): bigint {
  const unsigned = words.reduceRight((sum, word) => (sum << 32n) | BigInt(word), 0n);
  return BigInt.asIntN(words.length * 32, unsigned);
}

function decimal(value: bigint, scale: number): number | string {
  if (scale === 0) return whole(value);
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
  const text = `${value < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return digits.length <= 15 ? Number(text) : text;
}

/** Milliseconds (with a fraction for micro- and nanoseconds) as an ISO string; all digits that are there. */
function isoTime(ms: number): string {
  const floor = Math.floor(ms);
  const micros = Math.round((ms - floor) * 1000);
  const date = new Date(floor);
  if (Number.isNaN(date.getTime())) return ms > 0 ? 'infinity' : '-infinity';
  const iso = date.toISOString();
  return micros === 0 ? iso : iso.replace('Z', `${String(micros).padStart(3, '0')}Z`);
}

/** A date as `YYYY-MM-DD`. */
const isoDate = (ms: number): string => isoTime(ms).replace(/T.*/, '');

const perSecond = [1n, 1_000n, 1_000_000n, 1_000_000_000n] as const;

function clock(value: bigint, unit: number): string {
  const scale = perSecond[unit] ?? 1n;
  const seconds = value / scale;
  const pad = (part: bigint) => String(part).padStart(2, '0');
  const fraction =
    value % scale
      ? `.${String(value % scale)
          .padStart(unit * 3, '0')
          .replace(/0+$/, '')}`
      : '';
  return `${pad(seconds / 3600n)}:${pad((seconds / 60n) % 60n)}:${pad(seconds % 60n)}${fraction}`;
}

/** A record that no key can harm: `__proto__` is a column like any other. */
function record(entries: Iterable<readonly [string, unknown]>): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  for (const [key, value] of entries) {
    Object.defineProperty(made, key, { value, enumerable: true, writable: true, configurable: true });
  }
  return made;
}

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

function structValue(value: unknown, type: DataType): Record<string, unknown> {
  const row = value as { toArray(): unknown[] };
  const cells = row.toArray();
  return record(type.children.map((child, index) => [child.name, plainValue(cells[index], child.type as DataType)]));
}

function mapValue(value: unknown, type: DataType): Record<string, unknown> {
  const [keyField, valueField] = (type.children[0]?.type as DataType).children;
  const entries = [...(value as Iterable<[unknown, unknown]>)];
  return record(
    entries.map(([key, item]) => [
      String(plainValue(key, keyField!.type as DataType)),
      plainValue(item, valueField!.type as DataType),
    ]),
  );
}

/**
 * An Arrow value as plain data: integers beyond 2^53 and long decimals as strings, times and dates as ISO strings,
 * lists as arrays, structs and maps as records, binary as hexadecimal text.
 */
export function plainValue(value: unknown, type: DataType): unknown {
  if (value === null || value === undefined) return null;
  if (DataType.isDictionary(type)) return plainValue(value, type.dictionary as DataType);
  if (DataType.isDecimal(type)) return decimal(fromWords(value as Uint32Array), type.scale);
  if (DataType.isTimestamp(type)) return isoTime(Number(value));
  if (DataType.isDate(type)) return isoDate(Number(value));
  if (DataType.isTime(type)) return clock(BigInt(value as number | bigint), type.unit);
  if (DataType.isList(type) || DataType.isFixedSizeList(type)) {
    const item = type.children[0]!.type as DataType;
    return Array.from(value as Vector, (part: unknown) => plainValue(part, item));
  }
  if (DataType.isStruct(type)) return structValue(value, type);
  if (DataType.isMap(type)) return mapValue(value, type);
  if (typeof value === 'bigint') return whole(value);
  if (value instanceof Uint8Array) return hex(value);
  if (ArrayBuffer.isView(value)) return Array.from(value as Int32Array);
  return value;
}

const columnAt = (table: Table, index: number): Vector => table.getChildAt(index) as Vector;

/** The rows of an Arrow IPC stream as plain records, read by column so that every column name survives. */
export function plainRows(ipc: Uint8Array): Record<string, unknown>[] {
  const table = tableFromIPC(ipc);
  const names = table.schema.fields.map((field) => field.name);
  const columns = names.map((_, index) => columnAt(table, index));
  return Array.from({ length: table.numRows }, (_, row) =>
    record(names.map((name, index) => [name, plainValue(columns[index]!.get(row), columns[index]!.type as DataType)])),
  );
}

function typeName(type: DataType): string {
  if (DataType.isTimestamp(type)) return 'timestamp';
  if (DataType.isDate(type)) return 'date';
  if (DataType.isTime(type)) return 'time';
  if (DataType.isBool(type)) return 'boolean';
  if (DataType.isInt(type)) return 'integer';
  if (DataType.isFloat(type) || DataType.isDecimal(type)) return 'number';
  if (DataType.isUtf8(type) || DataType.isLargeUtf8(type) || DataType.isDictionary(type)) return 'text';
  return 'other';
}

const asText = (value: unknown): string | null =>
  value === null ? null : typeof value === 'object' ? JSON.stringify(value) : String(value);

/** An ISO time for the eye: no T, no Z, no empty milliseconds. The time is UTC all the same. */
const readable = (iso: string): string => iso.replace('T', ' ').replace(/(\.000)?Z$/, '');

/** A result read lazily: nothing is decoded until a cell is asked for. At most `limit` rows are offered. */
export interface ArrowSource {
  columns: { name: string; type: string; numeric: boolean }[];
  rows: number;
  /** Rows in the result, offered or not. */
  total: number;
  /** For the eye. */
  cell(row: number, column: number): string | null;
  /** For export: times in full ISO form. */
  text(row: number, column: number): string | null;
  value(row: number, column: number): unknown;
}

/** Opens an Arrow IPC stream for the grid. */
export function arrowSource(ipc: Uint8Array, limit = 1_000_000): ArrowSource {
  const table = tableFromIPC(ipc);
  const vectors = table.schema.fields.map((_, index) => columnAt(table, index));
  const columns = table.schema.fields.map((field) => {
    const type = typeName(field.type as DataType);
    return { name: field.name, type, numeric: type === 'integer' || type === 'number' };
  });
  const value = (row: number, column: number): unknown => {
    const vector = vectors[column]!;
    return plainValue(vector.get(row), vector.type as DataType);
  };
  return {
    columns,
    rows: Math.min(table.numRows, limit),
    total: table.numRows,
    cell: (row, column) => {
      const text = asText(value(row, column));
      return text !== null && columns[column]!.type === 'timestamp' ? readable(text) : text;
    },
    text: (row, column) => asText(value(row, column)),
    value,
  };
}
