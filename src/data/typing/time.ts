import { Changed } from './changes.ts';
import { daysFromCivil, fullYear, isDate } from './civil.ts';
import { cursor, isLetterUnit, peek, readDigits, readExactDigits, skip, skipSpaces } from './cursor.ts';
import { folded, isDigitUnit } from './fold.ts';
import { readNamedDate } from './time-names.ts';
import { certain, Clock, readFraction, readTimeOfDay, readZone } from './time-of-day.ts';
import type { DayOrder, Value } from './value.ts';
import { DAY_ORDERS, Kind } from './value.ts';

const SPACE = 32;
const MINUS = 45;
const POINT = 46;
const SLASH = 47;
const [YEAR, MONTH, DAY, DAY_NUMBER] = [0x5e74, 0x6708, 0x65e5, 0x53f7]; // 年 月 日 号
const [STAR, PERIOD, WEEK] = [0x661f, 0x671f, 0x5468]; // 星期, 周

const isSeparator = (unit: number): boolean => unit === MINUS || unit === SLASH || unit === POINT || unit === SPACE;

/**
 * Reads the `folded` text as a date or a time: `2024-03-01`, `1/3/2024` in whichever order the column turns out to have, `5 Mar 2024`,
 * `2024年3月5日`, `20240305T1230`; then a time of day with an optional fraction, half of the day and zone.
 */
export function readTime(value: Value): Kind {
  cursor.at = 0;
  value.shortYear = false;
  const kind = isDigitUnit(folded[0]!) ? readNumeric(value) : Kind.other;
  if (kind !== Kind.other || !mayBeNamed()) return kind;
  cursor.at = 0;
  return readNamedDate(value);
}

/** True where letters stand at the beginning or soon behind it, as a month's or a weekday's name does. */
function mayBeNamed(): boolean {
  for (let i = 0; i < 6 && folded[i] !== 0; i++) if (isLetterUnit(folded[i]!)) return true;
  return false;
}

function readNumeric(value: Value): Kind {
  const first = readDigits(8);
  const width = cursor.at;
  const separator = peek();
  if (width === 8) return separator === 84 ? readCompactWithT(first, value) : Kind.other;
  if ((width === 4 || width === 2) && separator === YEAR) return readChinese(first, width, value);
  if (!isSeparator(separator) || (width !== 4 && width > 2)) return Kind.other;
  cursor.at++;
  const from = cursor.at;
  const second = readDigits(2);
  const secondWidth = cursor.at - from;
  if (second < 0 || !skip(separator)) return Kind.other;
  if (width === 4) return yearFirst(first, second, secondWidth, separator, value);
  return yearLast(first, second, separator, width === 2 && secondWidth === 2, value);
}

function yearFirst(year: number, month: number, monthWidth: number, separator: number, value: Value): Kind {
  const from = cursor.at;
  const day = readDigits(2);
  // `2024.3.1` may be a version's number, and blanks separate anything.
  const padded = monthWidth === 2 && cursor.at - from === 2;
  if (!isDate(year, month, day) || (!padded && (separator === POINT || separator === SPACE))) return Kind.other;
  if (separator !== MINUS) value.changes |= Changed.dateForm;
  value.days = daysFromCivil(year, month, day);
  return certain(readTimeOfDay(value), value);
}

function yearLast(first: number, second: number, separator: number, padded: boolean, value: Value): Kind {
  const from = cursor.at;
  const third = readDigits(4);
  const width = cursor.at - from;
  if (width !== 4 && width !== 2) return Kind.other;
  value.shortYear = width === 2;
  // `1.2.10` may be a version's number, `1-2-10` anything.
  const loose = separator === SLASH || (!value.shortYear && separator !== SPACE);
  if (!padded && !loose) return Kind.other;
  value.first = first;
  value.second = second;
  value.third = third;
  value.orders = ordersOf(value, padded, separator);
  if (value.orders === 0) return Kind.other;
  value.changes |= Changed.dateForm | (value.shortYear ? Changed.twoDigitYear : 0);
  const clock = readTimeOfDay(value);
  return clock === Clock.read ? Kind.openDate : certain(clock, value);
}

/** The orders in which the three numbers are a date that exists. */
function ordersOf(value: Value, padded: boolean, separator: number): number {
  let orders = 0;
  for (let order = 0; order < 2; order++) if (existsIn(value, DAY_ORDERS[order]!)) orders |= 1 << order;
  if (!value.shortYear || !padded || !existsIn(value, 'ymd')) return orders;
  // With slashes the year leads only where nothing else fits, or where the options say so.
  return orders | (orders === 0 || separator !== SLASH ? YEAR_FIRST | IF_ASKED : IF_ASKED);
}

