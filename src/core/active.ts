import type { Timeline } from './timeline.ts';

const USERS_PER_STEP = 8192;

/** Whose activity is looked at, in which buckets. */
export interface ActivityQuestion {
  timeline: Timeline;
  /** The roles of each event code; an event with role 1 is activity. */
  roles: Uint8Array;
  /** The bucket of a time (epoch µs), ascending with it. */
  bucketOf: (us: number) => number;
  /** The events that a bucket needs to count. */
  minimum: number;
}

/**
 * Calls `visit` for each user with at least one active bucket: the user's code, and the first `count` of `buckets`, the different
 * buckets with activity in ascending order. The array is used again for the next user.
 */
export async function walkActive(
  { timeline, roles, bucketOf, minimum }: ActivityQuestion,
  visit: (user: number, buckets: Int32Array, count: number) => void,
  step: (share: number) => Promise<void>,
): Promise<void> {
  const { times, events, offsets, codes } = timeline;
  let buckets = new Int32Array(1024);
  for (let user = 0; user < timeline.users; user++) {
    if (user % USERS_PER_STEP === 0) await step(user / timeline.users);
    const [from, to] = [offsets[user]!, offsets[user + 1]!];
    if (buckets.length < to - from) buckets = new Int32Array(2 * (to - from));
    let [count, last, seen] = [0, NaN, 0];
    for (let n = from; n < to; n++) {
      if (!(roles[events[n]!]! & 1)) continue;
      const bucket = bucketOf(times[n]!);
      seen = bucket === last ? seen + 1 : 1;
      last = bucket;
      if (seen === minimum) buckets[count++] = bucket;
    }
    if (count > 0) visit(codes[user]!, buckets, count);
  }
}
