import * as v from 'valibot';

/** What a session is, and over how many days the power-user curve looks; `{}` is the project's own session rule. */
export const params = v.object({
  sessions: v.optional(v.picklist(['project', 'gap']), 'project'),
  gap: v.optional(v.pipe(v.string(), v.metadata({ unit: 'duration' })), '30m'),
  trend: v.optional(v.picklist(['day', 'week', 'month']), 'week'),
  powerDays: v.optional(v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(90)), 28),
});

export type Params = v.InferOutput<typeof params>;
