import * as v from 'valibot';
import { nodeParams, splitParams } from '../../features/paths.ts';

const whole = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

/** Which patterns are looked for; `{}` is what at least 5 % of the sessions have, up to three events long. */
export const params = v.object({
  unit: v.optional(v.picklist(['session', 'user']), 'session'),
  minSupport: v.optional(v.pipe(v.number(), v.minValue(0.01), v.maxValue(100)), 5),
  minLength: v.optional(whole(1, 8), 2),
  maxLength: v.optional(whole(1, 8), 3),
  gaps: v.optional(v.picklist(['any', 'none']), 'any'),
  most: v.optional(whole(1, 2000), 200),
  collapse: v.optional(v.boolean(), true),
  ...nodeParams,
  ...splitParams,
  untilGoal: v.optional(v.boolean(), true),
});

export type Params = v.InferOutput<typeof params>;
