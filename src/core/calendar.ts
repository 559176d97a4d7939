import { AppError } from './errors.ts';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const WEEK = 7 * DAY;

export type CalendarUnit = 'hour' | 'day' | 'week' | 'month';
export type WeekStart = 'monday' | 'sunday';

const DURATION = /^(\d+(?:\.\d+)?)\s*([smhdw])$/;
const UNIT_MS: Record<string, number> = { s: SECOND, m: MINUTE, h: HOUR, d: DAY, w: WEEK };

/** `30m`, `12h`, `7d`, `2w` in milliseconds (a day is 24 hours); null for `none`. Throws `params.bad-duration`. */
export function parseDuration(text: string): number | null {
  const trimmed = text.trim().toLowerCase();
  if (trimmed === 'none') return null;
  const match = DURATION.exec(trimmed);
  const ms = match ? Math.round(Number(match[1]) * UNIT_MS[match[2]!]!) : 0;
  if (ms <= 0) throw new AppError('params.bad-duration', { value: text });
  return ms;
}

/** A zone's offset from UTC (ms, positive in the east) from `from` (epoch ms) until the next transition. */
export interface Transition {
  from: number;
  offset: number;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clock(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known) return known;
  try {
    const digits = { year: 'numeric', month: 'numeric', day: 'numeric' } as const;
    const time = { hour: 'numeric', minute: 'numeric', second: 'numeric', hourCycle: 'h23' } as const;
    const made = new Intl.DateTimeFormat('en-US', { ...digits, ...time, timeZone: zone, era: 'short' });
    clocks.set(zone, made);
    return made;
  } catch (cause) {
    throw new AppError('data.bad-zone', { zone }, { cause });
  }
}

/** What a clock on the wall shows in the zone, read as if it were UTC, minus UTC: exact to the second. Throws `data.bad-zone`. */
export function zoneOffset(zone: string, ms: number): number {
  const whole = Math.floor(ms / SECOND) * SECOND;
  const parts = clock(zone).formatToParts(whole);
  const part = (type: string) => Number(parts.find((each) => each.type === type)!.value);
  const year = parts.some((each) => each.type === 'era' && each.value.startsWith('B'))
    ? 1 - part('year')
    : part('year');
  const wall = new Date(0);
  wall.setUTCFullYear(year, part('month') - 1, part('day'));
  wall.setUTCHours(part('hour'), part('minute'), part('second'));
  return wall.getTime() - whole;
}

/** Clocks had no law before the first of these and have no forecast after the second; beyond them the offset is kept. */
const EARLIEST = Date.UTC(1880, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

/** The first second in (low, high] whose offset is not that of `low`. */
function firstChange(zone: string, low: number, high: number, before: number): number {
  let [same, changed] = [low, high];
  while (changed - same > SECOND) {
    const middle = Math.floor((same + changed) / 2 / SECOND) * SECOND;
    if (zoneOffset(zone, middle) === before) same = middle;
    else changed = middle;
  }
  return changed;
}

function findTransitions(zone: string, begin: number, end: number): Transition[] {
  const found: Transition[] = [{ from: -Infinity, offset: zoneOffset(zone, begin) }];
  for (let low = begin; low < end; low += DAY) {
    let from = low;
    const high = low + DAY;
    const after = zoneOffset(zone, high);
    while (found.at(-1)!.offset !== after) {
      from = firstChange(zone, from, high, found.at(-1)!.offset);
      found.push({ from, offset: zoneOffset(zone, from) });
    }
  }
  return found;
}

/** A time as a zone's clock shows it, to the minute: `2024-06-29 18:40`. */
export const minuteText = (ms: number, zone: string): string =>
  new Date(ms + zoneOffset(zone, ms)).toISOString().slice(0, 16).replace('T', ' ');

/** The last answer for each zone: one run asks for the same one several times, and Intl is slow. */
const lastFound = new Map<string, { begin: number; end: number; transitions: Transition[] }>();

/**
 * The zone's offsets between two times, in order; the first entry holds from the beginning of time. Intl is asked once
 * a day and each change narrowed down to its second, so two changes within a day that undo each other are not seen.
 */
export function zoneTransitions(zone: string, first: number, last: number): Transition[] {
  const begin = Math.floor(Math.min(Math.max(first, EARLIEST), LATEST) / SECOND) * SECOND;
  const end = Math.min(Math.max(last, begin), LATEST);
  const known = lastFound.get(zone);
  if (known?.begin === begin && known.end === end) return known.transitions;
  const transitions = findTransitions(zone, begin, end);
  lastFound.set(zone, { begin, end, transitions });
  return transitions;
}

/** The offset (ms) that holds at a time. */
export function offsetAt(transitions: readonly Transition[], ms: number): number {
  let low = 0;
  let high = transitions.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (transitions[middle]!.from <= ms) low = middle;
    else high = middle - 1;
  }
  return transitions[low]!.offset;
}

