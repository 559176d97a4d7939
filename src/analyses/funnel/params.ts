import * as v from 'valibot';
import { filterSchema, stepSchema } from '../../features/patterns.ts';

/** A step's place in the funnel is a bit of a 32-bit mask, and so is an exclusion's. */
export const MAX_STEPS = 20;
export const MAX_EXCLUSIONS = 8;
const MAX_HELD = 3;
const MAX_TRAITS = 5;

/** An event that must not lie between two steps; a bare name drops the user wherever it lies between the first and the last. */
const exclusionSchema = v.union([
  v.string(),
  v.object({
    events: v.array(v.string()),
    where: v.optional(v.array(filterSchema), []),
    /** Numbers of steps from 1; `to` 0 is the last. */
    from: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_STEPS)), 1),
    to: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_STEPS)), 0),
    effect: v.optional(v.picklist(['dropUser', 'endAttempt']), 'dropUser'),
  }),
]);

const duration = (fallback: string) => v.optional(v.pipe(v.string(), v.metadata({ unit: 'duration' })), fallback);
const property = () => v.optional(v.pipe(v.string(), v.metadata({ values: 'properties' })), '');
const properties = (most: number) =>
  v.optional(v.pipe(v.array(v.string()), v.maxLength(most), v.metadata({ values: 'properties' })), []);
const stepNumber = (least: number, fallback: number) =>
  v.optional(v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(MAX_STEPS)), fallback);

/** What a funnel counts; `{}` is the three most common events, in any later order of events, within seven days. */
export const params = v.object({
  steps: v.optional(v.pipe(v.array(stepSchema), v.maxLength(MAX_STEPS), v.metadata({ form: 'steps' })), []),
  order: v.optional(v.picklist(['ordered', 'strict', 'unordered', 'anchored']), 'ordered'),
  entry: v.optional(v.picklist(['any', 'first', 'every']), 'any'),
  window: duration('7d'),
  ties: v.optional(v.picklist(['input', 'strict', 'grace']), 'input'),
  grace: duration('2s'),
  count: v.optional(v.picklist(['users', 'attempts', 'sessions', 'property']), 'users'),
  countProperty: property(),
  holdConstant: properties(MAX_HELD),
  exclude: v.optional(
    v.pipe(v.array(exclusionSchema), v.maxLength(MAX_EXCLUSIONS), v.metadata({ form: 'steps', empty: 'none' })),
    [],
  ),
  duplicates: v.optional(v.picklist(['keep', 'remove']), 'keep'),
  observationEnd: v.optional(v.string(), ''),
  breakdown: property(),
  attribution: v.optional(v.picklist(['first', 'last', 'step']), 'first'),
  attributionStep: stepNumber(1, 1),
  trend: v.optional(v.picklist(['none', 'day', 'week', 'month']), 'week'),
  sensitivity: v.optional(v.boolean(), true),
  defects: v.optional(v.boolean(), true),
  drivers: v.optional(v.boolean(), true),
  driverStep: stepNumber(0, 0),
  driverProperties: properties(MAX_TRAITS),
});

export type Params = v.InferOutput<typeof params>;

/** The same question as each vendor's defaults put it. */
export const presets = [
  { id: 'posthog', params: { order: 'ordered', entry: 'any', window: '14d', ties: 'input', count: 'users' } },
  {
    id: 'mixpanel',
    params: { order: 'ordered', entry: 'first', window: '7d', ties: 'grace', grace: '2s', count: 'users' },
  },
  {
    id: 'amplitude',
    params: { order: 'ordered', entry: 'any', window: '1d', ties: 'grace', grace: '1s', count: 'users' },
  },
] as const;

/** Version 1 knew fewer options, and none of them has changed its meaning. */
export const migrate = (params: Record<string, unknown>): Record<string, unknown> => params;
