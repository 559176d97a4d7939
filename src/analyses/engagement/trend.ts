import { quantileSorted } from '../../core/statistics.ts';
import { bucketsOf } from '../../features/frame.ts';
import type { Params } from './params.ts';
import type { TrendPoint } from './result.ts';
import type { Sessions } from './sessions.ts';
import { lengthOf } from './sessions.ts';

interface Period {
  users: number;
  events: number;
  bounced: number;
  lengths: number[];
  last: number;
}

/** Sessions by the period in which they begin. */
export function trendOf(table: Sessions, { trend }: Params): TrendPoint[] {
  const { frame, count, users, events, begins } = table;
  const buckets = bucketsOf(trend, frame);
  const periods = new Map<number, Period>();
  let first = Infinity;
  for (let session = 0; session < count; session++) {
    const bucket = buckets.of(begins[session]!);
    let period = periods.get(bucket);
    if (!period) periods.set(bucket, (period = { users: 0, events: 0, bounced: 0, lengths: [], last: -1 }));
    if (bucket < first) first = bucket;
    // Sessions lie together by user.
    if (period.last !== users[session]) period.users++;
    period.last = users[session]!;
    period.events += events[session]!;
    if (events[session] === 1) period.bounced++;
    period.lengths.push(lengthOf(table, session));
  }
  const points: TrendPoint[] = [];
  const end = buckets.of(frame.last * 1000);
  for (let bucket = first; bucket <= end; bucket++)
    points.push(pointOf(buckets.name(bucket), periods.get(bucket), bucket === end));
  return points;
}

function pointOf(name: string, period: Period | undefined, partial: boolean): TrendPoint {
  if (!period) return { period: name, sessions: 0, users: 0, depth: null, length: null, bounce: null, partial };
  const sessions = period.lengths.length;
  return {
    ...{ period: name, sessions, users: period.users, partial },
    depth: period.events / sessions,
    length: quantileSorted(Float64Array.from(period.lengths).sort(), 0.5),
    bounce: period.bounced / sessions,
  };
}
