import * as v from 'valibot';
import { nodeParams } from '../../features/paths.ts';

const whole = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
const events = v.pipe(v.array(v.string()), v.metadata({ values: 'events.event' }));

/** What a case is and what it should look like; `{}` is all that a user did, held against the commonest way. */
export const params = v.object({
  unit: v.optional(v.picklist(['user', 'session', 'column']), 'user'),
  column: v.optional(v.pipe(v.string(), v.metadata({ values: 'properties' })), ''),
  model: v.optional(v.pipe(events, v.maxLength(100)), []),
  collapse: v.optional(v.boolean(), false),
  ...nodeParams,
  nodes: v.optional(whole(1, 40), 12),
  edges: v.optional(whole(1, 400), 30),
  weight: v.optional(v.picklist(['count', 'median', 'p95']), 'count'),
});

export type Params = v.InferOutput<typeof params>;
