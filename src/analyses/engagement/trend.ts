import { quantileSorted } from '../../core/statistics.ts';
import { bucketsOf } from '../../core/frame.ts';
import type { Params } from './params.ts';
import type { TrendPoint } from './result.ts';
import type { Sessions } from './sessions.ts';
import { lengthOf } from './sessions.ts';

interface Period {
  users: number;
  events: number;
  bounced: number;
  /** The sessions, and their lengths once these are filled in. */
  sessions: number;
  lengths: Float64Array;
  last: number;
}

const noSessions = (): Period => ({
  users: 0,
  events: 0,
  bounced: 0,
  sessions: 0,
  lengths: new Float64Array(0),
  last: -1,
});

/** Counts the sessions of each period, and says for each session which it is. */
function countPeriods(
  table: Sessions,
  of: (us: number) => number,
): { periods: Map<number, Period>; buckets: Int32Array } {
  const { count, users, events, begins } = table;
  const periods = new Map<number, Period>();
  const buckets = new Int32Array(count);
  for (let session = 0; session < count; session++) {
    const bucket = (buckets[session] = of(begins[session]!));
    let period = periods.get(bucket);
    if (!period) periods.set(bucket, (period = noSessions()));
    // Sessions lie together by user.
    if (period.last !== users[session]) period.users++;
    period.last = users[session]!;
    period.sessions++;
    period.events += events[session]!;
    if (events[session] === 1) period.bounced++;
  }
  return { periods, buckets };
}

/** Sorts the lengths of the sessions into their periods. */
function fillLengths(table: Sessions, periods: Map<number, Period>, buckets: Int32Array): void {
  const next = new Map<number, number>();
  for (const [bucket, period] of periods) {
    period.lengths = new Float64Array(period.sessions);
    next.set(bucket, 0);
  }
  for (let session = 0; session < table.count; session++) {
    const bucket = buckets[session]!;
    const place = next.get(bucket)!;
    periods.get(bucket)!.lengths[place] = lengthOf(table, session);
    next.set(bucket, place + 1);
  }
}

/** Sessions by the period in which they begin. */
export function trendOf(table: Sessions, { trend }: Params): TrendPoint[] {
  const { frame } = table;
  const buckets = bucketsOf(trend, frame);
  const { periods, buckets: places } = countPeriods(table, buckets.of);
  fillLengths(table, periods, places);
  const first = Math.min(...periods.keys());
  const points: TrendPoint[] = [];
  const end = buckets.of(frame.last * 1000);
  for (let bucket = first; bucket <= end; bucket++)
    points.push(pointOf(buckets.name(bucket), periods.get(bucket), bucket === end));
  return points;
}

function pointOf(name: string, period: Period | undefined, partial: boolean): TrendPoint {
  if (!period) return { period: name, sessions: 0, users: 0, depth: null, length: null, bounce: null, partial };
  const { sessions } = period;
  return {
    ...{ period: name, sessions, users: period.users, partial },
    depth: period.events / sessions,
    length: quantileSorted(period.lengths.sort(), 0.5),
    bounce: period.bounced / sessions,
  };
}
