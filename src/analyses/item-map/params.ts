import * as v from 'valibot';
import { inSection } from '../../contract/params.ts';
import { signalEntries } from '../../contract/recommending.ts';
import { algorithmEntries } from '../../features/recommending/algorithms.ts';
import { recommenderSpecs } from '../../recommenders/specs.ts';

/** Those that make a point of each item. */
const WITH_POINTS = ['als', 'bpr', 'lightgcn', 'two-tower'];

export const offered = WITH_POINTS.flatMap((id) => recommenderSpecs.get(id) ?? []);

const whole = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

/** By which recommender items are drawn, and how many; `{}`: ALS, the thousand that most users had. */
export const params = v.object({
  ...algorithmEntries(offered, 'als'),
  most: v.optional(whole(5, 5000), 1000),
  /** Groups by likeness where the items have no categories, or in their place. */
  colour: v.optional(v.picklist(['category', 'likeness']), 'category'),
  groups: v.optional(whole(2, 7), 6),
  /** How many neighbours shape the map: few show detail, many the whole. */
  neighbours: v.optional(whole(2, 100), 15),
  ...inSection('signals', signalEntries),
});

export type Params = v.InferOutput<typeof params>;
