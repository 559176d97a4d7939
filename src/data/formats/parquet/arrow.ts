import type { Data, DataType } from 'apache-arrow';
import { Bool, DateDay, Float64, Int64, makeData, TimestampMicrosecond, Utf8 } from 'apache-arrow';
import type { ParquetColumn, Reading } from './schema.ts';
import type { Raw } from './values.ts';
import { bytesText, losesNanos, microsOf, textOfRaw, unscaledOf } from './values.ts';

/** What a stretch of a column came to. */
export interface Built {
  data: Data<DataType>;
  nulls: number;
  changed: number;
}

interface Validity {
  nullCount: number;
  nullBitmap: Uint8Array | undefined;
}

const encoder = new TextEncoder();
const strict = new TextDecoder('utf-8', { fatal: true });

/** Rows [start, end) of a column's raw values as Arrow data. */
export function toArrow(column: ParquetColumn, raw: ArrayLike<Raw>, start: number, end: number): Built {
  const validity = validityOf(raw, start, end);
  const { reading } = column;
  const built = (data: Data<DataType>, changed = 0): Built => ({ data, nulls: validity.nullCount, changed });
  const common = { length: end - start, ...validity };
  switch (column.type) {
    case 'integer':
      return built(makeData({ type: new Int64(), ...common, data: integers(raw, start, end) }));
    case 'number':
      return built(makeData({ type: new Float64(), ...common, data: numbers(raw, start, end, reading) }));
    case 'boolean':
      return built(makeData({ type: new Bool(), ...common, data: booleans(raw, start, end) }));
    case 'date':
      return built(
        makeData({
          type: new DateDay(),
          ...common,
          data: Int32Array.from(slice(raw, start, end), (days) => Number(days ?? 0)),
        }),
      );
    case 'timestamp':
      return timestamps(raw, start, end, reading, common);
    default:
      return built(texts(column, raw, start, end, common));
  }
}

function validityOf(raw: ArrayLike<Raw>, start: number, end: number): Validity {
  // The library's typed arrays have no room for nulls.
  if (ArrayBuffer.isView(raw)) return { nullCount: 0, nullBitmap: undefined };
  const nullBitmap = new Uint8Array((end - start + 7) >> 3);
  let nullCount = 0;
  for (let i = start; i < end; i++) {
    if (raw[i] === null || raw[i] === undefined) nullCount++;
    else nullBitmap[(i - start) >> 3]! |= 1 << ((i - start) & 7);
  }
  return { nullCount, nullBitmap: nullCount > 0 ? nullBitmap : undefined };
}

function* slice(raw: ArrayLike<Raw>, start: number, end: number): Generator<Raw> {
  for (let i = start; i < end; i++) yield raw[i];
}

function integers(raw: ArrayLike<Raw>, start: number, end: number): BigInt64Array {
  if (raw instanceof BigInt64Array) return raw.slice(start, end);
  return BigInt64Array.from(slice(raw, start, end), (value) => BigInt((value ?? 0) as bigint | number));
}

function numbers(raw: ArrayLike<Raw>, start: number, end: number, reading: Reading): Float64Array {
  if (raw instanceof Float64Array && reading.as === 'number') return raw.slice(start, end);
  // Within fifteen digits both integers are exact, so that the division rounds once.
  const scale = reading.as === 'decimal' ? 10 ** reading.scale : 0;
  const read = scale ? (value: Raw) => Number(unscaledOf(value)) / scale : Number;
  return Float64Array.from(slice(raw, start, end), (value) =>
    value === null || value === undefined ? 0 : read(value),
  );
}

function booleans(raw: ArrayLike<Raw>, start: number, end: number): Uint8Array {
  const bits = new Uint8Array((end - start + 7) >> 3);
  for (let i = start; i < end; i++) if (raw[i]) bits[(i - start) >> 3]! |= 1 << ((i - start) & 7);
  return bits;
}

function timestamps(
  raw: ArrayLike<Raw>,
  start: number,
  end: number,
  reading: Reading,
  common: Validity & { length: number },
): Built {
  const unit = reading.as === 'timestamp' ? reading.unit : 'micros';
  let changed = 0;
  const data = BigInt64Array.from(slice(raw, start, end), (value) => {
    if (value === null || value === undefined) return 0n;
    if (unit === 'nanos' && losesNanos(value)) changed++;
    return microsOf(value, unit);
  });
  return { data: makeData({ type: new TimestampMicrosecond(), ...common, data }), nulls: common.nullCount, changed };
}

function texts(
  column: ParquetColumn,
  raw: ArrayLike<Raw>,
  start: number,
  end: number,
  common: Validity & { length: number },
): Data<Utf8> {
  const pieces: Uint8Array[] = [];
  const valueOffsets = new Int32Array(end - start + 1);
  let bytes = 0;
  for (let i = start; i < end; i++) {
    const value = raw[i];
    if (value !== null && value !== undefined) {
      const piece =
        column.reading.as === 'bytes' ? utf8Of(value as Uint8Array) : encoder.encode(textOfRaw(value, column.reading));
      pieces.push(piece);
      bytes += piece.length;
    }
    valueOffsets[i - start + 1] = bytes;
  }
  const data = new Uint8Array(bytes);
  let at = 0;
  for (const piece of pieces) {
    data.set(piece, at);
    at += piece.length;
  }
  return makeData({ type: new Utf8(), ...common, valueOffsets, data });
}

/** The bytes themselves where they are UTF-8. */
function utf8Of(bytes: Uint8Array): Uint8Array {
  for (const byte of bytes) {
    if (byte < 128) continue;
    try {
      strict.decode(bytes);
      return bytes;
    } catch {
      return encoder.encode(bytesText(bytes));
    }
  }
  return bytes;
}
