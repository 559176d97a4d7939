import * as v from 'valibot';
import { patternSchema } from '../patterns.ts';

const whole = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const amount = v.pipe(v.number(), v.minValue(0));

/** The longest sets that are looked for; what splits them is a mask of as many bits. */
export const LONGEST = 15;

/** What a basket is, which sets count as frequent and which rules as worth telling: the same for every analysis of baskets. */
export const basketEntries = {
  /** `auto`: orders where the log names them, else sessions. */
  basket: v.optional(v.picklist(['auto', 'order', 'session', 'user-day', 'user']), 'auto'),
  /** A property whose values are the orders; '': one that is called so, else the mapped session. */
  basketBy: v.optional(v.pipe(v.string(), v.metadata({ values: 'properties' })), ''),
  /** '': purchases where the log names such, else any event; either way with an item. */
  events: v.optional(patternSchema, ''),
  level: v.optional(v.picklist(['item', 'category']), 'item'),
  /** Lines with a quantity of zero or less: taken back, not bought. */
  returns: v.optional(v.picklist(['count', 'leave-out']), 'count'),
  minSupport: v.optional(share, 0.01),
  minCount: v.optional(whole(1, 1_000_000), 2),
  /** As many items in a set. */
  maxLength: v.optional(whole(1, LONGEST), 10),
  minConfidence: v.optional(share, 0.3),
  minLift: v.optional(amount, 0),
  /** As many items on a rule's right side. */
  maxConsequents: v.optional(whole(1, LONGEST), 1),
  /** The share of false ones among the rules called significant. */
  fdr: v.optional(share, 0.05),
  /** Offers only what is on hand; where no stock is mapped it does nothing. */
  inStock: v.optional(v.boolean(), true),
} as const;

export type BasketParams = v.InferOutput<v.ObjectSchema<typeof basketEntries, undefined>>;
