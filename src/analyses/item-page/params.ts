import * as v from 'valibot';
import type { BasketParams } from '../../features/baskets/params.ts';
import { basketEntries } from '../../features/baskets/params.ts';

const whole = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

/** Which item, and what counts as its company; `{}`: the item in most baskets. */
export const params = v.object({
  /** Its key, or its title; '': the item in most baskets. */
  item: v.optional(v.pipe(v.string(), v.metadata({ values: 'item' })), ''),
  basket: basketEntries.basket,
  basketBy: basketEntries.basketBy,
  events: basketEntries.events,
  /** Items in fewer baskets are no company. */
  least: v.optional(whole(1, 1_000_000), 5),
  n: v.optional(whole(1, 200), 20),
});

export type Params = v.InferOutput<typeof params>;

const usual = v.parse(v.object(basketEntries), {});

/** The baskets as every analysis of them reads them: what is set here, all else by default. */
export const basketParams = ({ basket, basketBy, events }: Params): BasketParams => ({
  ...usual,
  basket,
  basketBy,
  events,
});
