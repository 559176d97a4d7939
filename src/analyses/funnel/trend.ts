import type { Transition, WeekStart } from '../../core/calendar.ts';
import { DAY, WEEK_SHIFT, bucketName, offsetAt, zoneTransitions } from '../../core/calendar.ts';
import type { Attempt } from './attempt.ts';
import type { Period } from './result.ts';
import type { Rules } from './rules.ts';
import { shareOf } from './share.ts';
import type { Stream } from './stream.ts';

export type TrendUnit = 'day' | 'week' | 'month';

const MOST_PERIODS = 5000;

/** The calendar of the project over the time of the log. */
export interface Calendar {
  zone: string;
  weekStart: WeekStart;
  transitions: readonly Transition[];
  /** The log's first and last time, epoch ms. */
  firstMs: number;
  lastMs: number;
}

export const calendarOf = (zone: string, weekStart: WeekStart, firstMs: number, lastMs: number): Calendar => ({
  zone,
  weekStart,
  firstMs,
  lastMs: Math.max(firstMs, lastMs),
  // Where the last period ends decides whether it is mature.
  transitions: zoneTransitions(zone, firstMs, lastMs + 32 * DAY),
});

/** The number of the period that holds a time (epoch ms), as `bucketName` counts them. */
export function periodAt(unit: TrendUnit, ms: number, { transitions, weekStart }: Calendar): number {
  const local = ms + offsetAt(transitions, ms);
  const day = Math.floor(local / DAY);
  if (unit === 'day') return day;
  if (unit === 'week') return Math.floor((day + WEEK_SHIFT[weekStart]) / 7);
  const date = new Date(local);
  return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
}

/** Epoch ms at which a period begins in its zone. */
export function periodStart(unit: TrendUnit, index: number, { transitions, weekStart }: Calendar): number {
  const local = Date.parse(`${bucketName(unit, index, weekStart, transitions)}T00:00:00Z`);
  // The offset before a change may not hold any more at the midnight that follows it.
  const guess = local - offsetAt(transitions, local);
  return local - offsetAt(transitions, guess);
}

/** The beginnings of all periods of a log, so that each event's period is a comparison or a short search away. */
class Periods {
  readonly first: number;
  private readonly starts: Float64Array;
  private at = 0;

  constructor(unit: TrendUnit, calendar: Calendar) {
    this.first = periodAt(unit, calendar.firstMs, calendar);
    const last = periodAt(unit, calendar.lastMs, calendar);
    this.starts = Float64Array.from({ length: last - this.first + 2 }, (_, n) =>
      periodStart(unit, this.first + n, calendar),
    );
  }

  /** The number of the period that holds a time of the log (epoch ms). */
  of(ms: number): number {
    const { starts } = this;
    if (ms >= starts[this.at]! && ms < starts[this.at + 1]!) return this.first + this.at;
    let low = 0;
    let high = starts.length - 2;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= ms) low = middle;
      else high = middle - 1;
    }
    this.at = low;
    return this.first + low;
  }
}

interface Seen {
  entered: number;
  converted: number;
  /** The last unit that was counted as entered, and as converted. */
  enteredBy: number;
  convertedBy: number;
}

/** Counts, for each period, the units that entered in it, and those of them whose attempts begun in it converted. */
export class TrendTally {
  private readonly periods = new Map<number, Seen>();
  private readonly calendarPeriods: Periods;
  private readonly rules: Rules;
  private readonly stream: Stream;
  private readonly unit: TrendUnit;
  private readonly calendar: Calendar;
  private readonly isEach: boolean;

  constructor(rules: Rules, stream: Stream, unit: TrendUnit, calendar: Calendar, isEach: boolean) {
    this.rules = rules;
    this.stream = stream;
    this.unit = unit;
    this.calendar = calendar;
    this.isEach = isEach;
    this.calendarPeriods = new Periods(unit, calendar);
  }

  /** The number of the period that an attempt begins in. */
  periodOf(attempt: Attempt): number {
    return this.calendarPeriods.of(this.stream.times[attempt.entry]! / 1000);
  }

  add(attempt: Attempt, unit: number): void {
    const period = this.periodOf(attempt);
    let seen = this.periods.get(period);
    if (!seen) this.periods.set(period, (seen = { entered: 0, converted: 0, enteredBy: -1, convertedBy: -1 }));
    if (this.isEach || seen.enteredBy !== unit) seen.entered++;
    seen.enteredBy = unit;
    if (attempt.depth < this.rules.required.length) return;
    if (this.isEach || seen.convertedBy !== unit) seen.converted++;
    seen.convertedBy = unit;
  }

  /** All periods from the first to the last with an entry, the empty ones only in a log of some years; `endMs`: the observation end. */
  figures(endMs: number): Period[] {
    const { unit, calendar, rules } = this;
    const numbers = [...this.periods.keys()].sort((a, b) => a - b);
    if (numbers.length === 0) return [];
    const windowMs = rules.window === Infinity ? 0 : rules.window / 1000;
    const length = numbers.at(-1)! - numbers[0]! + 1;
    const all = length > MOST_PERIODS ? numbers : Array.from({ length }, (_, n) => numbers[0]! + n);
    return all.map((period) => {
      const { entered, converted } = this.periods.get(period) ?? { entered: 0, converted: 0 };
      const isMature = periodStart(unit, period + 1, calendar) + windowMs <= endMs + 1;
      const name = bucketName(unit, period, calendar.weekStart, calendar.transitions);
      return { period: name, entered, converted, ...shareOf(converted, entered), mature: isMature };
    });
  }
}
