import { quantileSorted } from '../../core/statistics.ts';
import { bucketsOf } from '../../core/frame.ts';
import { BACK } from './codes.ts';
import type { Usage } from './result.ts';
import type { Question } from './walk.ts';

/** Where the bins of the histogram begin, in days. */
const BINS = [1, 2, 3, 4, 5, 6, 7, 8, 15, 31, 91];

/** How long a period is for this purpose, in days. */
const PERIODS = [
  ['day', 1],
  ['week', 7],
  ['month', 31],
] as const;

/** The bin of a median interval. */
export const usageBin = (days: number): number => BINS.findLastIndex((from) => days >= from);

/** Each user with a return event: the median days between consecutive days of use, NaN with one day only. */
export function* usageIntervals({ timeline, roles, frame }: Question): Generator<{ user: number; days: number }> {
  const { times, events, offsets, codes } = timeline;
  const dayOf = bucketsOf('day', frame).of;
  const gaps: number[] = [];
  for (let user = 0; user < timeline.users; user++) {
    gaps.length = 0;
    let last = NaN;
    for (let n = offsets[user]!; n < offsets[user + 1]!; n++) {
      if (!(roles[events[n]!]! & BACK)) continue;
      const day = dayOf(times[n]!);
      if (day > last) gaps.push(day - last);
      last = day;
    }
    if (Number.isNaN(last)) continue;
    gaps.sort((a, b) => a - b);
    yield { user: codes[user]!, days: quantileSorted(gaps, 0.5) };
  }
}

/** How often people use it: the report that says which period to measure retention by. */
export function usageOf(question: Question): Usage {
  const medians: number[] = [];
  let once = 0;
  for (const { days } of usageIntervals(question)) {
    if (Number.isNaN(days)) once++;
    else medians.push(days);
  }
  const sorted = Float64Array.from(medians).sort();
  const counts = new Float64Array(BINS.length);
  sorted.forEach((days) => counts[usageBin(days)]!++);
  const at = (q: number) => (sorted.length > 0 ? quantileSorted(sorted, q) : null);
  const p80 = at(0.8);
  return {
    once,
    users: sorted.length,
    median: at(0.5),
    p80,
    recommended: p80 === null ? null : (PERIODS.find(([, days]) => p80 <= days)?.[0] ?? null),
    histogram: BINS.map((from, n) => ({ from, to: BINS[n + 1] ?? null, users: counts[n]! })),
  };
}
