import * as v from 'valibot';
import { patternSchema, stepSchema } from '../../features/patterns.ts';

const duration = v.pipe(v.string(), v.metadata({ unit: 'duration' }));

/** What is looked for; `{}`: what users do in their first week that goes with coming back in the three weeks after. */
export const params = v.object({
  /** '': any event, so that the goal is coming back. */
  goal: v.optional(patternSchema, ''),
  /** Tried beside the single events: any of some events, with filters. */
  behaviours: v.optional(
    v.pipe(v.array(stepSchema), v.maxLength(20), v.metadata({ form: 'steps', empty: 'none' })),
    [],
  ),
  early: v.optional(duration, '7d'),
  /** How long after the early time the goal may come. */
  horizon: v.optional(duration, '21d'),
  /** The largest number of times that is tried as a threshold. */
  most: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(50)), 10),
  /** How many of the strongest are compared with matched users. */
  matched: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(20)), 5),
});

export type Params = v.InferOutput<typeof params>;
