import type { Dialect } from '../contract/dialect.ts';
import type { Dataset } from '../contract/project.ts';
import type { CalendarUnit, Transition } from '../core/calendar.ts';
import { HOUR, SECOND, WEEK_SHIFT, partOfHour, zoneTransitions } from '../core/calendar.ts';

/** The offsets of the project's zone over the time that its events span. */
export function datasetTransitions(data: Dataset): Transition[] {
  const range = data.range ?? { first: 0, last: 0 };
  return zoneTransitions(data.settings.zone, range.first, range.last);
}

/** A CASE over the zone's transitions, or the bare expression where one offset holds throughout. */
function byOffset(time: string, transitions: Transition[], sql: Dialect, shifted: (offset: number) => string): string {
  const last = shifted(transitions.at(-1)!.offset);
  const earlier = transitions
    .slice(0, -1)
    .map((each, n) => `WHEN ${time} < ${sql.timestamp(transitions[n + 1]!.from)} THEN ${shifted(each.offset)}`);
  return earlier.length > 0 ? `CASE ${earlier.join(' ')} ELSE ${last} END` : `(${last})`;
}

/** A UTC time as the clock on the wall shows it in the project's zone. DuckDB-WASM has no ICU, so the offsets are written out. */
export const localTime = (time: string, data: Dataset, sql: Dialect): string =>
  byOffset(time, datasetTransitions(data), sql, (offset) => sql.addSeconds(time, offset / SECOND));

/** Real hours since 1970, not hours of the day: so a changeover day has 23 or 25. */
function hourNumber(time: string, data: Dataset, sql: Dialect): string {
  const transitions = datasetTransitions(data);
  const shifted = (offset: number) => `floor((${sql.epochMs(time)} + ${partOfHour(offset)}) / ${HOUR})`;
  const simple = transitions.every((each) => partOfHour(each.offset) === partOfHour(transitions[0]!.offset));
  return simple ? shifted(transitions[0]!.offset) : byOffset(time, transitions, sql, shifted);
}

/**
 * The number of the calendar bucket, in the project's zone and week, that a UTC time falls in, as INTEGER: hours, days,
 * weeks or months since the one that holds 1970-01-01. `bucketName` of core/calendar names it.
 */
export function bucketNumber(unit: CalendarUnit, time: string, data: Dataset, sql: Dialect): string {
  if (unit === 'hour') return `CAST(${hourNumber(time, data, sql)} AS INTEGER)`;
  const local = localTime(time, data, sql);
  if (unit === 'month') return `CAST(${sql.monthNumber(local)} AS INTEGER)`;
  if (unit === 'day') return `CAST(${sql.dayNumber(local)} AS INTEGER)`;
  return `CAST(floor((${sql.dayNumber(local)} + ${WEEK_SHIFT[data.settings.weekStart]}) / 7) AS INTEGER)`;
}
