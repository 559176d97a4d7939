import * as v from 'valibot';
import type { NameKind } from './population.ts';
import { shownWhen } from './params.ts';
import { feedbacks } from './recommender.ts';

const whole = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(0.9));
const duration = v.pipe(v.string(), v.metadata({ unit: 'duration' }));
const property = v.pipe(v.string(), v.metadata({ values: 'properties' }));

/** Kinds of events with how much each counts. */
export const weightsSchema = v.pipe(
  v.array(v.object({ event: v.string(), weight: v.pipe(v.number(), v.minValue(0), v.maxValue(1000)) })),
  v.metadata({ form: 'weights' }),
);

/** What counts as an interaction of a user with an item, and how much: the same for every analysis that recommends. */
export const signalEntries = {
  feedback: v.optional(v.picklist(feedbacks), 'implicit'),
  ...shownWhen(
    { name: 'feedback', is: ['implicit'] },
    {
      /** None: every event that names an item counts 1. Named: only these, each with its weight. */
      events: v.optional(weightsSchema, []),
      /** Several events of one user with one item: as one (the heaviest), added up, or ln(1 + sum). */
      repeats: v.optional(v.picklist(['once', 'sum', 'log']), 'once'),
      /** An event so old counts half; counted back from the end of what is learnt from. */
      halfLife: v.optional(duration, 'none'),
    },
  ),
  ...shownWhen(
    { name: 'feedback', is: ['ratings'] },
    /** A numeric property; '': the mapped value, else the rating of the mapped reviews. The last rating of an item counts. */
    { rating: v.optional(property, '') },
  ),
  /** Users and items with fewer interactions are left out, until none is left that has. */
  minPerUser: v.optional(whole(1, 1000), 1),
  minPerItem: v.optional(whole(1, 1000), 1),
} as const;

export type SignalParams = v.InferOutput<v.ObjectSchema<typeof signalEntries, undefined>>;

/** How recommenders are judged. */
export const judgingEntries = {
  /** The last events by the calendar are held out; each user's last item; or a share of each user's items, at random. */
  split: v.optional(v.picklist(['time', 'leave-last-out', 'random']), 'time'),
  /** Of the interactions (`time`), or of each user's (`random`). */
  testShare: v.optional(share, 0.1),
  /** As much again is held out before it, for what is chosen or blended on it; it is not learnt from. */
  validationShare: v.optional(share, 0.1),
  /** Length of the lists. */
  k: v.optional(whole(1, 1000), 10),
  /** How often all is repeated, each time with another seed. */
  repeatedSeeds: v.optional(whole(1, 20), 1),
} as const;

export type JudgingParams = v.InferOutput<v.ObjectSchema<typeof judgingEntries, undefined>>;

const named = (values: NameKind) => v.pipe(v.array(v.string()), v.metadata({ values, empty: 'none' }));

/** What may be offered at all. */
export const offerEntries = {
  /** Items that a user had are not offered to him again; for what is bought again and again: `allow`. */
  seen: v.optional(v.picklist(['exclude', 'allow']), 'exclude'),
  /** Only items on hand; where no stock is mapped it does nothing. */
  inStock: v.optional(v.boolean(), false),
  /** Only these categories; none: all. And never these. */
  categories: v.optional(named('category'), []),
  notCategories: v.optional(named('category'), []),
  /** Never these, by key or title: postage, vouchers, what was recalled. */
  notItems: v.optional(named('item'), []),
  /** At most so many of one category in a list; 0: any number. */
  perCategory: v.optional(whole(0, 1000), 0),
  /** Maximal marginal relevance (Carbonell and Goldstein 1998): 0 is by score alone, 1 by variety alone. */
  variety: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 0),
} as const;

export type OfferParams = v.InferOutput<v.ObjectSchema<typeof offerEntries, undefined>>;
