import type { Table } from 'apache-arrow';
import type { Context } from '../../contract/analysis.ts';
import type { WeekStart } from '../../core/calendar.ts';
import { numbers, strings } from '../../core/columns.ts';
import type { Log } from './log.ts';
import { logOf } from './log.ts';
import type { Params } from './params.ts';
import type { Rules, StepText } from './rules.ts';
import { countsAttempts, rulesOf, stepTexts } from './rules.ts';
import type { Cleaning, Stream } from './stream.ts';
import { streamOf } from './stream.ts';
import type { Calendar } from './trend.ts';
import { calendarOf } from './trend.ts';
import type { Listener } from './units.ts';
import { unitReader } from './units.ts';

export type Tables = Record<
  'log' | 'steps' | 'exclusions' | 'names' | 'fits' | 'identity' | 'values' | 'valueNames' | 'about',
  Table
>;

/** All that a funnel's figures and their members are counted from. */
export interface Counting {
  log: Log;
  stream: Stream;
  rules: Rules;
  steps: StepText[];
  cleaning: Cleaning;
  /** Attempts count each by itself. */
  isEach: boolean;
  calendar: Calendar;
  /** The observation end, epoch ms. */
  endMs: number;
}

const UNITS_PER_STEP = 8192;

export function countingOf(tables: Tables, params: Params): Counting {
  const rules = rulesOf(params, tables.steps, tables.exclusions);
  const log = logOf(tables, params);
  const cleaning: Cleaning = { duplicates: params.duplicates, late: 'keep' };
  const { about } = tables;
  const [firstMs, endMs] = [numbers(about, 'first')[0]!, numbers(about, 'last')[0]!];
  const [zone, weekStart] = [String(strings(about, 'zone')[0]), String(strings(about, 'week_start')[0]) as WeekStart];
  return {
    log,
    stream: streamOf(log, cleaning),
    rules,
    steps: stepTexts(tables.steps),
    cleaning,
    isEach: countsAttempts(rules, params.count),
    calendar: calendarOf(zone, weekStart, firstMs, endMs),
    endMs,
  };
}

/** Walks all units once. */
export async function walkAll(
  { log, stream, rules, isEach }: Counting,
  listener: Listener,
  step: (done: number) => Promise<void>,
): Promise<void> {
  const read = unitReader(stream, rules, isEach, listener);
  for (let unit = 0; unit < log.units; unit++) {
    if (unit % UNITS_PER_STEP === 0) await step(unit / log.units);
    read(unit);
  }
}

/** A part of a run's progress. */
export const within =
  (context: Context, from: number, to: number): ((done: number) => Promise<void>) =>
  (done) =>
    context.step(from + (to - from) * done);
