import { walkActive } from '../../core/active.ts';
import { bucketsOf } from '../../core/frame.ts';
import type { Params } from './params.ts';
import type { EngagementResult } from './result.ts';
import type { Sessions } from './sessions.ts';

/** Says for each user who was active in the last days of the log on how many of them. */
export async function eachPowerUser(
  { timeline, frame }: Sessions,
  { powerDays }: Params,
  visit: (user: number, days: number) => void,
  step: (share: number) => Promise<void>,
): Promise<void> {
  const bucketOf = bucketsOf('day', frame).of;
  const begin = bucketOf(frame.last * 1000) - powerDays;
  // Every event is activity.
  const roles = new Uint8Array(65_536).fill(1);
  const count = (user: number, buckets: Int32Array, active: number) => {
    let days = 0;
    while (days < active && buckets[active - 1 - days]! > begin) days++;
    if (days > 0) visit(user, days);
  };
  await walkActive({ timeline, roles, bucketOf, minimum: 1 }, count, step);
}

/** The power-user curve (L28 by default): users by active days of the last ones. */
export async function powerOf(
  table: Sessions,
  params: Params,
  step: (share: number) => Promise<void>,
): Promise<EngagementResult['power']> {
  const { powerDays } = params;
  const counts = new Array<number>(powerDays).fill(0);
  await eachPowerUser(table, params, (_user, days) => counts[days - 1]!++, step);
  const users = counts.reduce((sum, count) => sum + count, 0);
  const buckets = bucketsOf('day', table.frame);
  const from = users > 0 ? buckets.name(buckets.of(table.frame.last * 1000) - powerDays + 1) : null;
  const days = counts.reduce((sum, count, n) => sum + count * (n + 1), 0);
  return { days: powerDays, from, users, counts, mean: users > 0 ? days / users : null };
}
