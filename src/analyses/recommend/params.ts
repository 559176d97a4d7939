import * as v from 'valibot';
import { judgingEntries, offerEntries, signalEntries } from '../../contract/recommending.ts';
import { inSection } from '../../contract/params.ts';
import { algorithmEntries } from '../../features/recommending/algorithms.ts';
import { recommenderSpecs } from '../../recommenders/specs.ts';

export const offered = [...recommenderSpecs.values()];

const ids = offered.map(({ id }) => id);

/** Which recommender, of what, judged how, and what may be offered; `{}`: EASE, by the calendar, beside popularity. */
export const params = v.object({
  ...algorithmEntries(offered, 'ease'),
  /** Others, with their defaults, judged on the same; popularity always is. */
  compare: v.optional(v.pipe(v.array(v.picklist(ids)), v.metadata({ empty: 'none' })), []),
  ...inSection('signals', signalEntries),
  ...inSection('judging', judgingEntries),
  ...inSection('offer', offerEntries),
  /** Null: that of the run. */
  seed: v.optional(v.nullable(v.pipe(v.number(), v.integer())), null),
});

export type Params = v.InferOutput<typeof params>;
