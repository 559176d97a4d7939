import * as v from 'valibot';

/** The overview has one choice: how many of the most frequent items it names. */
export const params = v.object({
  top: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200)), 20),
});

export type Params = v.InferOutput<typeof params>;
