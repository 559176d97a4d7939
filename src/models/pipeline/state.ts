import * as v from 'valibot';

const numbers = v.array(v.number());
const code = v.pipe(v.number(), v.integer(), v.minValue(-1));
const place = v.pipe(v.number(), v.integer(), v.minValue(0));

const numberPlan = v.object({
  kind: v.literal('number'),
  name: v.string(),
  /** Number of the column in the table that the pipeline was fitted on. */
  source: place,
  /** What a missing value becomes; null: it stays missing. */
  fill: v.nullable(v.number()),
  /** A further column says where the value was missing. */
  indicator: v.boolean(),
});

const categoryPlan = v.object({
  kind: v.literal('category'),
  name: v.string(),
  source: place,
  encoding: v.picklist(['onehot', 'ordinal', 'target', 'frequency', 'native']),
  levels: v.array(v.string()),
  /** The code of a missing value and of a level never seen; −1: none of the levels. */
  missing: code,
  unseen: code,
  /** By output column: its value for −1, then for each level; null is missing. Empty for one-hot. */
  values: v.array(v.array(v.nullable(v.number()))),
  indicator: v.boolean(),
});

export const scalingSchema = v.object({ centre: numbers, scale: numbers });
export const componentsSchema = v.object({ names: v.array(v.string()), mean: numbers, directions: numbers });

/** All that a pipeline learnt of its training rows, as plain JSON. */
export const pipelineSchema = v.object({
  columns: v.array(v.variant('kind', [numberPlan, categoryPlan])),
  scaling: v.nullable(scalingSchema),
  /** The numbers of the columns that were selected; null: all. */
  kept: v.nullable(v.array(place)),
  components: v.nullable(componentsSchema),
  dropped: v.array(v.object({ name: v.string(), reason: v.picklist(['constant', 'identifier', 'selection']) })),
});

export type NumberPlan = v.InferOutput<typeof numberPlan>;
export type CategoryPlan = v.InferOutput<typeof categoryPlan>;
export type ColumnPlan = NumberPlan | CategoryPlan;
export type Scaling = v.InferOutput<typeof scalingSchema>;
export type Components = v.InferOutput<typeof componentsSchema>;
export type PipelineState = v.InferOutput<typeof pipelineSchema>;
export type Dropped = PipelineState['dropped'][number];
