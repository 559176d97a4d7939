import type { Transition } from '../../core/calendar.ts';
import { DAY, MINUTE, offsetAt } from '../../core/calendar.ts';
import type { Timeline } from '../../core/timeline.ts';

/** Longer series than this are a fault in the times, not a log. */
export const MOST_DAYS = 20_000;

/** Counts over all users, filled one user at a time. Times are microseconds. */
export interface Tally {
  events: number;
  users: number;
  sessions: number;
  /** Events that repeat an earlier one of the same user at the same time. */
  duplicates: number;
  /** Events that share user and time with another event that differs from them. */
  ties: number;
  perUser: number[];
  first: number;
  last: number;
  firstDay: number;
  eventsByDay: Float64Array;
  usersByDay: Float64Array;
  newByDay: Float64Array;
}

const dayOf = (us: number, transitions: readonly Transition[]): number => {
  const ms = us / 1000;
  return Math.floor((ms + offsetAt(transitions, ms)) / DAY);
};

/** An empty tally for a log between two times (epoch ms). */
export function newTally(first: number, last: number, transitions: readonly Transition[]): Tally {
  const firstDay = dayOf(first * 1000, transitions);
  const days = dayOf(last * 1000, transitions) - firstDay + 1;
  const byDay = () => new Float64Array(days <= MOST_DAYS ? days : 0);
  return {
    ...{ events: 0, users: 0, sessions: 0, duplicates: 0, ties: 0, perUser: [], first: Infinity, last: -Infinity },
    ...{ firstDay, eventsByDay: byDay(), usersByDay: byDay(), newByDay: byDay() },
  };
}

/** A gap strictly longer than the project's starts a session. */
function countSessions(times: Float64Array, from: number, to: number, gapMinutes: number): number {
  const gap = gapMinutes * MINUTE * 1000;
  let sessions = 1;
  for (let n = from + 1; n < to; n++) if (times[n]! - times[n - 1]! > gap) sessions++;
  return sessions;
}

/** Equal times lie side by side; within them equal identities are duplicates, and different ones tie. */
function countRepeats(tally: Tally, { times, events, rows, identities }: UserLog, from: number, to: number): void {
  for (let begin = from, end; begin < to; begin = end) {
    end = begin + 1;
    while (end < to && times[end] === times[begin]) end++;
    if (end - begin === 1) continue;
    const what = new Set<number>();
    for (let n = begin; n < end; n++) what.add(identities ? identities[rows[n]!]! : events[n]!);
    const different = what.size;
    tally.duplicates += end - begin - different;
    if (different > 1) tally.ties += end - begin;
  }
}

/** A user counts once a day, and as new on the first of them. */
function countDays(
  tally: Tally,
  times: Float64Array,
  from: number,
  to: number,
  transitions: readonly Transition[],
): void {
  const days = tally.eventsByDay.length;
  if (days === 0) return;
  let before = -1;
  for (let n = from; n < to; n++) {
    const day = Math.min(days - 1, Math.max(0, dayOf(times[n]!, transitions) - tally.firstDay));
    tally.eventsByDay[day]!++;
    if (day === before) continue;
    tally.usersByDay[day]!++;
    if (before < 0) tally.newByDay[day]!++;
    before = day;
  }
}

/** A timeline, and by input row what makes two events of one user at one time duplicates; null: the codes of their names. */
export type UserLog = Timeline & { identities: Float64Array | null };

/** Adds one user's events. A mapped column's count of sessions goes before the gaps. */
export function addUser(
  tally: Tally,
  log: UserLog,
  user: number,
  gapMinutes: number,
  mappedSessions: number | null,
  transitions: readonly Transition[],
): void {
  const { times, offsets } = log;
  const [from, to] = [offsets[user]!, offsets[user + 1]!];
  tally.users++;
  tally.events += to - from;
  tally.perUser.push(to - from);
  tally.sessions += mappedSessions ?? countSessions(times, from, to, gapMinutes);
  tally.first = Math.min(tally.first, times[from]!);
  tally.last = Math.max(tally.last, times[to - 1]!);
  countRepeats(tally, log, from, to);
  countDays(tally, times, from, to, transitions);
}
