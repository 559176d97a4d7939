import * as v from 'valibot';
import { nodeParams, splitParams } from '../../features/paths.ts';

const whole = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

/** Which steps around which event; `{}` is the first eight of each session. */
export const params = v.object({
  centre: v.optional(v.pipe(v.string(), v.metadata({ values: 'events.event' })), ''),
  before: v.optional(whole(0, 20), 4),
  after: v.optional(whole(0, 30), 7),
  unit: v.optional(v.picklist(['session', 'user']), 'session'),
  collapse: v.optional(v.boolean(), false),
  ...nodeParams,
  threshold: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(100)), 1),
  ...splitParams,
});

export type Params = v.InferOutput<typeof params>;
