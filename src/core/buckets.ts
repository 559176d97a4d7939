import type { CalendarUnit, Transition, WeekStart } from './calendar.ts';
import { DAY, HOUR, WEEK_SHIFT, partOfHour } from './calendar.ts';

const US = 1000;
const DAY_US = DAY * US;
const HOUR_US = HOUR * US;

/** Months since January 1970 of a day since 1970-01-01, by the arithmetic of the proleptic Gregorian calendar. */
export function monthOfDay(day: number): number {
  // Counted from 1 March of the year 0, so that leap days come last.
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = fromMarch < 10 ? fromMarch + 2 : fromMarch - 10;
  const year = yearOfEra + era * 400 + (month <= 1 ? 1 : 0);
  return (year - 1970) * 12 + month;
}

/** What the zone's clock shows at a time, as µs since 1970 read as if it were UTC. Fast where one call is near the last. */
export function wallClock(transitions: readonly Transition[]): (us: number) => number {
  const from = Float64Array.from(transitions, (each) => each.from * US);
  const offsets = Float64Array.from(transitions, (each) => each.offset * US);
  let at = 0;
  return (us) => {
    while (at > 0 && us < from[at]!) at--;
    while (at + 1 < from.length && us >= from[at + 1]!) at++;
    return us + offsets[at]!;
  };
}

/** Real hours since 1970, begun as the zone's clock begins them. */
function hours(transitions: readonly Transition[]): (us: number) => number {
  const parts = transitions.map(({ from, offset }) => ({ from, offset: partOfHour(offset) }));
  const shifted = wallClock(parts);
  return (us) => Math.floor(shifted(us) / HOUR_US);
}

/**
 * The number of the calendar bucket that a time (epoch µs) falls in, as `bucketNumber` of sql/calendar.ts numbers them:
 * for walks that place every event themselves.
 */
export function bucketer(
  unit: CalendarUnit,
  weekStart: WeekStart,
  transitions: readonly Transition[],
): (us: number) => number {
  if (unit === 'hour') return hours(transitions);
  const wall = wallClock(transitions);
  const day = (us: number) => Math.floor(wall(us) / DAY_US);
  if (unit === 'day') return day;
  if (unit === 'month') return (us) => monthOfDay(day(us));
  const shift = WEEK_SHIFT[weekStart];
  return (us) => Math.floor((day(us) + shift) / 7);
}
