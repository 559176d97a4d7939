import * as v from 'valibot';
import { basketEntries } from '../../features/baskets/params.ts';

const whole = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
const amount = v.pipe(v.number(), v.minValue(0));

/** What a basket is, which rules are told, and which offers are made of them. */
export const params = v.object({
  ...basketEntries,
  sortBy: v.optional(v.picklist(['lift', 'confidence', 'support', 'leverage', 'conviction']), 'lift'),
  /** As many are listed; all are counted. */
  maxRules: v.optional(whole(1, 10_000), 1000),
  /** What the cells of the matrix show. */
  matrix: v.optional(v.picklist(['lift', 'confidence']), 'lift'),
  /** Offers beside one item. */
  offers: v.optional(whole(1, 50), 5),
  /** An offer costs at most so many times the item; 0: any price. */
  priceRatio: v.optional(amount, 0),
  /** What a bundle's items cost together; 0: no limit. */
  minPrice: v.optional(amount, 0),
  maxPrice: v.optional(amount, 0),
});

export type Params = v.InferOutput<typeof params>;
