import type { Data, DataType } from 'apache-arrow';
import { Bool, DateDay, Float64, Int64, makeData, TimestampMicrosecond, Utf8 } from 'apache-arrow';
import type { ColumnType } from '../../../contract/import.ts';
import { isAscii } from '../../source/utf8-source.ts';
import type { Built } from '../binary/table.ts';
import type { Validity } from '../binary/texts.ts';
import { floorDiv, isUtf8, textData, utf8Of } from '../binary/texts.ts';
import type { ArrowType, Unit } from './schema.ts';
import type { Reader } from './values.ts';
import { DIGITS, offsetsOf, readerOf, textOf, valueType } from './values.ts';
import type { Vector } from './vector.ts';
import { typed } from './vector.ts';

const DAY_MS = 86_400_000n;

/** A column of one batch: its rows as our own Arrow data, or as texts. `start` must be a multiple of eight. */
export class ArrowColumn {
  private readonly read: Reader;
  private readonly values: ArrowType;
  private offsets: ReturnType<typeof offsetsOf> | undefined;

  constructor(
    private readonly vector: Vector,
    private readonly type: ColumnType,
  ) {
    this.read = readerOf(vector);
    this.values = valueType(vector);
  }

  texts(start: number, end: number): (string | null)[] {
    return Array.from({ length: end - start }, (_, row) => {
      const value = this.read(start + row);
      return value === null ? null : textOf(value, this.values);
    });
  }

  build(start: number, end: number): Built {
    const quick = this.stored(start, end);
    if (quick) return { data: quick, nulls: quick.nullCount, changed: 0 };
    const raw = Array.from({ length: end - start }, (_, row) => this.read(start + row));
    const changed = this.alterations(raw, start);
    const validity = validityOf(raw);
    return { data: this.converted(raw, validity), nulls: validity.nullCount, changed };
  }

  /** Columns that are stored just as we store them. */
  private stored(start: number, end: number): Data<DataType> | undefined {
    const { type, dictionary, buffers } = this.vector;
    if (dictionary) return undefined;
    const common = { length: end - start, ...this.slicedValidity(start, end) };
    if (type.is === 'int' && type.bits === 64 && type.signed) {
      return makeData({ type: new Int64(), ...common, data: typed(BigInt64Array, buffers[0]!).subarray(start, end) });
    }
    if (type.is === 'float' && type.bits === 64) {
      return makeData({ type: new Float64(), ...common, data: typed(Float64Array, buffers[0]!).subarray(start, end) });
    }
    if (type.is === 'timestamp' && type.unit === 'us') {
      const data = typed(BigInt64Array, buffers[0]!).subarray(start, end);
      return makeData({ type: new TimestampMicrosecond(), ...common, data });
    }
    return type.is === 'text' && end > start ? this.storedText(start, end, common) : undefined;
  }

  private storedText(start: number, end: number, common: Validity & { length: number }): Data<Utf8> | undefined {
    const { type, buffers } = this.vector;
    const data = buffers[1]!;
    this.offsets ??= offsetsOf(this.vector, (type as { wide: boolean }).wide, data.length);
    const from = this.offsets[start]!;
    const bytes = data.subarray(from, this.offsets[end]);
    const valueOffsets = Int32Array.from(this.offsets.subarray(start, end + 1), (offset) => offset - from);
    if (!isAscii(bytes) && !areTexts(bytes, valueOffsets)) return undefined;
    return makeData({ type: new Utf8(), ...common, valueOffsets, data: bytes });
  }

  private slicedValidity(start: number, end: number): Validity {
    const { validity } = this.vector;
    if (!validity) return { nullCount: 0, nullBitmap: undefined };
    const nullBitmap = validity.slice(start >> 3, (end + 7) >> 3);
    let nullCount = 0;
    for (let i = 0; i < end - start; i++) if (!(nullBitmap[i >> 3]! & (1 << (i & 7)))) nullCount++;
    return { nullCount, nullBitmap: nullCount > 0 ? nullBitmap : undefined };
  }

