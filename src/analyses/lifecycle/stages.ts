import type { Table } from 'apache-arrow';
import { timelineOf } from '../../core/timeline.ts';
import { walkActive } from '../../core/active.ts';
import { bucketsOf, frameOf } from '../../core/frame.ts';
import { rolesOf } from '../../core/roles.ts';
import type { Params } from './params.ts';
import type { Stage } from './result.ts';

export type Tables = Record<'events' | 'roles' | 'frame', Table>;

/** Says for every user and period in which stage the user is; a period in which a user is in none is left out. */
export async function eachStage(
  tables: Tables,
  { period }: Params,
  visit: (user: number, bucket: number, stage: Stage) => void,
  step: (share: number) => Promise<void>,
): Promise<void> {
  const frame = frameOf(tables.frame);
  const bucketOf = bucketsOf(period, frame).of;
  const end = bucketOf(frame.last * 1000);
  const question = { timeline: timelineOf(tables.events), roles: rolesOf(tables.roles), bucketOf, minimum: 1 };
  const follow = (user: number, buckets: Int32Array, count: number) => {
    for (let n = 0; n < count; n++) {
      const bucket = buckets[n]!;
      if (n === 0) visit(user, bucket, 'new');
      else visit(user, bucket, buckets[n - 1] === bucket - 1 ? 'returning' : 'resurrecting');
      const comesNext = n + 1 < count && buckets[n + 1] === bucket + 1;
      if (!comesNext && bucket < end) visit(user, bucket + 1, 'dormant');
    }
  };
  await walkActive(question, follow, step);
}
