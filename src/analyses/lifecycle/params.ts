import * as v from 'valibot';
import { patternSchema } from '../../features/patterns.ts';

/** What activity is, and the length of a period; `{}` is any event, by week. */
export const params = v.object({
  what: v.optional(patternSchema, ''),
  period: v.optional(v.picklist(['hour', 'day', 'week', 'month']), 'week'),
});

export type Params = v.InferOutput<typeof params>;
