import * as v from 'valibot';
import { nodeParams, splitParams } from '../../features/paths.ts';

const whole = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

/** What is drawn of the transitions between events; `{}` is the shares that go on from each event, within sessions. */
export const params = v.object({
  unit: v.optional(v.picklist(['session', 'user']), 'session'),
  weight: v.optional(
    v.picklist(['probabilityOut', 'probabilityIn', 'count', 'users', 'cases', 'perCase', 'median', 'p95']),
    'probabilityOut',
  ),
  collapse: v.optional(v.boolean(), false),
  ...nodeParams,
  nodes: v.optional(whole(1, 40), 10),
  minUsers: v.optional(whole(0, 1_000_000_000), 0),
  edges: v.optional(whole(1, 400), 30),
  minWeight: v.optional(v.pipe(v.number(), v.minValue(0)), 0),
  layout: v.optional(v.picklist(['circular', 'force']), 'circular'),
  ...splitParams,
  permutations: v.optional(whole(99, 9999), 999),
});

export type Params = v.InferOutput<typeof params>;
