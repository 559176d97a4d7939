import type { Compute, Context } from '../../contract/analysis.ts';
import { DAY, parseDuration } from '../../core/calendar.ts';
import { numbers, strings } from '../../core/columns.ts';
import { AppError } from '../../core/errors.ts';
import { fitCox } from '../../models/survival/cox.ts';
import type { SurvivalData } from '../../models/survival/data.ts';
import { fitWeibull } from '../../models/survival/weibull-aft.ts';
import { groupCurves, wholeCurve } from './curves.ts';
import type { Design } from './design.ts';
import { designOf } from './design.ts';
import type definition from './index.ts';
import type { Params } from './params.ts';
import type { AftResult, CoxResult, LeftOut, SurvivalResult } from './result.ts';

type Tables = Parameters<Compute<typeof definition>>[0];

/** The rows that can be followed. */
interface Subjects {
  rows: Uint32Array;
  times: Float64Array;
  events: Uint8Array;
  groups: string[];
  strata: string[];
}

const daysOf = (text: string): number => (text.trim() === '' ? 0 : (parseDuration(text) ?? 0) / DAY);

/** Throws `survival.bad-event`, `survival.bad-duration` and `survival.no-subjects`. */
function subjectsOf({ subjects }: Tables, params: Params, left: LeftOut): Subjects {
  const [durations, states] = [numbers(subjects, 'duration'), numbers(subjects, 'event')];
  const rows: number[] = [];
  for (let n = 0; n < durations.length; n++) {
    const [duration, state] = [durations[n]!, states[n]!];
    if (Number.isNaN(duration) || Number.isNaN(state)) left.missing++;
    else if (state !== 0 && state !== 1)
      throw new AppError('survival.bad-event', { column: params.event, value: state === -1 ? '?' : state });
    else if (duration < 0 && params.table === '') left.tooNew++;
    else if (duration < 0) throw new AppError('survival.bad-duration', { row: n + 1, value: duration });
    else rows.push(n);
  }
  if (rows.length === 0) throw new AppError('survival.no-subjects');
  const [groups, strata] = [strings(subjects, 'grp'), strings(subjects, 'stratum')];
  return {
    rows: Uint32Array.from(rows),
    times: Float64Array.from(rows, (n) => durations[n]!),
    events: Uint8Array.from(rows, (n) => states[n]!),
    groups: rows.map((n) => groups[n] ?? ''),
    strata: rows.map((n) => strata[n] ?? ''),
  };
}

/** Those whose covariates are all known, and in the log who was still there when they were; their time counts from then. */
function modelData(
  { rows, times, events, strata }: Subjects,
  design: Design,
  early: number,
  left: LeftOut,
): { data: SurvivalData; strata: string[] } {
  const kept: number[] = [];
  for (let n = 0; n < rows.length; n++) {
    if (times[n]! < early) left.early++;
    else if (design.columns.some((column) => Number.isNaN(column[rows[n]!]!))) left.incomplete++;
    else kept.push(n);
  }
  const width = design.columns.length;
  const x = new Float64Array(kept.length * width);
  kept.forEach((n, row) => design.columns.forEach((column, k) => (x[row * width + k] = column[rows[n]!]!)));
  const names = [...new Set(kept.map((n) => strata[n]!))].sort();
  const place = new Map(names.map((name, n) => [name, n]));
  return {
    strata: names,
    data: {
      names: design.names,
      x,
      times: Float64Array.from(kept, (n) => times[n]! - early),
      events: Uint8Array.from(kept, (n) => events[n]!),
      strata: Int32Array.from(kept, (n) => place.get(strata[n]!)!),
    },
  };
}

/** A part of the run as a part of its progress. */
const within = (context: Context, from: number, to: number): Pick<Context, 'step'> => ({
  step: (done, note) => context.step(from + done * (to - from), note),
});

const BASELINE_POINTS = 500;

