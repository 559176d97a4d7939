import { zoneHours } from './calendar-names.ts';
import { Changed } from './changes.ts';
import { cursor, isLetterUnit, peek, readDigits, readExactDigits, readLetters, skip, skipSpaces } from './cursor.ts';
import { folded, isDigitUnit } from './fold.ts';
import type { Value } from './value.ts';
import { Kind } from './value.ts';

const SPACE = 32;
const COMMA = 44;
const POINT = 46;
const COLON = 58;
const PLUS = 43;
const MINUS = 45;
const [MORNING, AFTERNOON, HALF] = [0x4e0a, 0x4e0b, 0x5348]; // 上午, 下午
const [HOUR, O_CLOCK, MINUTE, SECOND] = [0x65f6, 0x70b9, 0x5206, 0x79d2]; // 时 点 分 秒

/** What a time of day turned out to be. */
export const Clock = { none: 0, read: 1, unknownZone: 2 } as const;
export type Clock = (typeof Clock)[keyof typeof Clock];

/** The half of the day that was written before or behind the hour. */
const Half = { none: 0, am: 1, pm: 2 } as const;
type Half = (typeof Half)[keyof typeof Half];

/**
 * Reads what follows a date up to the end: nothing, or `T`, blanks or a comma (or `glue`) and a time of day with an optional
 * fraction, half of the day and zone.
 */
export function readTimeOfDay(value: Value, glue = 0): Clock {
  value.seconds = 0;
  value.micros = 0;
  value.zoned = false;
  value.hasTime = peek() !== 0;
  if (!value.hasTime) return Clock.read;
  if (!skipLeadIn(glue) || !readClock(value)) return Clock.none;
  return readZone(value);
}

/** The kind of a date that is certain, by what its time of day turned out to be. */
export function certain(clock: Clock, value: Value): Kind {
  if (clock === Clock.none) return Kind.other;
  if (clock === Clock.unknownZone) return Kind.zoneName;
  return value.hasTime ? Kind.time : Kind.date;
}

function skipLeadIn(glue: number): boolean {
  if (skip(84) || skip(116)) return true;
  const from = cursor.at;
  if (glue !== 0 && glue !== SPACE && skip(glue)) return true;
  skip(COMMA);
  skipSpaces();
  if (cursor.at > from && readLetters() === 'at') skipSpaces();
  return cursor.at > from || glue === SPACE;
}

/** `12:30`, `12:30:15.5`, `2:30 PM`, `下午2:30`, `14时30分15秒`; fills seconds and microseconds. */
export function readClock(value: Value): boolean {
  const chineseHalf = readChineseHalf();
  const hour = readDigits(2);
  if (hour < 0) return false;
  const seconds = peek() === HOUR || peek() === O_CLOCK ? readChineseMinutes() : readMinutes(value);
  if (seconds < 0) return false;
  const hours = chineseHalf === Half.none ? inDay(hour, readHalf()) : inChineseDay(hour, chineseHalf);
  value.seconds = hours * 3600 + seconds;
  return hours >= 0;
}

/** The hour 0 to 23; -1 where hour and half of the day don't go together. */
function inDay(hour: number, half: Half): number {
  if (hour > 23) return -1;
  if (half === Half.none) return hour;
  if (hour >= 1 && hour <= 12) return (hour % 12) + (half === Half.pm ? 12 : 0);
  return -1;
}

/** Chinese also writes 下午0:30 and 下午14:30. */
function inChineseDay(hour: number, half: Half): number {
  if (hour > 12) return half === Half.pm && hour < 24 ? hour : -1;
  return (hour % 12) + (half === Half.pm ? 12 : 0);
}

function readChineseHalf(): Half {
  const unit = peek();
  if ((unit !== MORNING && unit !== AFTERNOON) || folded[cursor.at + 1] !== HALF) return Half.none;
  cursor.at += 2;
  skipSpaces();
  return unit === AFTERNOON ? Half.pm : Half.am;
}

