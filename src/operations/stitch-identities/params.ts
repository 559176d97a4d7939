import * as v from 'valibot';
import { column, text } from '../shared/hints.ts';

/** Which column names the device or visitor, which the user, and what becomes of ids that several users shared. */
export const params = v.object({
  anonymous: column(),
  user: column(),
  time: column('column:time'),
  several: v.optional(v.picklist(['none', 'next']), 'none'),
  otherwise: v.optional(v.picklist(['missing', 'anonymous']), 'missing'),
  into: text(),
});

export type Params = v.InferOutput<typeof params>;
