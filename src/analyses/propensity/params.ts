import * as v from 'valibot';

const duration = v.pipe(v.string(), v.metadata({ unit: 'duration' }));

/** What is predicted; `{}` is any event within thirty days, from ninety days of history. */
export const params = v.object({
  target: v.optional(v.pipe(v.string(), v.metadata({ values: 'events.event' })), ''),
  horizon: v.optional(duration, '30d'),
  history: v.optional(duration, '90d'),
  c: v.optional(v.pipe(v.number(), v.minValue(1e-6), v.maxValue(1e6)), 1),
});

export type Params = v.InferOutput<typeof params>;