/** Minutes and seconds behind 时, in seconds. */
function readChineseMinutes(): number {
  cursor.at++;
  if (!isDigitUnit(peek())) return 0;
  const minute = readDigits(2);
  if (minute > 59 || !skip(MINUTE)) return -1;
  if (!isDigitUnit(peek())) return minute * 60;
  const second = readDigits(2);
  return second > 59 || !skip(SECOND) ? -1 : minute * 60 + second;
}

/** `:30` or `:30:15.25`, in seconds. */
function readMinutes(value: Value): number {
  if (!skip(COLON)) return -1;
  const minute = readExactDigits(2);
  if (minute < 0 || minute > 59) return -1;
  if (!skip(COLON)) return minute * 60;
  const second = readExactDigits(2);
  if (second < 0 || second > 59 || !readFraction(value)) return -1;
  return minute * 60 + second;
}

/** A fraction of a second, if there is one. More than six decimals are more than a microsecond holds. */
export function readFraction(value: Value): boolean {
  if (!skip(POINT) && !(peek() === COMMA && isDigitUnit(folded[cursor.at + 1]!) && skip(COMMA))) return true;
  const from = cursor.at;
  let micros = readDigits(6);
  if (micros < 0) return false;
  for (let written = cursor.at - from; written < 6; written++) micros *= 10;
  value.micros = micros;
  for (; isDigitUnit(peek()); cursor.at++) if (peek() !== 48) value.changes |= Changed.rounded;
  return true;
}

/** `AM`, `pm`, `a.m.` with or without a blank before it. */
function readHalf(): Half {
  const from = cursor.at;
  skipSpaces();
  const letter = peek() | 32;
  if (letter === 97 || letter === 112) {
    cursor.at++;
    const dotted = skip(POINT);
    if ((peek() | 32) === 109 && !isLetterUnit(folded[cursor.at + 1]!)) {
      cursor.at++;
      if (dotted) skip(POINT);
      return letter === 112 ? Half.pm : Half.am;
    }
  }
  cursor.at = from;
  return Half.none;
}

/** The zone, if one is written, up to the end; a comment in brackets may follow. Takes its offset off the seconds. */
export function readZone(value: Value): Clock {
  const zone = readZoneOnly(value);
  const from = cursor.at;
  skipSpaces();
  if (peek() === 40 && cursor.at > from) while (peek() !== 0 && !skip(41)) cursor.at++;
  else cursor.at = from;
  return peek() === 0 ? zone : Clock.none;
}

/** The zone under the cursor, and no further. */
export function readZoneOnly(value: Value): Clock {
  const from = cursor.at;
  skipSpaces();
  if (isLetterUnit(peek())) {
    const name = readLetters();
    value.zoned = true;
    const hours = zoneHours(name);
    if (hours === undefined) return name.length >= 3 && name.length <= 5 ? Clock.unknownZone : Clock.none;
    shift(value, hours * 60);
    if (hours !== 0) return Clock.read;
  }
  if (peek() === PLUS || peek() === MINUS) return readOffset(value);
  if (!value.zoned) cursor.at = from;
  return Clock.read;
}

/** `+08:00`, `+0800`, `+08`. */
function readOffset(value: Value): Clock {
  value.zoned = true;
  const direction = peek() === PLUS ? 1 : -1;
  cursor.at++;
  const hours = readExactDigits(2);
  if (hours < 0 || hours > 18) return Clock.none;
  let minutes = 0;
  if (skip(COLON) || isDigitUnit(peek())) {
    minutes = readExactDigits(2);
    if (minutes < 0 || minutes > 59) return Clock.none;
  }
  shift(value, direction * (hours * 60 + minutes));
  return Clock.read;
}

function shift(value: Value, minutes: number): void {
  if (minutes === 0) return;
  value.seconds -= minutes * 60;
  value.changes |= Changed.zone;
}
