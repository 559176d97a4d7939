import * as v from 'valibot';
import { inSection } from '../../contract/params.ts';
import { offerEntries, signalEntries } from '../../contract/recommending.ts';
import { algorithmEntries } from '../../features/recommending/algorithms.ts';
import { recommenderSpecs } from '../../recommenders/specs.ts';

export const offered = [...recommenderSpecs.values()];

/** For whom, by which recommender; `{}`: the user who had most, as an example. */
export const params = v.object({
  user: v.optional(v.pipe(v.string(), v.metadata({ values: 'user' })), ''),
  /** A session, oldest first: items by key or title. Stands in place of what the user had. */
  items: v.optional(v.pipe(v.array(v.string()), v.metadata({ values: 'item', empty: 'none' })), []),
  n: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)), 10),
  ...algorithmEntries(offered, 'ease'),
  ...inSection('signals', signalEntries),
  ...inSection('offer', offerEntries),
  /** Null: that of the run. */
  seed: v.optional(v.nullable(v.pipe(v.number(), v.integer())), null),
});

export type Params = v.InferOutput<typeof params>;
