import * as v from 'valibot';
import { patternSchema, stepSchema } from '../../features/patterns.ts';

const duration = v.pipe(v.string(), v.metadata({ unit: 'duration' }));
const property = v.pipe(v.string(), v.metadata({ values: 'properties' }));
const properties = v.pipe(v.array(v.string()), v.maxLength(10), v.metadata({ values: 'properties' }));
const pairs = v.pipe(
  v.array(v.object({ from: v.string(), to: v.string() })),
  v.maxLength(5),
  v.metadata({ values: 'properties', to: 'properties' }),
);

/** What is compared; `{}` takes the logged exposures, or a column that sounds like a variant, or halves drawn at random. */
export const params = v.object({
  variant: v.optional(property, ''),
  /** The variant the others are compared with; '': `control`, `a` or the like, else the first by name. */
  control: v.optional(v.string(), ''),
  /** Which of a user's events exposes them; '': the first with a variant. */
  exposure: v.optional(patternSchema, ''),
  /** Conversions, the first being the one the verdict stands on. */
  goals: v.optional(v.pipe(v.array(stepSchema), v.maxLength(10), v.metadata({ form: 'steps' })), []),
  measure: v.optional(v.picklist(['conversion', 'count']), 'conversion'),
  /** Numeric or yes/no properties: of events their sum per user, of users their mean. */
  values: v.optional(properties, []),
  ratios: v.optional(pairs, []),
  /** Active again on the n-th day (24 h each) after exposure; 0: not asked. */
  returnDay: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(365)), 0),
  window: v.optional(duration, '7d'),
  method: v.optional(v.picklist(['sequential', 'frequentist', 'bayesian']), 'sequential'),
  alpha: v.optional(v.pipe(v.number(), v.minValue(0.0001), v.maxValue(0.5)), 0.05),
  correction: v.optional(v.picklist(['holm', 'bh', 'none']), 'holm'),
  lowerIsBetter: v.optional(v.boolean(), false),
  /** Days before exposure whose behaviour is the covariate; `none`: not adjusted. */
  cuped: v.optional(duration, 'none'),
  /** Percent of the largest values that are brought down to the quantile. */
  winsorise: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(49)), 0),
  /** The split that was meant, in the order of the variants' names: `1:1`, `90:10`; '': equal. */
  split: v.optional(v.string(), ''),
  /** Users in all at which the confidence sequence is tightest. */
  nStar: v.optional(v.pipe(v.number(), v.integer(), v.minValue(10), v.maxValue(1e9)), 5000),
  segment: v.optional(property, ''),
});

export type Params = v.InferOutput<typeof params>;
