import type { Compute, Members } from '../../contract/analysis.ts';
import { bucketIndex } from '../../core/calendar.ts';
import { AppError } from '../../core/errors.ts';
import { bucketsOf, endText, frameOf } from '../../core/frame.ts';
import type definition from './index.ts';
import type { LifecyclePeriod, LifecycleResult, Stage } from './result.ts';
import { STAGES } from './result.ts';
import { eachStage } from './stages.ts';

type Counts = Record<Stage, number>;

const none = (): Counts => ({ new: 0, returning: 0, resurrecting: 0, dormant: 0 });

function periodOf(period: string, counts: Counts, partial: boolean): LifecyclePeriod {
  const { new: fresh, returning, resurrecting, dormant } = counts;
  const pulse = dormant > 0 ? (fresh + resurrecting) / dormant : null;
  return { period, ...counts, active: fresh + returning + resurrecting, pulse, partial };
}

/** Counts users by period and stage. */
export default (async (tables, params, context): Promise<LifecycleResult> => {
  await context.step(0);
  const frame = frameOf(tables.frame);
  const buckets = bucketsOf(params.period, frame);
  const counts = new Map<number, Counts>();
  let first = Infinity;
  await eachStage(
    tables,
    params,
    (_user, bucket, stage) => {
      let there = counts.get(bucket);
      if (!there) counts.set(bucket, (there = none()));
      there[stage]++;
      if (bucket < first) first = bucket;
    },
    (share) => context.step(share),
  );
  const end = buckets.of(frame.last * 1000);
  const periods: LifecyclePeriod[] = [];
  for (let bucket = first; bucket <= end; bucket++)
    periods.push(periodOf(buckets.name(bucket), counts.get(bucket) ?? none(), bucket === end));
  const { zone, weekStart } = frame;
  return { periods, definition: { ...params, zone, weekStart, end: endText(frame) } };
}) satisfies Compute<typeof definition>;

/** The users behind `new:2024-01-01`, or `active:2024-01-01` for all but the dormant. Throws `analysis.unknown-mark`. */
export const members = (async (tables, params, mark, context) => {
  const at = mark.indexOf(':');
  const [stage, name] = [mark.slice(0, Math.max(0, at)), mark.slice(at + 1)];
  const { weekStart, transitions } = frameOf(tables.frame);
  const asked = bucketIndex(params.period, name, weekStart, transitions);
  const isStage = stage === 'active' || STAGES.some((each) => each === stage);
  if (!isStage || Number.isNaN(asked)) throw new AppError('analysis.unknown-mark', { mark });
  const users: number[] = [];
  await eachStage(
    tables,
    params,
    (user, bucket, is) => {
      if (bucket === asked && (is === stage || (stage === 'active' && is !== 'dormant'))) users.push(user);
    },
    (share) => context.step(share),
  );
  return users;
}) satisfies Members<typeof definition>;
