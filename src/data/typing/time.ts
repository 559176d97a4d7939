import { daysFromCivil, isDate } from './civil.ts';
import type { Value } from './value.ts';
import { Kind } from './value.ts';

// The position reached, beside the value read: a tuple per field would be garbage by the million.
let at = 0;

function digits(bytes: Uint8Array, end: number, most: number): number {
  let number = 0;
  const last = Math.min(end, at + most);
  const from = at;
  while (at < last) {
    const digit = bytes[at]! - 48;
    if (digit >>> 0 > 9) break;
    number = number * 10 + digit;
    at++;
  }
  return at === from ? -1 : number;
}

/**
 * Reads bytes [start, end) as a date or a time: `2024-03-01`, `2024/3/1`, then `T` or a space and a time of day with an optional
 * fraction and zone; `1/3/2024`, `1-3-2024` and `1.3.2024` in whichever order the column turns out to have.
 */
export function readTime(bytes: Uint8Array, start: number, end: number, value: Value): Kind {
  at = start;
  const first = digits(bytes, end, 4);
  const width = at - start;
  const separator = bytes[at]!;
  if (first < 0 || at >= end || (separator !== 45 && separator !== 47 && separator !== 46)) return Kind.other;
  at++;
  const second = digits(bytes, end, 2);
  if (second < 0 || bytes[at] !== separator || at >= end) return Kind.other;
  at++;
  if (width === 4) return separator === 46 ? Kind.other : yearFirst(bytes, end, first, second, value);
  return width <= 2 ? yearLast(bytes, end, first, second, value) : Kind.other;
}

function yearFirst(bytes: Uint8Array, end: number, year: number, month: number, value: Value): Kind {
  const day = digits(bytes, end, 2);
  if (!isDate(year, month, day)) return Kind.other;
  value.days = daysFromCivil(year, month, day);
  if (!readTimeOfDay(bytes, end, value)) return Kind.other;
  return value.hasTime ? Kind.time : Kind.date;
}

function yearLast(bytes: Uint8Array, end: number, first: number, second: number, value: Value): Kind {
  const from = at;
  value.year = digits(bytes, end, 4);
  if (at - from !== 4) return Kind.other;
  value.first = first;
  value.second = second;
  const dayFirst = isDate(value.year, second, first);
  const monthFirst = isDate(value.year, first, second);
  if (!dayFirst && !monthFirst) return Kind.other;
  if (!readTimeOfDay(bytes, end, value)) return Kind.other;
  if (dayFirst && monthFirst) return first === second ? Kind.sameEitherWay : Kind.eitherOrder;
  return dayFirst ? Kind.dayFirst : Kind.monthFirst;
}

/** The days of a slash date read by `readTime`, in the order given. */
export const slashDays = (value: Value, order: 'dmy' | 'mdy'): number =>
  order === 'dmy'
    ? daysFromCivil(value.year, value.second, value.first)
    : daysFromCivil(value.year, value.first, value.second);

function readTimeOfDay(bytes: Uint8Array, end: number, value: Value): boolean {
  value.seconds = 0;
  value.micros = 0;
  value.hasTime = at < end;
  value.zoned = false;
  if (!value.hasTime) return true;
  if (bytes[at] !== 84 && bytes[at] !== 32) return false;
  at++;
  let hour = digits(bytes, end, 2);
  if (hour < 0 || bytes[at] !== 58 || at >= end) return false;
  at++;
  const minuteFrom = at;
  const minute = digits(bytes, end, 2);
  if (at - minuteFrom !== 2 || minute > 59) return false;
  const second = readSeconds(bytes, end, value);
  if (second < 0) return false;
  hour = readHalfDay(bytes, end, hour);
  if (hour < 0 || hour > 23) return false;
  value.seconds = hour * 3600 + minute * 60 + second;
  return readZone(bytes, end, value) && at === end;
}

/** Seconds and fraction, if written; -1 where they are no time. More than six decimals are more than a microsecond holds. */
function readSeconds(bytes: Uint8Array, end: number, value: Value): number {
  if (at >= end || bytes[at] !== 58) return 0;
  at++;
  const from = at;
  const second = digits(bytes, end, 2);
  if (at - from !== 2 || second > 59) return -1;
  if (at < end && (bytes[at] === 46 || bytes[at] === 44)) {
    at++;
    if (!readFraction(bytes, end, value)) return -1;
  }
  return second;
}

function readFraction(bytes: Uint8Array, end: number, value: Value): boolean {
  const from = at;
  let micros = digits(bytes, end, 6);
  if (micros < 0) return false;
  for (let written = at - from; written < 6; written++) micros *= 10;
  value.micros = micros;
  while (at < end && (bytes[at]! - 48) >>> 0 <= 9) if (bytes[at++] !== 48) value.altered = true;
  return true;
}

/** `3 PM` → 15; the hour as it is where no half of the day is written; -1 where both disagree. */
function readHalfDay(bytes: Uint8Array, end: number, hour: number): number {
  let i = at;
  if (i < end && bytes[i] === 32) i++;
  const letter = i < end ? bytes[i]! | 32 : 0;
  if ((letter !== 97 && letter !== 112) || i + 1 >= end || (bytes[i + 1]! | 32) !== 109) return hour;
  at = i + 2;
  if (hour < 1 || hour > 12) return -1;
  return (hour % 12) + (letter === 112 ? 12 : 0);
}

function readZone(bytes: Uint8Array, end: number, value: Value): boolean {
  if (at >= end) return true;
  value.zoned = true;
  if (bytes[at] === 32) at++;
  const sign = bytes[at];
  if (sign === 90 || sign === 122) {
    at++;
    return true;
  }
  if (sign === 43 || sign === 45) return readOffset(bytes, end, sign === 43 ? -1 : 1, value);
  const name = at + 3 <= end ? String.fromCharCode(bytes[at]!, bytes[at + 1]!, bytes[at + 2]!) : '';
  at += 3;
  return name === 'UTC' || name === 'GMT';
}

function readOffset(bytes: Uint8Array, end: number, direction: number, value: Value): boolean {
  at++;
  const from = at;
  const hours = digits(bytes, end, 2);
  if (at - from !== 2 || hours > 18) return false;
  let minutes = 0;
  if (at < end) {
    if (bytes[at] === 58) at++;
    const minutesFrom = at;
    minutes = digits(bytes, end, 2);
    if (at - minutesFrom !== 2 || minutes > 59) return false;
  }
  value.seconds += direction * (hours * 3600 + minutes * 60);
  return true;
}
