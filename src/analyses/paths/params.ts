import * as v from 'valibot';
import { nodeParams } from '../../features/paths.ts';

const whole = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
const event = v.pipe(v.string(), v.metadata({ values: 'events.event' }));

/** Which ways are followed; `{}` is the first five steps of each session. */
export const params = v.object({
  from: v.optional(event, ''),
  to: v.optional(event, ''),
  unit: v.optional(v.picklist(['session', 'user', 'window']), 'session'),
  window: v.optional(v.pipe(v.string(), v.metadata({ unit: 'duration' })), '1d'),
  steps: v.optional(whole(2, 20), 5),
  collapse: v.optional(v.boolean(), true),
  ...nodeParams,
  perStep: v.optional(whole(1, 50), 8),
  edges: v.optional(whole(1, 500), 50),
  minWeight: v.optional(whole(0, 1_000_000_000), 0),
  maxWeight: v.optional(whole(0, 1_000_000_000), 0),
});

export type Params = v.InferOutput<typeof params>;

/** PostHog: sessions of thirty minutes, five steps, fifty edges. Mixpanel: thirty days from the event on, three events a step, repeats shown. */
export const presets = [
  { id: 'posthog', params: { unit: 'session', steps: 5, edges: 50, collapse: true, perStep: 50 } },
  { id: 'mixpanel', params: { unit: 'window', window: '30d', perStep: 3, collapse: false } },
] as const;
