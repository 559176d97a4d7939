import * as v from 'valibot';
import { patternSchema } from '../../features/patterns.ts';

/** What is scored and how; `{}` scores what brought money where the log has amounts, and everything done where it has none. */
export const params = v.object({
  event: v.optional(patternSchema, ''),
  /** A numeric property; '': the mapped value, else price × quantity, else price. */
  amount: v.optional(v.pipe(v.string(), v.metadata({ values: 'properties' })), ''),
  frequency: v.optional(v.picklist(['events', 'days', 'sessions']), 'events'),
  groups: v.optional(v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(10)), 5),
  ties: v.optional(v.picklist(['together', 'split']), 'together'),
  second: v.optional(v.picklist(['frequency', 'both']), 'frequency'),
});

export type Params = v.InferOutput<typeof params>;