/** Days from the Monday or Sunday before 1970-01-01, a Thursday. */
export const WEEK_SHIFT: Record<WeekStart, number> = { monday: 3, sunday: 4 };

const isoDay = (day: number): string => new Date(day * DAY).toISOString().slice(0, -14);

function monthName(index: number): string {
  const date = new Date(0);
  date.setUTCFullYear(1970, index, 1);
  return date.toISOString().slice(0, -14);
}

/** The part of an offset that is no whole hour: where local hours begin between the hours of UTC. */
export const partOfHour = (offset: number): number => ((offset % HOUR) + HOUR) % HOUR;

const isoOffset = (offset: number): string => {
  const minutes = Math.round(Math.abs(offset) / MINUTE);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
};

/** The local hour that a real hour begins; where clocks go back and show it twice, its offset tells the two apart. */
function hourName(index: number, transitions: readonly Transition[]): string {
  const offset = offsetAt(transitions, index * HOUR);
  const begin = index * HOUR - partOfHour(offset);
  const local = new Date(begin + offset).toISOString().slice(0, -8);
  const twice = [-HOUR, HOUR].some((step) => {
    const other = offsetAt(transitions, begin + step);
    return other !== offset && begin + step + other === begin + offset;
  });
  return twice ? local + isoOffset(offset) : local;
}

/**
 * The ISO name of a calendar bucket: the local date (hours: date and time) on which it begins. `index` counts hours,
 * days, weeks or months since the one that holds 1970-01-01, as `sql/calendar.ts` numbers them.
 */
export function bucketName(
  unit: CalendarUnit,
  index: number,
  weekStart: WeekStart,
  transitions: readonly Transition[],
): string {
  if (unit === 'hour') return hourName(index, transitions);
  if (unit === 'day') return isoDay(index);
  return unit === 'week' ? isoDay(index * 7 - WEEK_SHIFT[weekStart]) : monthName(index);
}

/** The number of the hour that begins at a local time written as ISO, with its offset where clocks show it twice. */
function hourIndex(name: string, transitions: readonly Transition[]): number {
  const local = Date.parse(`${name.slice(0, 16)}Z`);
  const offsets = name.length > 16 ? [local - Date.parse(name)] : transitions.map((each) => each.offset);
  const offset = offsets.find((each) => offsetAt(transitions, local - each) === each);
  return offset === undefined ? NaN : Math.floor((local - offset + partOfHour(offset)) / HOUR);
}

/** The number of the bucket that `bucketName` gave this name; NaN where no bucket has it. */
export function bucketIndex(
  unit: CalendarUnit,
  name: string,
  weekStart: WeekStart,
  transitions: readonly Transition[],
): number {
  if (unit === 'hour') return hourIndex(name, transitions);
  const day = Date.parse(`${name}T00:00:00Z`) / DAY;
  if (unit === 'day' || Number.isNaN(day)) return day;
  if (unit === 'week') return Math.floor((day + WEEK_SHIFT[weekStart]) / 7);
  const date = new Date(day * DAY);
  return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
}