const YEAR_FIRST = 1 << DAY_ORDERS.indexOf('ymd');
/** Beside the bits of DAY_ORDERS: the year may lead if the options say that it does. */
const IF_ASKED = 1 << DAY_ORDERS.length;

/** True for an open date that exists in this order; `asked`: the options named it. */
export const fitsOrder = ({ orders }: Value, order: DayOrder, asked: boolean): boolean =>
  (orders & ((1 << DAY_ORDERS.indexOf(order)) | (asked && order === 'ymd' ? IF_ASKED : 0))) !== 0;

const existsIn = (value: Value, order: DayOrder): boolean => !Number.isNaN(openDays(value, order));

/** The days of an open date in the order given; NaN where it is no date. */
export function openDays({ first, second, third, shortYear }: Value, order: DayOrder): number {
  const [year, month, day] =
    order === 'dmy' ? [third, second, first] : order === 'mdy' ? [third, first, second] : [first, second, third];
  const full = shortYear ? fullYear(year) : year;
  return isDate(full, month, day) ? daysFromCivil(full, month, day) : NaN;
}

/** `2024年3月5日`, `2024年3月`, with a weekday and a time of day. */
function readChinese(first: number, width: number, value: Value): Kind {
  value.shortYear = width === 2;
  const year = value.shortYear ? fullYear(first) : first;
  cursor.at++;
  const month = readDigits(2);
  if (month < 0 || !skip(MONTH)) return Kind.other;
  const hasDay = isDigitUnit(peek());
  const day = hasDay ? readDigits(2) : 1;
  if (hasDay && !skip(DAY) && !skip(DAY_NUMBER)) return Kind.other;
  if (!isDate(year, month, day) || (!hasDay && peek() !== 0)) return Kind.other;
  value.days = daysFromCivil(year, month, day);
  value.changes |= Changed.dateForm | (value.shortYear ? Changed.twoDigitYear : 0);
  skipChineseWeekday();
  return certain(readTimeOfDay(value, SPACE), value);
}

/** `星期二`, `周二`, with or without a blank before it. */
function skipChineseWeekday(): void {
  const from = cursor.at;
  skipSpaces();
  if (skip(WEEK) || (skip(STAR) && skip(PERIOD))) cursor.at++;
  else cursor.at = from;
}

/** `20240305T123000` with a fraction and a zone, or without seconds. */
function readCompactWithT(date: number, value: Value): Kind {
  cursor.at++;
  if (!setCompactDay(date, value)) return Kind.other;
  value.micros = 0;
  value.zoned = false;
  value.hasTime = true;
  const hour = readExactDigits(2);
  const minute = readExactDigits(2);
  const second = isDigitUnit(peek()) ? readExactDigits(2) : 0;
  if (hour < 0 || minute < 0 || second < 0 || hour > 23 || minute > 59 || second > 59) return Kind.other;
  value.seconds = hour * 3600 + minute * 60 + second;
  value.changes |= Changed.dateForm;
  return readFraction(value) ? certain(readZone(value), value) : Kind.other;
}

function setCompactDay(date: number, value: Value): boolean {
  const year = Math.floor(date / 10000);
  const month = Math.floor(date / 100) % 100;
  if (!isDate(year, month, date % 100)) return false;
  value.days = daysFromCivil(year, month, date % 100);
  return true;
}

/** Years in which a whole number is taken for a date. */
const FIRST_YEAR = 1900;
const LAST_YEAR = 2100;

/** A whole number of a column named like a time: `20240305` or `20240305123000`, where it is one; else the integer it is. */
export function readCompact(digits: number, value: Value): Kind {
  if (digits !== 8 && digits !== 14) return Kind.integer;
  const date = digits === 8 ? value.number : Math.floor(value.number / 1e6);
  const year = Math.floor(date / 10000);
  if (year < FIRST_YEAR || year > LAST_YEAR || !setCompactDay(date, value)) return Kind.integer;
  const time = digits === 8 ? 0 : value.number % 1e6;
  const [hour, minute, second] = [Math.floor(time / 10000), Math.floor(time / 100) % 100, time % 100];
  if (hour > 23 || minute > 59 || second > 59) return Kind.integer;
  value.seconds = hour * 3600 + minute * 60 + second;
  value.micros = 0;
  value.hasTime = digits === 14;
  value.zoned = false;
  return value.hasTime ? Kind.compactTime : Kind.compactDate;
}
