import { bytesText, dateText, decimalText, floorDiv, timestampText } from '../binary/texts.ts';
import type { ArrowType, Unit } from './schema.ts';
import { typed } from './vector.ts';
import type { Vector } from './vector.ts';

/**
 * Reads one value, null where there is none: numbers, bigints (64-bit integers, units of time, unscaled decimals), booleans, days,
 * bytes of texts, and of nested types what JSON can say.
 */
export type Reader = (row: number) => unknown;

/** Units to the second, and its digits. */
export const DIGITS: Record<Unit, number> = { s: 0, ms: 3, us: 6, ns: 9 };
const DAY_MS = 86_400_000;

/** The type that the values have, behind dictionaries and runs. */
export function valueType({ type, dictionary, children }: Vector): ArrowType {
  if (dictionary) return valueType(dictionary[0]!);
  return type.is === 'run-end' ? valueType(children[1]!) : type;
}

/** How to read a vector's values. */
export function readerOf(vector: Vector): Reader {
  const read = vector.dictionary ? throughDictionary(vector, vector.dictionary) : plainReader(vector);
  const { validity } = vector;
  if (!validity) return read;
  return (row) => (validity[row >> 3]! & (1 << (row & 7)) ? read(row) : null);
}

function throughDictionary(vector: Vector, pieces: readonly Vector[]): Reader {
  const place = plainReader(vector);
  const readers = pieces.map((piece) => ({ read: readerOf(piece), length: piece.length }));
  return (row) => {
    let at = Number(place(row));
    for (const { read, length } of readers) {
      if (at >= 0 && at < length) return read(at);
      at -= length;
    }
    throw new RangeError(`row ${row} points outside its dictionary`);
  };
}

