/** The defaults of others, as far as they are documented; README.md says where ours still differ. */
export const presets = [
  {
    id: 'posthog',
    params: {
      cohort: 'firstEver',
      period: 'day',
      intervals: 7,
      kind: 'on',
      clock: 'calendar',
      minimum: 1,
      incomplete: 'drop',
      reference: 'total',
      average: 'pooled',
    },
  },
  {
    id: 'mixpanel',
    params: {
      cohort: 'recurring',
      period: 'day',
      intervals: 12,
      kind: 'onOrAfter',
      clock: 'rolling',
      minimum: 1,
      incomplete: 'drop',
      reference: 'total',
      average: 'weighted',
    },
  },
  {
    id: 'amplitude',
    params: {
      cohort: 'firstEver',
      period: 'day',
      intervals: 12,
      kind: 'onOrAfter',
      clock: 'rolling',
      minimum: 1,
      incomplete: 'keep',
      reference: 'total',
      average: 'pooled',
    },
  },
] as const;
