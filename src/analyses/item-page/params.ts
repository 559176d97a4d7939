import * as v from 'valibot';
import { patternSchema } from '../../features/patterns.ts';

const whole = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

/** Which item, and what counts as its company; `{}`: the item in most baskets. */
export const params = v.object({
  /** Its key, or its title; '': the item in most baskets. */
  item: v.optional(v.pipe(v.string(), v.metadata({ values: 'values:item' })), ''),
  /** Which events put an item into a basket; '': any. */
  events: v.optional(patternSchema, ''),
  basket: v.optional(v.picklist(['session', 'user-day', 'user']), 'session'),
  /** Items in fewer baskets are no company. */
  least: v.optional(whole(1, 1_000_000), 5),
  n: v.optional(whole(1, 200), 20),
});

export type Params = v.InferOutput<typeof params>;