function plainReader(vector: Vector): Reader {
  const { type, buffers } = vector;
  switch (type.is) {
    case 'null':
      return () => null;
    case 'bool':
      return (row) => (buffers[0]![row >> 3]! & (1 << (row & 7))) !== 0;
    case 'int':
      return intReader(viewOf(buffers[0]!), type.bits, type.signed);
    case 'float':
      return floatReader(viewOf(buffers[0]!), type.bits);
    case 'decimal':
      return (row) => littleEndian(buffers[0]!, (row * type.bits) / 8, type.bits);
    case 'date':
      return dateReader(viewOf(buffers[0]!), type.bits);
    case 'time':
    case 'timestamp':
    case 'duration': {
      const read = intReader(viewOf(buffers[0]!), type.bits, true);
      return (row) => BigInt(read(row));
    }
    case 'interval':
      return intervalReader(viewOf(buffers[0]!), type.of);
    case 'text':
    case 'bytes':
      return bytesReader(vector, type.wide);
    case 'text-view':
    case 'bytes-view':
      return viewReader(buffers);
    case 'fixed-bytes':
      return (row) => buffers[0]!.subarray(row * type.size, (row + 1) * type.size);
    case 'run-end':
      return runReader(vector);
    default:
      return nestedReader(vector, type);
  }
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function intReader(view: DataView, bits: number, signed: boolean): (row: number) => number | bigint {
  if (bits === 8) return signed ? (row) => view.getInt8(row) : (row) => view.getUint8(row);
  if (bits === 16) return signed ? (row) => view.getInt16(row * 2, true) : (row) => view.getUint16(row * 2, true);
  if (bits === 32) return signed ? (row) => view.getInt32(row * 4, true) : (row) => view.getUint32(row * 4, true);
  return signed ? (row) => view.getBigInt64(row * 8, true) : (row) => view.getBigUint64(row * 8, true);
}

function floatReader(view: DataView, bits: number): Reader {
  if (bits === 64) return (row) => view.getFloat64(row * 8, true);
  return bits === 32 ? (row) => view.getFloat32(row * 4, true) : (row) => half(view.getUint16(row * 2, true));
}

/** A 16-bit float by its parts. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}

function littleEndian(bytes: Uint8Array, start: number, bits: number): bigint {
  let value = 0n;
  for (let at = start + bits / 8 - 1; at >= start; at--) value = value * 256n + BigInt(bytes[at]!);
  return BigInt.asIntN(bits, value);
}

/** Days since 1970; a time within the day is left out. */
function dateReader(view: DataView, bits: number): Reader {
  if (bits === 32) return (row) => view.getInt32(row * 4, true);
  return (row) => Math.floor(Number(view.getBigInt64(row * 8, true)) / DAY_MS);
}

function intervalReader(view: DataView, of: 'months' | 'days' | 'nanos'): Reader {
  if (of === 'months') return (row) => `${view.getInt32(row * 4, true)} months`;
  if (of === 'days') return (row) => `${view.getInt32(row * 8, true)} days ${view.getInt32(row * 8 + 4, true)} ms`;
  return (row) =>
    `${view.getInt32(row * 16, true)} months ${view.getInt32(row * 16 + 4, true)} days ${view.getBigInt64(row * 16 + 8, true)} ns`;
}

/** Where each of a vector's values begins and ends in what is behind it; checked, since everything trusts it. */
export function offsetsOf({ buffers, length }: Vector, wide: boolean, limit: number): Int32Array | Float64Array {
  if (length === 0) return new Int32Array(1);
  const raw = wide
    ? Float64Array.from(typed(BigInt64Array, buffers[0]!).subarray(0, length + 1), Number)
    : typed(Int32Array, buffers[0]!).subarray(0, length + 1);
  let last = 0;
  for (const offset of raw) {
    if (offset < last) throw new RangeError('offsets run backwards');
    last = offset;
  }
  if (last > limit) throw new RangeError(`offset ${last} of ${limit}`);
  return raw;
}

function bytesReader(vector: Vector, wide: boolean): Reader {
  const data = vector.buffers[1]!;
  const offsets = offsetsOf(vector, wide, data.length);
  return (row) => data.subarray(offsets[row], offsets[row + 1]);
}

/** Sixteen bytes a value: up to twelve of its own, or where it stands in another buffer. */
function viewReader([views, ...data]: readonly Uint8Array[]): Reader {
  const view = viewOf(views!);
  return (row) => {
    const at = row * 16;
    const length = view.getInt32(at, true);
    if (length <= 12) return views!.subarray(at + 4, at + 4 + length);
    const from = view.getInt32(at + 12, true);
    const buffer = data[view.getInt32(at + 8, true)];
    if (!buffer || from < 0 || from + length > buffer.length) throw new RangeError(`row ${row} lies outside its texts`);
    return buffer.subarray(from, from + length);
  };
}

/** Values that hold until the row where their run ends. */
function runReader({ children: [ends, values] }: Vector): Reader {
  const endOf = plainReader(ends!);
  const read = readerOf(values!);
  const last = Math.min(ends!.length, values!.length) - 1;
  return (row) => {
    let low = 0;
    let high = last;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (Number(endOf(middle)) > row) high = middle;
      else low = middle + 1;
    }
    if (last < 0 || Number(endOf(low)) <= row) throw new RangeError(`row ${row} lies behind the last run`);
    return read(low);
  };
}

/** What JSON can say of a vector's values. */
function jsonReader(vector: Vector): Reader {
  const read = readerOf(vector);
  const type = valueType(vector);
  return (row) => {
    const value = read(row);
    if (value === null || typeof value === 'boolean' || typeof value === 'number') {
      return type.is === 'date' && value !== null ? textOf(value, type) : value;
    }
    if (type.is === 'int' && Number.isSafeInteger(Number(value))) return Number(value);
    return isNested(type) ? value : textOf(value, type);
  };
}

export const isNested = ({ is }: ArrowType): boolean =>
  is === 'list' || is === 'list-view' || is === 'fixed-list' || is === 'struct' || is === 'map' || is === 'union';

function nestedReader(vector: Vector, type: ArrowType): Reader {
  const { children, names } = vector;
  const readers = children.map(jsonReader);
  if (type.is === 'struct') {
    children.forEach(({ length }) => within(vector.length, length));
    // fromEntries defines keys rather than assigning them: one called __proto__ survives.
    return (row) => Object.fromEntries(readers.map((read, index) => [names[index]!, read(row)]));
  }
  if (type.is === 'union') return unionReader(vector, type.dense, type.ids, readers);
  if (type.is === 'map') return mapReader(vector, type.wide);
  const child = children[0]!;
  const read = readers[0]!;
  const range = rangesOf(vector, type, child.length);
  return (row) => {
    const [start, end] = range(row);
    return Array.from({ length: end - start }, (_, index) => read(start + index));
  };
}

