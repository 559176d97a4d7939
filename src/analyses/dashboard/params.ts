import * as v from 'valibot';

/** What the dashboard shows beside time and event names; `{}` is the first two properties that are texts or yes and no. */
export const params = v.object({
  properties: v.optional(v.pipe(v.array(v.string()), v.maxLength(4), v.metadata({ values: 'properties' })), []),
  values: v.optional(v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(50)), 20),
});

export type Params = v.InferOutput<typeof params>;
