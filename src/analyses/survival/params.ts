import * as v from 'valibot';
import { patternSchema } from '../../features/patterns.ts';

const column = v.optional(v.pipe(v.string(), v.metadata({ values: 'column' })), '');
const duration = v.pipe(v.string(), v.metadata({ unit: 'duration' }));

/** Whose time is followed to what; `{}` follows each user of the log from the first event to thirty days of silence. */
export const params = v.object({
  /** '': the event log. */
  table: v.optional(v.pipe(v.string(), v.metadata({ values: 'table' })), ''),
  duration: column,
  /** Empty: nobody was censored. */
  event: column,
  /** In the log: empty is the user's first event. */
  start: v.optional(patternSchema, ''),
  /** In the log: empty is churn, `gap` without any event. */
  end: v.optional(patternSchema, ''),
  gap: v.optional(duration, '30d'),
  /** In the log: covariates are read within so long of the start, and explain what comes after. */
  early: v.optional(duration, '1d'),
  /** A column; in the log a property. */
  group: column,
  /** Empty: all that offer themselves. */
  covariates: v.optional(v.pipe(v.array(v.string()), v.metadata({ values: 'column', empty: 'none' })), []),
  strata: column,
  level: v.optional(v.pipe(v.number(), v.minValue(0.5), v.maxValue(0.999)), 0.95),
});

export type Params = v.InferOutput<typeof params>;