  private converted(raw: unknown[], validity: Validity): Data<DataType> {
    const common = { length: raw.length, ...validity };
    switch (this.type) {
      case 'integer':
        return makeData({
          type: new Int64(),
          ...common,
          data: BigInt64Array.from(raw, (value) => BigInt((value ?? 0) as bigint | number)),
        });
      case 'number':
        return makeData({ type: new Float64(), ...common, data: Float64Array.from(raw, numberOf(this.values)) });
      case 'boolean':
        return makeData({ type: new Bool(), ...common, data: bitsOf(raw) });
      case 'date':
        return makeData({
          type: new DateDay(),
          ...common,
          data: Int32Array.from(raw, (days) => (days ?? 0) as number),
        });
      case 'timestamp':
        return makeData({
          type: new TimestampMicrosecond(),
          ...common,
          data: BigInt64Array.from(raw, (value) => (value === null ? 0n : microsOf(value as bigint, this.unit()))),
        });
      default:
        return textData(
          raw.map((value) => this.textual(value)),
          validity,
        );
    }
  }

  private textual(value: unknown): Uint8Array | string | null {
    if (value === null) return null;
    return value instanceof Uint8Array ? utf8Of(value) : textOf(value, this.values);
  }

  private unit(): Unit {
    return (this.values as { unit: Unit }).unit;
  }

  /** Counts values that don't survive whole; those that no column can hold become null here. */
  private alterations(raw: unknown[], start: number): number {
    if (this.type === 'timestamp') return this.losesTime(raw);
    const { is } = this.values;
    if (is === 'date') return this.losesHours(raw.length, start);
    const inexact = (value: unknown) => typeof value === 'bigint' && !Number.isSafeInteger(Number(value));
    return is === 'duration' ? raw.filter(inexact).length : 0;
  }

  private losesTime(raw: unknown[]): number {
    const unit = this.unit();
    let changed = 0;
    raw.forEach((value, row) => {
      if (value === null) return;
      const micros = microsOf(value as bigint, unit);
      const fits = BigInt.asIntN(64, micros) === micros;
      if (!fits) raw[row] = null;
      if (!fits || (unit === 'ns' && (value as bigint) % 1000n !== 0n)) changed++;
    });
    return changed;
  }

  /** Dates in milliseconds ought to be whole days. */
  private losesHours(rows: number, start: number): number {
    const { type, dictionary, buffers, validity } = this.vector;
    if (type.is !== 'date' || type.bits === 32 || dictionary) return 0;
    const millis = typed(BigInt64Array, buffers[0]!);
    let changed = 0;
    for (let row = start; row < start + rows; row++) {
      const isValid = !validity || (validity[row >> 3]! & (1 << (row & 7))) !== 0;
      if (isValid && millis[row]! % DAY_MS !== 0n) changed++;
    }
    return changed;
  }
}

/** Each value is UTF-8 where all are together and none begins within a character. */
function areTexts(bytes: Uint8Array, offsets: Int32Array): boolean {
  const cuts = offsets.some((offset) => offset < bytes.length && (bytes[offset]! & 0xc0) === 0x80);
  return !cuts && isUtf8(bytes);
}

function validityOf(raw: readonly unknown[]): Validity {
  const nullBitmap = new Uint8Array((raw.length + 7) >> 3);
  let nullCount = 0;
  raw.forEach((value, row) => {
    if (value === null) nullCount++;
    else nullBitmap[row >> 3]! |= 1 << (row & 7);
  });
  return { nullCount, nullBitmap: nullCount > 0 ? nullBitmap : undefined };
}

function bitsOf(raw: readonly unknown[]): Uint8Array {
  const bits = new Uint8Array((raw.length + 7) >> 3);
  raw.forEach((value, row) => {
    if (value) bits[row >> 3]! |= 1 << (row & 7);
  });
  return bits;
}

/** Durations are seconds. Within fifteen digits both integers of a decimal are exact, so that the division rounds once. */
function numberOf(type: ArrowType): (value: unknown) => number {
  if (type.is === 'decimal') return (value) => scaled(Number(value ?? 0), type.scale);
  return type.is === 'duration' ? (value) => Number(value ?? 0) / 10 ** DIGITS[type.unit] : Number;
}

const scaled = (unscaled: number, scale: number): number =>
  scale < 0 ? unscaled * 10 ** -scale : unscaled / 10 ** scale;

const microsOf = (value: bigint, unit: Unit): bigint =>
  unit === 'ns' ? floorDiv(value, 1000n) : value * 10n ** BigInt(6 - DIGITS[unit]);
