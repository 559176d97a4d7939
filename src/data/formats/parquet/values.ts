import { bytesText, dateText, decimalText, floorDiv, timestampText } from '../binary/texts.ts';
import type { Reading } from './schema.ts';

/** One value as the library hands it over; `null` and `undefined` are nulls. */
export type Raw = unknown;

const NANOS = 1000n;

/** Microseconds since 1970; nanoseconds are cut off. */
export function microsOf(value: Raw, unit: 'millis' | 'micros' | 'nanos'): bigint {
  const units = BigInt(value as bigint | number);
  if (unit === 'millis') return units * 1000n;
  return unit === 'micros' ? units : floorDiv(units, NANOS);
}

/** True where microseconds can't hold the whole value. */
export const losesNanos = (value: Raw): boolean => BigInt(value as bigint | number) % NANOS !== 0n;

/** The unscaled integer of a decimal, whichever way it is stored. */
export function unscaledOf(value: Raw): bigint {
  if (!(value instanceof Uint8Array)) return BigInt(value as bigint | number);
  let unscaled = 0n;
  for (const byte of value) unscaled = unscaled * 256n + BigInt(byte);
  return BigInt.asIntN(value.length * 8, unscaled);
}

/** The text of a value, for columns stored as text and for types that the user asked for. */
export function textOfRaw(value: Raw, reading: Reading): string {
  switch (reading.as) {
    case 'bytes':
      return bytesText(value as Uint8Array);
    case 'uuid':
      return uuidText(value as Uint8Array);
    case 'decimal':
      return decimalText(unscaledOf(value), reading.scale);
    case 'unsigned':
      return String(BigInt.asUintN(64, BigInt(value as bigint)));
    case 'time':
      return timeText(microsOf(value, reading.unit));
    case 'interval':
      return intervalText(value as Uint8Array);
    case 'nested':
      return JSON.stringify(plain(value));
    case 'timestamp':
      return timestampText(microsOf(value, reading.unit));
    case 'date':
      return dateText(value as number);
    default:
      return String(value);
  }
}

const hex = (byte: number): string => byte.toString(16).padStart(2, '0');

function uuidText(bytes: Uint8Array): string {
  const digits = Array.from(bytes, hex).join('');
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join(
    '-',
  );
}

const two = (number: bigint): string => String(number).padStart(2, '0');

function timeText(micros: bigint): string {
  const seconds = micros / 1000000n;
  const fraction = String(micros % 1000000n).padStart(6, '0');
  return `${two(seconds / 3600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}${fraction === '000000' ? '' : `.${fraction}`}`;
}

function intervalText(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, 12);
  return `${view.getUint32(0, true)} months ${view.getUint32(4, true)} days ${view.getUint32(8, true)} ms`;
}

/** A nested value as JSON can say it; integers beyond a double's reach and decimals of them stay digits, as strings. */
function plain(value: Raw): unknown {
  if (value === undefined) return null;
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Uint8Array) return bytesText(value);
  if (value instanceof Date) return value.toISOString();
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<unknown>, plain);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  // fromEntries defines keys rather than assigning them: one called __proto__ survives.
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}