type Ranges = (row: number) => [start: number, end: number];

function within(end: number, length: number): void {
  if (end > length) throw new RangeError(`value ${end} of ${length}`);
}

function rangesOf(vector: Vector, type: ArrowType, limit: number): Ranges {
  if (type.is === 'fixed-list') {
    within(vector.length * type.size, limit);
    return (row) => [row * type.size, (row + 1) * type.size];
  }
  if (type.is !== 'list-view') {
    const offsets = offsetsOf(vector, (type as { wide: boolean }).wide, limit);
    return (row) => [offsets[row]!, offsets[row + 1]!];
  }
  const bits = type.wide ? 64 : 32;
  const start = intReader(viewOf(vector.buffers[0]!), bits, true);
  const size = intReader(viewOf(vector.buffers[1]!), bits, true);
  return (row) => {
    const from = Number(start(row));
    const to = from + Number(size(row));
    if (from < 0 || to < from) throw new RangeError('a list runs backwards');
    within(to, limit);
    return [from, to];
  };
}

/** An object where the keys are texts, pairs where they are anything else. */
function mapReader(vector: Vector, wide: boolean): Reader {
  const entries = vector.children[0]!;
  const [keys, values] = entries.children;
  const range = rangesOf(vector, { is: 'map', wide }, entries.length);
  within(entries.length, Math.min(keys!.length, values!.length));
  const key = jsonReader(keys!);
  const value = jsonReader(values!);
  return (row) => {
    const [start, end] = range(row);
    const pairs = Array.from({ length: end - start }, (_, index) => [key(start + index), value(start + index)]);
    return pairs.every(([name]) => typeof name === 'string') ? Object.fromEntries(pairs as [string, unknown][]) : pairs;
  };
}

function unionReader({ buffers, children }: Vector, dense: boolean, ids: number[], readers: Reader[]): Reader {
  const places = dense ? viewOf(buffers[1]!) : undefined;
  return (row) => {
    const id = buffers[0]![row]!;
    const index = ids.length > 0 ? ids.indexOf(id) : id;
    const at = places ? places.getInt32(row * 4, true) : row;
    const child = children[index];
    if (!child || at < 0 || at >= child.length) throw new RangeError(`row ${row} lies outside its union`);
    return readers[index]!(at);
  };
}

/** The text of a value that a reader gave. */
export function textOf(value: unknown, type: ArrowType): string {
  switch (type.is) {
    case 'decimal':
      return decimalText(value as bigint, type.scale);
    case 'date':
      return dateText(value as number);
    case 'timestamp':
      return timestampOf(value as bigint, type.unit);
    case 'time':
      return timeOf(value as bigint, type.unit);
    case 'duration':
      return shortest(decimalText(value as bigint, DIGITS[type.unit]));
    default:
      if (value instanceof Uint8Array) return bytesText(value);
      return isNested(type) ? JSON.stringify(value) : String(value);
  }
}

function timestampOf(value: bigint, unit: Unit): string {
  const perMicro = unit === 'ns' ? 1000n : 1n;
  const micros = unit === 'ns' ? floorDiv(value, perMicro) : value * 10n ** BigInt(6 - DIGITS[unit]);
  const nanos = unit === 'ns' ? value - micros * 1000n : 0n;
  return nanos === 0n
    ? timestampText(micros)
    : timestampText(micros).replace('Z', `${String(nanos).padStart(3, '0')}Z`);
}

const two = (value: bigint): string => String(value).padStart(2, '0');

function timeOf(value: bigint, unit: Unit): string {
  const perSecond = 10n ** BigInt(DIGITS[unit]);
  const seconds = value / perSecond;
  const fraction =
    DIGITS[unit] === 0
      ? ''
      : String(value % perSecond)
          .padStart(DIGITS[unit], '0')
          .replace(/0+$/, '');
  return `${two(seconds / 3600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}${fraction && `.${fraction}`}`;
}

const shortest = (digits: string): string => (digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits);
