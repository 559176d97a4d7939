import type { Compute, Context, Members } from '../../contract/analysis.ts';
import { numbers, strings } from '../../core/columns.ts';
import type { Attempt } from './attempt.ts';
import { SegmentTally, valueOf } from './breakdown.ts';
import type { Counting, Tables } from './counting.ts';
import { countingOf, walkAll, within } from './counting.ts';
import { defectsOf } from './defects.ts';
import { DriverTally, transitionOf } from './drivers.ts';
import type definition from './index.ts';
import { ROLES } from './codes.ts';
import { eventNames, valueNames } from './log.ts';
import { usersBehind } from './marks.ts';
import type { Params } from './params.ts';
import type { Definition, Drivers, FunnelResult, FunnelStep } from './result.ts';
import { sensitivityOf } from './sensitivity.ts';
import { StepTally, stepFigures } from './tally.ts';
import { TimeTally } from './time.ts';
import { TrendTally } from './trend.ts';

function definitionOf(tables: Tables, params: Params, { rules, endMs, calendar }: Counting): Definition {
  const { order, entry, window, ties, grace, count, countProperty, holdConstant, duplicates } = params;
  const { exclusions, about } = tables;
  const [from, to] = [numbers(exclusions, 'from'), numbers(exclusions, 'to')];
  const drops = [...exclusions.getChild('drops')!];
  return {
    order,
    entry,
    window,
    ties,
    grace,
    count: rules.entry === 'every' && order !== 'unordered' ? 'attempts' : count,
    countProperty,
    holdConstant: [...holdConstant],
    exclusions: strings(exclusions, 'name').map((name, n) => {
      return { name: String(name), from: from[n]!, to: to[n]!, effect: drops[n] ? 'dropUser' : 'endAttempt' };
    }),
    duplicates,
    within: rules.within.map((each) => (each === Infinity ? null : each / 1e6)),
    observationEnd: endMs,
    zone: calendar.zone,
    sessionGapMinutes: numbers(about, 'gap')[0]!,
  };
}

/** The tallies that the one walk feeds. */
function talliesOf(counting: Counting, params: Params) {
  const { rules, stream, log, calendar, isEach } = counting;
  const trendIn = (unit: 'day' | 'week' | 'month', zone = calendar) =>
    new TrendTally(rules, stream, unit, zone, isEach);
  const utc = { ...calendar, transitions: [{ from: -Infinity, offset: 0 }] };
  const hasTrend = params.trend !== 'none';
  return {
    steps: new StepTally(rules),
    time: new TimeTally(rules, stream, log.end),
    segments: params.breakdown === '' ? null : new SegmentTally(rules),
    trend: hasTrend ? trendIn(params.trend as 'day') : null,
    utc: hasTrend ? trendIn(params.trend as 'day', utc) : null,
    /** Attempts whose period is another in UTC. */
    rezoned: 0,
  };
}

type Tallies = ReturnType<typeof talliesOf>;

async function tallyAll(counting: Counting, params: Params, tallies: Tallies, step: (done: number) => Promise<void>) {
  const { log, stream } = counting;
  const byRow = log.valueOf(ROLES.segment);
  const { steps, time, segments, trend, utc } = tallies;
  const counted = (attempt: Attempt) => {
    steps.add(attempt);
    time.add(attempt);
    if (segments) segments.add(attempt, valueOf(attempt, stream, log, byRow, params));
  };
  const every = (attempt: Attempt, unit: number) => {
    if (!trend || !utc) return;
    trend.add(attempt, unit);
    if (trend.periodOf(attempt) !== utc.periodOf(attempt)) tallies.rezoned++;
  };
  await walkAll(counting, trend ? { counted, every } : { counted }, step);
}

async function driversOf(
  counting: Counting,
  tables: Tables,
  params: Params,
  steps: readonly FunnelStep[],
  step: (done: number) => Promise<void>,
): Promise<Drivers | null> {
  const { log, stream, rules } = counting;
  const transition = transitionOf(steps, rules.required, params.driverStep);
  if (transition === 0) return null;
  const traits = params.driverProperties.flatMap((name, n) => {
    const byRow = log.valueOf(ROLES.trait + n);
    return byRow ? [{ name, byRow, values: valueNames(tables.valueNames, ROLES.trait + n) }] : [];
  });
  const tally = new DriverTally(log, stream, rules, transition, eventNames(tables.names), traits);
  await walkAll(counting, { counted: (attempt, unit) => tally.add(attempt, unit) }, step);
  return tally.figures();
}

/** Walks each user's events once for the figures; drivers, the sensitivity panel and priced defects walk them again. */
export default (async (tables, params, context: Context): Promise<FunnelResult> => {
  await context.step(0);
  const counting = countingOf(tables, params);
  const { rules, log, cleaning, isEach, endMs } = counting;
  const tallies = talliesOf(counting, params);
  await tallyAll(counting, params, tallies, within(context, 0.1, 0.3));
  const steps = stepFigures(counting.steps, tallies.steps.counts);
  const { breakdown: property, attribution, attributionStep } = params;
  return {
    steps,
    timeToConvert: tallies.time.timeToConvert(),
    survival: tallies.time.survival(),
    immature: tallies.time.immature(),
    breakdown: tallies.segments && {
      property,
      attribution,
      step: attributionStep,
      segments: tallies.segments.figures(valueNames(tables.valueNames, ROLES.segment)),
    },
    trend: tallies.trend && { unit: params.trend as 'day', periods: tallies.trend.figures(endMs) },
    drivers: params.drivers ? await driversOf(counting, tables, params, steps, within(context, 0.3, 0.4)) : null,
    sensitivity: params.sensitivity ? await sensitivityOf(counting, params, within(context, 0.4, 0.8)) : null,
    defects: params.defects
      ? await defectsOf(log, cleaning, rules, isEach, tallies.rezoned, within(context, 0.8, 1))
      : null,
    definition: definitionOf(tables, params, counting),
  };
}) satisfies Compute<typeof definition>;

/** `reached:2`, `dropped:2`, `took:0:60`, `immature`, `period:2024-01-01` and `segment:0`, the last two also with `:converted`. */
export const members = ((tables, params, mark, context) =>
  usersBehind(tables, params, mark, context)) satisfies Members<typeof definition>;
