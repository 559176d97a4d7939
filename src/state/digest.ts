import { withoutTimings } from '../core/timings.ts';
import { sha256 } from '../engine/hash.ts';

/** JSON writes NaN and the infinities as null and -0 as 0; here each number is itself. */
const numberText = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));

const listText = (values: Iterable<unknown>): string => Array.from(values, exactText).join(',');

function binaryText(value: ArrayBuffer | ArrayBufferView): string {
  const { name } = value.constructor;
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    return `${name}[${listText(value as unknown as Iterable<number | bigint>)}]`;
  }
  const bytes =
    value instanceof DataView ? value.buffer.slice(value.byteOffset, value.byteOffset + value.byteLength) : value;
  return `${name}[${listText(new Uint8Array(bytes as ArrayBuffer))}]`;
}

function objectText(value: object): string {
  if (Array.isArray(value)) return `[${listText(value)}]`;
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return binaryText(value);
  if (value instanceof Date) return `Date(${numberText(value.getTime())})`;
  if (value instanceof Map) return `Map[${listText(value)}]`;
  if (value instanceof Set) return `Set[${listText(value)}]`;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, part]) => `${JSON.stringify(key)}:${exactText(part)}`).join(',')}}`;
}

/**
 * Plain data as text, one text for each value: what JSON leaves out or makes alike (NaN, -0, the infinities, undefined,
 * BigInts, typed arrays, maps, dates) is told apart; the order of an object's keys is not.
 */
export function exactText(value: unknown): string {
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'string') return JSON.stringify(value);
  return typeof value === 'object' && value !== null ? objectText(value) : String(value);
}

/** SHA-256 of a result, hex: two results have the same one exactly if they are the same to the bit, however long they took. */
export const digestOf = (result: unknown): Promise<string> =>
  sha256(new TextEncoder().encode(exactText(withoutTimings(result))));
