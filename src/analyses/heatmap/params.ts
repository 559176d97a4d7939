import * as v from 'valibot';
import { patternSchema } from '../../features/patterns.ts';

/** What is counted at each hour of the week; `{}` is all events. */
export const params = v.object({
  what: v.optional(patternSchema, ''),
  measure: v.optional(v.picklist(['events', 'users']), 'events'),
  figure: v.optional(v.picklist(['perHour', 'total']), 'perHour'),
});

export type Params = v.InferOutput<typeof params>;
