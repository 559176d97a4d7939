import type { Context } from '../../contract/analysis.ts';
import { AppError } from '../../core/errors.ts';
import type { Attempt } from './attempt.ts';
import { SegmentTally, valueOf } from './breakdown.ts';
import type { Counting, Tables } from './counting.ts';
import { countingOf, walkAll, within } from './counting.ts';
import { ROLES } from './codes.ts';
import type { Params } from './params.ts';
import { STEP_BITS } from './rules.ts';
import { TrendTally, periodAt } from './trend.ts';
import { reachedBits } from './units.ts';

/** Whether an attempt is one of those that a mark stands for. */
type Test = (attempt: Attempt) => boolean;

/** A mark as its parts: what it is, and its numbers or names. */
function stepOf(text: string | undefined, lowest: number, counting: Counting): number {
  const step = Number(text);
  return Number.isInteger(step) && step >= lowest && step <= counting.rules.steps ? step : NaN;
}

function reached(text: string | undefined, counting: Counting): Test | null {
  const step = stepOf(text, 1, counting);
  if (Number.isNaN(step)) return null;
  return (attempt) => (reachedBits(attempt, counting.rules) & (1 << (step - 1))) !== 0;
}

/** Those who reached the required step before, and not this one. */
function dropped(text: string | undefined, counting: Counting): Test | null {
  const place = counting.rules.required.indexOf(stepOf(text, 2, counting) - 1);
  return place > 0 ? (attempt) => attempt.depth === place : null;
}

function took(from: string | undefined, to: string | undefined): Test | null {
  const [low, high] = [Number(from), Number(to)];
  if (!from || !to || !(low < high)) return null;
  return (attempt) => attempt.took >= low * 1e6 && attempt.took < high * 1e6;
}

function immature({ rules, log, stream }: Counting): Test | null {
  if (rules.window === Infinity) return null;
  return (attempt) => log.end - stream.times[attempt.entry]! < rules.window;
}

function inPeriod(period: string, isConverted: boolean, counting: Counting, params: Params): Test | null {
  const { rules, stream, calendar, isEach } = counting;
  const ms = Date.parse(`${period}T12:00:00Z`);
  if (params.trend === 'none' || Number.isNaN(ms)) return null;
  const tally = new TrendTally(rules, stream, params.trend, calendar, isEach);
  const wanted = periodAt(params.trend, ms, { ...calendar, transitions: [{ from: -Infinity, offset: 0 }] });
  return (attempt) => tally.periodOf(attempt) === wanted && (!isConverted || attempt.depth === rules.required.length);
}

/** The n-th segment needs the sizes of all of them first. */
async function inSegment(
  text: string | undefined,
  isConverted: boolean,
  counting: Counting,
  params: Params,
  context: Context,
): Promise<Test | null> {
  const { log, stream, rules } = counting;
  if (params.breakdown === '') return null;
  const byRow = log.valueOf(ROLES.segment);
  const tally = new SegmentTally(rules);
  const valueOfAttempt = (attempt: Attempt) => valueOf(attempt, stream, log, byRow, params);
  const counted = (attempt: Attempt) => tally.add(attempt, valueOfAttempt(attempt));
  await walkAll(counting, { counted }, within(context, 0, 0.5));
  const shown = tally.shown();
  const wanted = Number(text);
  const isWanted = (value: number) => {
    if (text === 'none') return value < 0;
    if (text === 'other') return value >= 0 && !shown.includes(value);
    return value === shown[wanted];
  };
  if (text !== 'none' && text !== 'other' && shown[wanted] === undefined) return null;
  return (attempt) => isWanted(valueOfAttempt(attempt)) && (!isConverted || attempt.depth === rules.required.length);
}

async function testOf(mark: string, counting: Counting, params: Params, context: Context): Promise<Test | null> {
  const [kind, first, second] = mark.split(':');
  const isConverted = second === 'converted';
  if (kind === 'reached') return reached(first, counting);
  if (kind === 'dropped') return dropped(first, counting);
  if (kind === 'took') return took(first, second);
  if (kind === 'immature') return immature(counting);
  if (kind === 'period') return inPeriod(first ?? '', isConverted, counting, params);
  if (kind === 'segment') return inSegment(first, isConverted, counting, params, context);
  return null;
}

/** The users of a unit: those who did one of the steps in it. */
function addUsers({ log }: Counting, unit: number, users: Set<number>): void {
  for (let n = log.offsets[unit]!; n < log.offsets[unit + 1]!; n++)
    if (log.masks[n]! & STEP_BITS) users.add(log.users[n]!);
}

/** The codes of the users behind a mark, by the walk that made the figures. Throws `analysis.unknown-mark`. */
export async function usersBehind(tables: Tables, params: Params, mark: string, context: Context): Promise<number[]> {
  await context.step(0);
  const counting = countingOf(tables, params);
  const test = await testOf(mark, counting, params, context);
  if (!test) throw new AppError('analysis.unknown-mark', { mark });
  const users = new Set<number>();
  const hear = (attempt: Attempt, unit: number) => {
    if (test(attempt)) addUsers(counting, unit, users);
  };
  const isPeriod = mark.startsWith('period:');
  const listener = isPeriod ? { counted: () => undefined, every: hear } : { counted: hear };
  await walkAll(counting, listener, within(context, 0.5, 1));
  return [...users].sort((a, b) => a - b);
}
