import { isWeekday, monthOf } from './calendar-names.ts';
import { Changed } from './changes.ts';
import { daysFromCivil, fullYear, isDate } from './civil.ts';
import { cursor, isLetterUnit, peek, readDigits, readExactDigits, readLetters, skip, skipSpaces } from './cursor.ts';
import { folded, isDigitUnit } from './fold.ts';
import { certain, Clock, readClock, readTimeOfDay, readZoneOnly } from './time-of-day.ts';
import type { Value } from './value.ts';
import { Kind } from './value.ts';

const COLON = 58;
const ORDINALS = new Set(['st', 'nd', 'rd', 'th']);

/** A date's three parts as written: the month's place, and each number with its digits. */
const numbers = [0, 0, 0];
const widths = [0, 0, 0];
let monthAt = -1;

/**
 * A date with its month's name: `5 March 2024`, `5-Mar-24`, `March 5th, 2024`, `Tue, 05 Mar 2024 12:30:00 GMT`,
 * `10/Oct/2000:13:55:36 -0700`, `Tue Mar  5 12:30:00 2024`.
 */
export function readNamedDate(value: Value): Kind {
  monthAt = -1;
  if (!skipWeekday()) return Kind.other;
  for (let part = 0; part < 3; part++) {
    if (part === 2 && monthAt === 0 && isClockNext()) return readYearLast(value);
    if (!readPart(part)) return Kind.other;
    if (part < 2) skipSeparators();
  }
  if (monthAt < 0 || monthAt === 2) return Kind.other;
  if (!setDay(value, monthAt === 1 && widths[0] === 4)) return Kind.other;
  return certain(readTimeOfDay(value, COLON), value);
}

/** Passes over a weekday and what follows it; false where the first word is neither a weekday nor a month. */
function skipWeekday(): boolean {
  const from = cursor.at;
  if (!isLetterUnit(peek())) return true;
  const word = readLetters();
  if (isWeekday(word)) {
    skip(46);
    skip(44);
    skipSpaces();
    return true;
  }
  cursor.at = from;
  return monthOf(word) !== undefined;
}

function readPart(part: number): boolean {
  const from = cursor.at;
  if (isLetterUnit(peek())) {
    const month = monthOf(readLetters());
    if (month === undefined || monthAt >= 0) return false;
    skip(46);
    monthAt = part;
    numbers[part] = month;
    return true;
  }
  numbers[part] = readDigits(4);
  widths[part] = cursor.at - from;
  skipOrdinal();
  return numbers[part]! >= 0;
}

function skipOrdinal(): void {
  const from = cursor.at;
  if (isLetterUnit(peek()) && !ORDINALS.has(readLetters())) cursor.at = from;
}

/** At most two of blank, comma, minus and slash. */
function skipSeparators(): void {
  for (let count = 0; count < 2; count++) {
    const unit = peek();
    if (unit === 32 || unit === 44 || unit === 45 || unit === 47) cursor.at++;
  }
}

const isClockNext = (): boolean =>
  isDigitUnit(peek()) && (folded[cursor.at + 1] === COLON || folded[cursor.at + 2] === COLON);

/** Takes the parts as a date; true where it exists. A year of two digits comes last. */
function setDay(value: Value, yearLeads: boolean): boolean {
  const yearAt = yearLeads ? 0 : 2;
  const dayAt = 3 - yearAt - monthAt;
  if (widths[dayAt]! > 2 || (widths[yearAt] !== 4 && widths[yearAt] !== 2)) return false;
  value.shortYear = widths[yearAt] === 2;
  const year = value.shortYear ? fullYear(numbers[yearAt]!) : numbers[yearAt]!;
  const [month, day] = [numbers[monthAt]!, numbers[dayAt]!];
  if (!isDate(year, month, day)) return false;
  value.days = daysFromCivil(year, month, day);
  value.changes |= Changed.monthName | (value.shortYear ? Changed.twoDigitYear : 0);
  return true;
}

/** As `ctime` and `date` write: time of day and zone stand between day and year. */
function readYearLast(value: Value): Kind {
  value.seconds = 0;
  value.micros = 0;
  value.zoned = false;
  value.hasTime = true;
  if (!readClock(value)) return Kind.other;
  const clock = readZoneOnly(value);
  skipSpaces();
  numbers[2] = readExactDigits(4);
  widths[2] = 4;
  if (clock === Clock.none || numbers[2] < 0 || peek() !== 0 || !setDay(value, false)) return Kind.other;
  return certain(clock, value);
}
