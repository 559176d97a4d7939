import { textOf } from './ascii.ts';
import { Changed } from './changes.ts';
import type { Value } from './value.ts';
import { Kind } from './value.ts';

/** Powers of ten that a double holds exactly: dividing an exact integer by one of them rounds once, hence correctly. */
export const EXACT_POWERS = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));

/** Most digits of an integer that can be added up in a double without rounding. */
export const EXACT_DIGITS = 15;

const MOST_NEGATIVE = -(2n ** 63n);
const MOST_POSITIVE = 2n ** 63n - 1n;
/** A plus sign before more digits than this is taken for a telephone number's. */
const SIGNED_DIGITS = 6;

/** Reads bytes [start, end) as a decimal number; `Kind.other` where they are none. Fills `value.number` and, for integers, the words. */
export function readNumber(bytes: Uint8Array, start: number, end: number, value: Value): Kind {
  let i = start;
  const sign = bytes[i]!;
  if (sign === 45 || sign === 43) i++;
  const integerStart = i;
  while (i < end && (bytes[i]! - 48) >>> 0 <= 9) i++;
  const integerDigits = i - integerStart;
  let fractionDigits = 0;
  const plain = i === end;
  if (!plain && bytes[i] === 46) {
    const from = ++i;
    while (i < end && (bytes[i]! - 48) >>> 0 <= 9) i++;
    fractionDigits = i - from;
  }
  if (integerDigits + fractionDigits === 0) return Kind.other;
  const exponentEnd = i < end ? skipExponent(bytes, i, end) : i;
  if (exponentEnd !== end) return Kind.other;
  value.isInt64 = false;
  if (sign === 43) value.changes |= Changed.sign;
  const padded = integerDigits > 1 && bytes[integerStart] === 48;
  if (plain) {
    const kind = readInteger(bytes, start, end, integerDigits, value);
    return padded || (sign === 43 && integerDigits > SIGNED_DIGITS) ? Kind.digits : kind;
  }
  const hasExponent = i !== end;
  const kind = hasExponent
    ? readExactly(bytes, start, end, value)
    : readFixed(bytes, start, end, fractionDigits, value);
  if (padded) return Kind.digits;
  return !hasExponent && mayBeGroup(bytes, integerStart, integerDigits, fractionDigits) ? Kind.thousandths : kind;
}

/** True for `1.234`, whose point might separate thousands: three digits behind it, at most three before it, no zero first. */
export const mayBeGroup = (bytes: Uint8Array, start: number, whole: number, fraction: number): boolean =>
  fraction === 3 && whole > 0 && whole <= 3 && bytes[start] !== 48;

function skipExponent(bytes: Uint8Array, start: number, end: number): number {
  let i = start;
  if ((bytes[i]! | 32) !== 101) return start;
  i++;
  if (bytes[i] === 45 || bytes[i] === 43) i++;
  const from = i;
  while (i < end && (bytes[i]! - 48) >>> 0 <= 9) i++;
  return i === from ? start : i;
}

function readInteger(bytes: Uint8Array, start: number, end: number, digits: number, value: Value): Kind {
  if (digits > EXACT_DIGITS) return readLongInteger(bytes, start, end, value);
  const negative = bytes[start] === 45;
  let sum = 0;
  for (let i = end - digits; i < end; i++) sum = sum * 10 + (bytes[i]! - 48);
  value.number = negative ? -sum : sum;
  setWords(value, value.number);
  // Minus zero is a number that an integer can't tell from zero.
  return negative && sum === 0 ? Kind.decimal : Kind.integer;
}

function setWords(value: Value, integer: number): void {
  value.isInt64 = true;
  value.high = Math.floor(integer / 4294967296);
  value.low = integer - value.high * 4294967296;
}

function readLongInteger(bytes: Uint8Array, start: number, end: number, value: Value): Kind {
  const text = textOf(bytes, start, end);
  value.number = Number(text);
  const exact = BigInt(text.startsWith('+') ? text.slice(1) : text);
  if (exact < MOST_NEGATIVE || exact > MOST_POSITIVE) return Kind.digits;
  value.isInt64 = true;
  value.low = Number(BigInt.asUintN(32, exact));
  value.high = Number(BigInt.asIntN(32, exact >> 32n));
  return Number.isSafeInteger(value.number) ? Kind.integer : Kind.bigInteger;
}

function readFixed(bytes: Uint8Array, start: number, end: number, fractionDigits: number, value: Value): Kind {
  let sum = 0;
  let significant = 0;
  for (let i = start; i < end; i++) {
    const digit = bytes[i]! - 48;
    if (digit >>> 0 > 9) continue;
    sum = sum * 10 + digit;
    if (sum > 0) significant++;
  }
  if (significant > EXACT_DIGITS || fractionDigits > 22) return readExactly(bytes, start, end, value);
  const magnitude = sum / EXACT_POWERS[fractionDigits]!;
  value.number = bytes[start] === 45 ? -magnitude : magnitude;
  noteWhole(value);
  return Kind.decimal;
}

function readExactly(bytes: Uint8Array, start: number, end: number, value: Value): Kind {
  const text = textOf(bytes, start, end);
  value.number = Number(text);
  noteWhole(value);
  return keepsDigits(text, value.number) ? Kind.decimal : Kind.digits;
}

/** `17850.0` is an integer by value; a column that was told to be one takes it. */
function noteWhole(value: Value): void {
  if (Number.isSafeInteger(value.number)) setWords(value, value.number);
}

/**
 * True if the text says no more than the double does: its digits are the shortest that name the double, or the double's own
 * digits written out (`%.17g`). Other long decimals would be rounded.
 */
export function keepsDigits(text: string, number: number): boolean {
  if (!Number.isFinite(number)) return false;
  const [digits, exponent] = scientific(text);
  if (digits === '') return true;
  if (number === 0) return false;
  const same = (other: string): boolean => {
    const [otherDigits, otherExponent] = scientific(other);
    return otherDigits === digits && otherExponent === exponent;
  };
  return same(String(number)) || (digits.length <= 100 && same(number.toPrecision(digits.length)));
}

/** The significant digits without zeros at either end, and the power of ten of the first. */
function scientific(text: string): [digits: string, exponent: number] {
  const [mantissa = '', power = '0'] = text.replace(/^[+-]/, '').toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const all = whole + fraction;
  const first = all.search(/[1-9]/);
  if (first < 0) return ['', 0];
  return [all.slice(first).replace(/0+$/, ''), Number(power) + whole.length - first];
}
