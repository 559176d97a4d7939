import * as v from 'valibot';
import { patternSchema } from '../../features/patterns.ts';

const duration = v.pipe(v.string(), v.metadata({ unit: 'duration' }));
const column = v.optional(v.pipe(v.string(), v.metadata({ values: 'column' })), '');

/** Whose purchases are forecast and how; `{}` reads the log's events that carry an amount, or all of them where none does. */
export const params = v.object({
  model: v.optional(v.picklist(['bg-nbd', 'pareto-nbd']), 'bg-nbd'),
  purchase: v.optional(patternSchema, ''),
  /** A numeric property; '': the mapped value, else price × quantity, else price. */
  value: v.optional(v.pipe(v.string(), v.metadata({ values: 'properties' })), ''),
  unit: v.optional(v.picklist(['day', 'week']), 'week'),
  /** The last day that the model learns from; '': the log's last. What follows is the holdout. */
  end: v.optional(v.string(), ''),
  horizon: v.optional(duration, '39w'),
  /** A month. */
  discount: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 0.01),
  /** A summary table in place of the log, one customer a row, times in `unit`. */
  table: v.optional(v.pipe(v.string(), v.metadata({ values: 'table' })), ''),
  customer: column,
  frequency: column,
  recency: column,
  T: column,
  monetary: column,
});

export type Params = v.InferOutput<typeof params>;
