import type { Table } from 'apache-arrow';
import { timelineOf } from '../../core/timeline.ts';
import { walkActive } from '../../core/active.ts';
import type { Frame } from '../../core/frame.ts';
import { bucketsOf, frameOf } from '../../core/frame.ts';
import { rolesOf } from '../../core/roles.ts';
import type { Params } from './params.ts';

export type Tables = Record<'events' | 'roles' | 'frame', Table>;

type Step = (share: number) => Promise<void>;

/**
 * The periods that are counted, from the first to the last: without those in which the log begins and ends, unless that
 * leaves none.
 */
export function countedPeriods({ within }: Params, frame: Frame): { first: number; last: number; whole: boolean } {
  if (within === 'log') return { first: 0, last: 0, whole: true };
  const { of } = bucketsOf(within, frame);
  const [first, last] = [of(frame.first * 1000), of(frame.last * 1000)];
  return last - first >= 2 ? { first: first + 1, last: last - 1, whole: true } : { first, last, whole: false };
}

/** Says for each user and counted period with activity how many intervals of it were active. */
export async function eachUserPeriod(
  tables: Tables,
  params: Params,
  visit: (user: number, intervals: number) => void,
  step: Step,
): Promise<void> {
  const frame = frameOf(tables.frame);
  const { interval, within, minimum } = params;
  const { first, last } = countedPeriods(params, frame);
  // Both numbers of an interval in one: where it stands itself, and the period that holds it.
  const of = bucketsOf(interval, frame).of;
  const periodOf = within === 'log' ? () => 0 : bucketsOf(within, frame).of;
  const periods = new Map<number, number>();
  const bucketOf = (us: number) => {
    const bucket = of(us);
    if (!periods.has(bucket)) periods.set(bucket, periodOf(us));
    return bucket;
  };
  const question = { timeline: timelineOf(tables.events), roles: rolesOf(tables.roles), bucketOf, minimum };
  const count = (user: number, buckets: Int32Array, active: number) => {
    for (let n = 0; n < active;) {
      const period = periods.get(buckets[n]!)!;
      const from = n;
      while (n < active && periods.get(buckets[n]!) === period) n++;
      if (period >= first && period <= last) visit(user, n - from);
    }
  };
  await walkActive(question, count, step);
}

/** Calls `visit` with each user's active days, local. */
export async function eachUserDays(
  tables: Tables,
  visit: (user: number, days: Int32Array, count: number) => void,
  step: Step,
): Promise<void> {
  const bucketOf = bucketsOf('day', frameOf(tables.frame)).of;
  const question = { timeline: timelineOf(tables.events), roles: rolesOf(tables.roles), bucketOf, minimum: 1 };
  await walkActive(question, visit, step);
}
