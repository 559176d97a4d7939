import type { Data, DataType, Utf8 } from 'apache-arrow';
import { Bool, DateDay, Float64, Int64, makeData, TimestampMicrosecond } from 'apache-arrow';
import type { Built } from '../binary/table.ts';
import type { Validity } from '../binary/texts.ts';
import { textData, utf8Of } from '../binary/texts.ts';
import type { ParquetColumn, Reading } from './schema.ts';
import type { Raw } from './values.ts';
import { losesNanos, microsOf, textOfRaw, unscaledOf } from './values.ts';

/** A column's raw values as Arrow data. */
export function toArrow(column: ParquetColumn, raw: ArrayLike<Raw>): Built {
  const validity = validityOf(raw);
  const { reading } = column;
  const built = (data: Data<DataType>, changed = 0): Built => ({ data, nulls: validity.nullCount, changed });
  const common = { length: raw.length, ...validity };
  switch (column.type) {
    case 'integer':
      return built(makeData({ type: new Int64(), ...common, data: integers(raw) }));
    case 'number':
      return built(makeData({ type: new Float64(), ...common, data: numbers(raw, reading) }));
    case 'boolean':
      return built(makeData({ type: new Bool(), ...common, data: booleans(raw) }));
    case 'date':
      return built(makeData({ type: new DateDay(), ...common, data: days(raw) }));
    case 'timestamp':
      return timestamps(raw, reading, common);
    default:
      return built(texts(column, raw, common));
  }
}

const isNull = (value: Raw): value is null | undefined => value === null || value === undefined;

function validityOf(raw: ArrayLike<Raw>): Validity {
  // The library's typed arrays have no room for nulls.
  if (ArrayBuffer.isView(raw)) return { nullCount: 0, nullBitmap: undefined };
  const nullBitmap = new Uint8Array((raw.length + 7) >> 3);
  let nullCount = 0;
  for (let i = 0; i < raw.length; i++) {
    if (isNull(raw[i])) nullCount++;
    else nullBitmap[i >> 3]! |= 1 << (i & 7);
  }
  return { nullCount, nullBitmap: nullCount > 0 ? nullBitmap : undefined };
}

function integers(raw: ArrayLike<Raw>): BigInt64Array {
  if (raw instanceof BigInt64Array) return raw;
  const data = new BigInt64Array(raw.length);
  for (let i = 0; i < raw.length; i++) {
    const value = raw[i] as bigint | number | null | undefined;
    if (!isNull(value)) data[i] = typeof value === 'bigint' ? value : BigInt(value);
  }
  return data;
}

function numbers(raw: ArrayLike<Raw>, reading: Reading): Float64Array {
  if (raw instanceof Float64Array && reading.as === 'number') return raw;
  // Within fifteen digits both integers are exact, so that the division rounds once.
  const scale = reading.as === 'decimal' ? 10 ** reading.scale : 0;
  const data = new Float64Array(raw.length);
  for (let i = 0; i < raw.length; i++) {
    const value = raw[i];
    if (!isNull(value)) data[i] = scale ? Number(unscaledOf(value)) / scale : Number(value);
  }
  return data;
}

function days(raw: ArrayLike<Raw>): Int32Array {
  const data = new Int32Array(raw.length);
  for (let i = 0; i < raw.length; i++) data[i] = Number(raw[i] ?? 0);
  return data;
}

function booleans(raw: ArrayLike<Raw>): Uint8Array {
  const bits = new Uint8Array((raw.length + 7) >> 3);
  for (let i = 0; i < raw.length; i++) if (raw[i]) bits[i >> 3]! |= 1 << (i & 7);
  return bits;
}

function timestamps(raw: ArrayLike<Raw>, reading: Reading, common: Validity & { length: number }): Built {
  const unit = reading.as === 'timestamp' ? reading.unit : 'micros';
  let changed = 0;
  const data = unit === 'micros' && raw instanceof BigInt64Array ? raw : new BigInt64Array(raw.length);
  for (let i = 0; data !== raw && i < raw.length; i++) {
    const value = raw[i];
    if (isNull(value)) continue;
    if (unit === 'nanos' && losesNanos(value)) changed++;
    data[i] = microsOf(value, unit);
  }
  return { data: makeData({ type: new TimestampMicrosecond(), ...common, data }), nulls: common.nullCount, changed };
}

function texts({ reading }: ParquetColumn, raw: ArrayLike<Raw>, common: Validity): Data<Utf8> {
  const values = Array.from(raw, (value) => {
    if (isNull(value)) return null;
    return reading.as === 'bytes' ? utf8Of(value as Uint8Array) : textOfRaw(value, reading);
  });
  return textData(values, common);
}
