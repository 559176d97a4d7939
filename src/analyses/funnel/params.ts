import * as v from 'valibot';

/** A step's place in the funnel is a bit of a 32-bit mask, and five bits of a number hold its code. */
export const MAX_STEPS = 20;

/** What a funnel counts; `{}` is the three most common events, in any later order of events, within seven days. */
export const params = v.object({
  steps: v.optional(v.pipe(v.array(v.string()), v.maxLength(MAX_STEPS), v.metadata({ values: 'events.event' })), []),
  order: v.optional(v.picklist(['ordered', 'strict', 'unordered']), 'ordered'),
  entry: v.optional(v.picklist(['any', 'first']), 'any'),
  window: v.optional(v.pipe(v.string(), v.metadata({ unit: 'duration' })), '7d'),
  ties: v.optional(v.picklist(['input', 'strict']), 'input'),
});

export type Params = v.InferOutput<typeof params>;
