import * as v from 'valibot';
import { patternSchema } from '../../features/patterns.ts';

/** What activity is, and which intervals are counted within which period; `{}` is any event, days within weeks. */
export const params = v.object({
  what: v.optional(patternSchema, ''),
  interval: v.optional(v.picklist(['hour', 'day', 'week', 'month']), 'day'),
  within: v.optional(v.picklist(['day', 'week', 'month', 'log']), 'week'),
  minimum: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10000)), 1),
});

export type Params = v.InferOutput<typeof params>;
