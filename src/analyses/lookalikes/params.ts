import * as v from 'valibot';
import { patternSchema } from '../../features/patterns.ts';

const whole = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

/** Whom others should be like; `{}`: those who did the rarest event that tells some users apart. */
export const params = v.object({
  /** Those who did this; '': as `{}`. */
  who: v.optional(patternSchema, ''),
  /** These users instead, by name. */
  users: v.optional(v.pipe(v.array(v.string()), v.metadata({ values: 'user', empty: 'none' })), []),
  /** How many to find. */
  size: v.optional(whole(1, 1_000_000), 100),
  /** Parts into which the known users are cut, to see whether those left out are found again. */
  folds: v.optional(whole(2, 20), 5),
});

export type Params = v.InferOutput<typeof params>;