async function coxOf(
  data: SurvivalData,
  strata: readonly string[],
  level: number,
  context: Pick<Context, 'step'>,
): Promise<CoxResult> {
  const {
    covariance: _,
    means: __,
    concordance,
    baseline,
    check,
    iterations: ___,
    ...cox
  } = await fitCox(data, context, { level });
  return {
    ...cox,
    concordance: concordance.index,
    proportional: { columns: check.columns, global: check.global },
    baseline: baseline.map(({ stratum, time, cumulative }) => {
      const every = Math.max(1, Math.ceil(time.length / BASELINE_POINTS));
      const told = (values: Float64Array) =>
        Array.from(values).filter((_value, n) => (n + 1) % every === 0 || n === values.length - 1);
      return { stratum: strata[stratum] ?? '', time: told(time), cumulative: told(cumulative) };
    }),
  };
}

async function aftOf(data: SurvivalData, level: number, context: Pick<Context, 'step'>): Promise<AftResult> {
  const aft = await fitWeibull(data, context, { level });
  const { coefficients, intercept, logShape, shape, logLikelihood, likelihoodRatio, medianAtMeans, zeros, converged } =
    aft;
  return { coefficients, intercept, logShape, shape, logLikelihood, likelihoodRatio, medianAtMeans, zeros, converged };
}

/** Kept under the analysis's name: coefficients and baseline hazards, from which a subject's survival follows. Nothing here was judged on other rows. */
function keepModel(context: Context, params: Params, { cox, aft, n }: SurvivalResult): void {
  if (!cox) return;
  context.keep('survival', {
    kind: 'cox',
    state: { cox, aft: aft ?? null },
    card: {
      analysis: 'survival',
      params,
      seed: context.seed,
      data: {
        subjects: n.subjects,
        events: n.events,
        columnsUsed: cox.coefficients.length,
        logLikelihood: cox.logLikelihood,
        concordance: cox.concordance,
      },
      metrics: {},
      baseline: {},
      backend: { name: 'cpu' },
    },
  });
}

/** The curves, and with covariates and an event among their subjects the two models. */
export default (async (tables, params, context): Promise<SurvivalResult> => {
  await context.step(0);
  const leftOut: LeftOut = { missing: 0, tooNew: 0, early: 0, incomplete: 0, columns: [] };
  const subjects = subjectsOf(tables, params, leftOut);
  const design = designOf(tables.subjects, tables.legend, params.covariates.length > 0);
  leftOut.columns = design.left;
  const earlyDays = params.table === '' ? daysOf(params.early) : 0;
  await context.step(0.1);
  const { times, events, groups } = subjects;
  const whole = wholeCurve(times, events, params.level);
  const byGroup = params.group === '' ? { groups: [] } : groupCurves(times, events, groups, params.level);
  await context.step(0.3);
  const { data, strata } = modelData(subjects, design, earlyDays, leftOut);
  const learns = design.names.length > 0 && data.events.some((event) => event === 1);
  const cox = learns ? await coxOf(data, strata, params.level, within(context, 0.3, 0.75)) : null;
  const aft = learns ? await aftOf(data, params.level, within(context, 0.75, 0.98)) : null;
  context.ranOn({ name: 'cpu' });
  const seen = events.reduce((sum, event) => sum + event, 0);
  const result: SurvivalResult = {
    n: { subjects: times.length, events: seen, censored: times.length - seen },
    ...whole,
    ...byGroup,
    ...(cox && cox.coefficients.length > 0 && { cox }),
    ...(aft && { aft }),
    leftOut,
    definition: {
      ...params,
      source: params.table === '' ? 'events' : 'table',
      gapDays: daysOf(params.gap),
      earlyDays,
      observationEnd: strings(tables.about, 'observation_end')[0]!,
      zone: strings(tables.about, 'zone')[0]!,
    },
  };
  keepModel(context, params, result);
  await context.step(1);
  return result;
}) satisfies Compute<typeof definition>;
