import type { Data } from 'apache-arrow';
import { makeData, Utf8 } from 'apache-arrow';

const encoder = new TextEncoder();
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** What 32-bit offsets reach. */
const MOST_BYTES = 2 ** 31 - 1;

export interface Validity {
  nullCount: number;
  nullBitmap: Uint8Array | undefined;
}

/** Texts, as strings or as UTF-8, as Arrow data; what is absent is null by the bitmap. */
export function textData(values: ArrayLike<Uint8Array | string | null>, validity: Validity): Data<Utf8> {
  const pieces: Uint8Array[] = [];
  const valueOffsets = new Int32Array(values.length + 1);
  let bytes = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value !== null && value !== undefined) {
      const piece = typeof value === 'string' ? encoder.encode(value) : value;
      pieces.push(piece);
      bytes += piece.length;
    }
    if (bytes > MOST_BYTES) throw new RangeError(`texts of ${bytes} bytes in ${i} rows`);
    valueOffsets[i + 1] = bytes;
  }
  const data = new Uint8Array(bytes);
  let at = 0;
  for (const piece of pieces) {
    data.set(piece, at);
    at += piece.length;
  }
  return makeData({ type: new Utf8(), length: values.length, ...validity, valueOffsets, data });
}

/** The bytes themselves where they are UTF-8; their spelling where they aren't. */
export function utf8Of(bytes: Uint8Array): Uint8Array {
  for (const byte of bytes) {
    if (byte < 128) continue;
    return isUtf8(bytes) ? bytes : encoder.encode(spelled(bytes));
  }
  return bytes;
}

export function isUtf8(bytes: Uint8Array): boolean {
  try {
    strict.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Bytes as text; those that are no UTF-8 are shown as SQL writes them. */
export function bytesText(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    return spelled(bytes);
  }
}

const spelled = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => `\\x${byte.toString(16).padStart(2, '0').toUpperCase()}`).join('');

/** A decimal's digits, all of them. */
export function decimalText(unscaled: bigint, scale: number): string {
  if (scale <= 0) return String(unscaled * 10n ** BigInt(-scale));
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** Rounds down, where BigInt's own division rounds towards zero. */
export const floorDiv = (a: bigint, b: bigint): bigint => a / b - (a % b < 0n ? 1n : 0n);

/** Microseconds since 1970 as an ISO time; the bare number where no calendar reaches. */
export function timestampText(micros: bigint): string {
  const millis = floorDiv(micros, 1000n);
  const date = new Date(Number(millis));
  if (Number.isNaN(date.getTime())) return `${micros} µs`;
  return date.toISOString().replace('Z', `${String(micros - millis * 1000n).padStart(3, '0')}Z`);
}

/** Days since 1970 as an ISO date. */
export function dateText(days: number): string {
  const date = new Date(days * 86_400_000);
  return Number.isNaN(date.getTime()) ? `${days} d` : date.toISOString().slice(0, 10);
}
