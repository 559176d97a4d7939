import * as v from 'valibot';
import { patternSchema } from '../../features/patterns.ts';

const duration = v.pipe(v.string(), v.metadata({ unit: 'duration' }));
const notNegative = v.pipe(v.number(), v.minValue(0));

/** What is planned; `{}` takes the share of users who do the third most common event, and the new users of the log. */
export const params = v.object({
  measure: v.optional(v.picklist(['conversion', 'count']), 'conversion'),
  /** '': the third most common event. */
  goal: v.optional(patternSchema, ''),
  window: v.optional(duration, '7d'),
  /** The baseline in percent (conversion) or per user (count), and the latter's standard deviation; 0: from the log. */
  baseline: v.optional(notNegative, 0),
  deviation: v.optional(notNegative, 0),
  /** The smallest effect worth finding, percent of the baseline. */
  effect: v.optional(v.pipe(v.number(), v.minValue(0.01), v.maxValue(1000)), 10),
  alpha: v.optional(v.pipe(v.number(), v.minValue(0.0001), v.maxValue(0.5)), 0.05),
  power: v.optional(v.pipe(v.number(), v.minValue(0.5), v.maxValue(0.999)), 0.8),
  variants: v.optional(v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(20)), 2),
  /** New users a day who enter; 0: as in the log. */
  perDay: v.optional(notNegative, 0),
  /** Percent of them who take part. */
  share: v.optional(v.pipe(v.number(), v.minValue(0.1), v.maxValue(100)), 100),
});

export type Params = v.InferOutput<typeof params>;
