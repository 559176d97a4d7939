import * as v from 'valibot';
import { patternSchema } from '../../features/patterns.ts';

const duration = v.pipe(v.string(), v.metadata({ unit: 'duration' }));
const property = v.pipe(v.string(), v.metadata({ values: 'properties' }));
const percent = v.pipe(v.number(), v.minValue(0), v.maxValue(100));

/** What is owed to whom; `{}` takes a conversion and a column of channels that the log suggests. */
export const params = v.object({
  /** '': the last step of the usual funnel, the third most common event. */
  conversion: v.optional(patternSchema, ''),
  /** '': the first column that sounds like a channel; else the event's own name. */
  channel: v.optional(property, ''),
  window: v.optional(duration, '30d'),
  /** A number to share out beside the conversions; '': none. */
  value: v.optional(property, ''),
  count: v.optional(v.picklist(['every', 'first']), 'every'),
  journey: v.optional(v.picklist(['restart', 'whole']), 'restart'),
  repeats: v.optional(v.picklist(['collapse', 'each']), 'collapse'),
  halfLife: v.optional(duration, '7d'),
  /** Percent of the credit that position-based attribution gives the first and the last touch. */
  positionFirst: v.optional(percent, 40),
  positionLast: v.optional(percent, 40),
  direct: v.optional(v.string(), 'direct'),
});

export type Params = v.InferOutput<typeof params>;
