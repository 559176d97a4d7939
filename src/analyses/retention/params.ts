import * as v from 'valibot';

/** What a retention table counts; `{}` is any event after any event, by week, over twelve weeks. */
export const params = v.object({
  start: v.optional(v.pipe(v.string(), v.metadata({ values: 'events.event' })), ''),
  back: v.optional(v.pipe(v.string(), v.metadata({ values: 'events.event' })), ''),
  period: v.optional(v.picklist(['hour', 'day', 'week', 'month']), 'week'),
  intervals: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(366)), 12),
  kind: v.optional(v.picklist(['on', 'onOrAfter']), 'on'),
  clock: v.optional(v.picklist(['calendar', 'rolling']), 'calendar'),
});

export type Params = v.InferOutput<typeof params>;
