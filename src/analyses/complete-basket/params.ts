import * as v from 'valibot';
import { basketEntries } from '../../features/baskets/params.ts';

/** A basket to complete, and what a basket is in the log that is learnt from. */
export const params = v.object({
  /** By key or title. */
  items: v.optional(v.pipe(v.array(v.string()), v.metadata({ values: 'item', empty: 'none' })), []),
  /** In place of items: the last basket of this user. */
  user: v.optional(v.pipe(v.string(), v.metadata({ values: 'user' })), ''),
  n: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)), 10),
  ...basketEntries,
});

export type Params = v.InferOutput<typeof params>;
