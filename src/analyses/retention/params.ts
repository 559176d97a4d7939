import * as v from 'valibot';
import { patternSchema } from '../../features/patterns.ts';

const whole = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

/** What a retention table counts; `{}` is any event after any event, by week, over twelve weeks. */
export const params = v.object({
  start: v.optional(patternSchema, ''),
  back: v.optional(patternSchema, ''),
  cohort: v.optional(v.picklist(['firstEver', 'recurring']), 'firstEver'),
  period: v.optional(v.picklist(['hour', 'day', 'week', 'month']), 'week'),
  intervals: v.optional(whole(1, 366), 12),
  kind: v.optional(v.picklist(['on', 'onOrAfter', 'onOrBefore', 'brackets', 'streak']), 'on'),
  brackets: v.optional(v.string(), '1, 2-3, 4-7, 8-14, 15-30'),
  clock: v.optional(v.picklist(['calendar', 'rolling']), 'calendar'),
  minimum: v.optional(whole(1, 1000), 1),
  incomplete: v.optional(v.picklist(['keep', 'drop']), 'keep'),
  reference: v.optional(v.picklist(['total', 'previous']), 'total'),
  average: v.optional(v.picklist(['pooled', 'weighted', 'simple']), 'pooled'),
  measure: v.optional(v.picklist(['rate', 'users', 'sum', 'average', 'perUser']), 'rate'),
  property: v.optional(v.pipe(v.string(), v.metadata({ values: 'properties' })), ''),
  breakdown: v.optional(v.pipe(v.string(), v.metadata({ values: 'properties' })), ''),
  silence: v.optional(whole(1, 366), 4),
});

export type Params = v.InferOutput<typeof params>;
