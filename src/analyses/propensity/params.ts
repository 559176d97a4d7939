import * as v from 'valibot';

const duration = v.pipe(v.string(), v.metadata({ unit: 'duration' }));

/** What is predicted; `{}` is any event within thirty days, from ninety days of history. */
export const params = v.object({
  target: v.optional(v.pipe(v.string(), v.metadata({ values: 'events.event' })), ''),
  horizon: v.optional(duration, '30d'),
  history: v.optional(duration, '90d'),
  /** Inverse strength of the penalty; 0: chosen by cross-validation. */
  c: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1e6)), 0),
});

export type Params = v.InferOutput<typeof params>;
