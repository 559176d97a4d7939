import { isDate } from '../../typing/civil.ts';

/** The names of the months as numbers, so that none is ever made a string. */
const MONTH_CODES = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'].map((name) =>
  codeOf(name.charCodeAt(0), name.charCodeAt(1), name.charCodeAt(2)),
);
const ZERO = 48;
const SPACE = 32;
const DASH = 45;
const PLUS = 43;
const SLASH = 47;
const COLON = 58;
const T = 84;

function codeOf(a: number, b: number, c: number): number {
  return (a << 16) | (b << 8) | c;
}

// What the last `readLogTime` read; a record per line would be garbage by the million.
let year = 0;
let month = 0;
let day = 0;
let clock = 0;

/** True if bytes [start, end) are `10/Oct/2000:13:55:36 -0700`, a time that exists; `writeIso` then writes it. */
export function readLogTime(bytes: Uint8Array, start: number, end: number): boolean {
  const short = bytes[start + 1] === SLASH;
  const at = short ? start + 1 : start + 2;
  if (end - at !== 24 || bytes[at] !== SLASH || bytes[at + 4] !== SLASH || bytes[at + 9] !== COLON) return false;
  day = short ? bytes[start]! - ZERO : two(bytes, start);
  month = MONTH_CODES.indexOf(codeOf(bytes[at + 1]!, bytes[at + 2]!, bytes[at + 3]!)) + 1;
  year = two(bytes, at + 5) * 100 + two(bytes, at + 7);
  clock = at + 10;
  return isDate(year, month, day) && isClock(bytes);
}

function isClock(bytes: Uint8Array): boolean {
  if (bytes[clock + 2] !== COLON || bytes[clock + 5] !== COLON || bytes[clock + 8] !== SPACE) return false;
  const sign = bytes[clock + 9];
  if (sign !== PLUS && sign !== DASH) return false;
  const within = (offset: number, most: number): boolean => {
    const number = two(bytes, clock + offset);
    return number >= 0 && number <= most;
  };
  return within(0, 23) && within(3, 59) && within(6, 59) && within(10, 18) && within(12, 59);
}

/** Two digits as a number; far below zero where they are none. */
function two(bytes: Uint8Array, at: number): number {
  const tens = bytes[at]! - ZERO;
  const ones = bytes[at + 1]! - ZERO;
  return tens >>> 0 > 9 || ones >>> 0 > 9 ? -1e6 : tens * 10 + ones;
}

/** Writes the time read last over itself, from `start` on, as `2000-10-10T13:55:36-0700`: 24 bytes in the place of 25 or 26. Answers the end. */
export function writeIso(bytes: Uint8Array, start: number): number {
  writeTwo(bytes, start, Math.floor(year / 100));
  writeTwo(bytes, start + 2, year % 100);
  bytes[start + 4] = DASH;
  writeTwo(bytes, start + 5, month);
  bytes[start + 7] = DASH;
  writeTwo(bytes, start + 8, day);
  bytes[start + 10] = T;
  bytes.copyWithin(start + 11, clock, clock + 8);
  bytes.copyWithin(start + 19, clock + 9, clock + 14);
  return start + 24;
}

function writeTwo(bytes: Uint8Array, at: number, number: number): void {
  bytes[at] = ZERO + Math.floor(number / 10);
  bytes[at + 1] = ZERO + (number % 10);
}
