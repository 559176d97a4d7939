import type { Table } from 'apache-arrow';
import { Table as ArrowTable, makeVector } from 'apache-arrow';
import type { Compute, Context } from '../../contract/analysis.ts';
import { DAY, parseDuration } from '../../core/calendar.ts';
import { column, numbers, strings } from '../../core/columns.ts';
import { AppError } from '../../core/errors.ts';
import type { FittedPurchases } from '../../models/customer-value/fit.ts';
import { fitPurchases } from '../../models/customer-value/fit.ts';
import { frequencyFit } from '../../models/customer-value/frequency-fit.ts';
import type { FittedGammaGamma } from '../../models/customer-value/gamma-gamma.ts';
import { fitGammaGamma } from '../../models/customer-value/gamma-gamma.ts';
import { correlation } from './correlation.ts';
import { heterogeneity } from './heterogeneity.ts';
import { holdoutOf, trackingOf } from './holdout.ts';
import type definition from './index.ts';
import type { Params } from './params.ts';
import type { ClvResult, CustomerRow, SpendingFit } from './result.ts';
import type { Scores } from './scores.ts';
import { aliveBins, deciles, scored } from './scores.ts';

const SCORES = 'clv_scores';
const MOST_LISTED = 10_000;

type Tables = Parameters<Compute<typeof definition>>[0];

/** What was read of the customers. */
export interface Read {
  table: Table;
  frequency: Float64Array;
  recency: Float64Array;
  age: Float64Array;
  monetary: Float64Array;
  later: Float64Array;
}

function readCustomers({ customers }: Tables): Read {
  const of = (name: string) => numbers(customers, name);
  return {
    table: customers,
    frequency: of('frequency'),
    recency: of('recency'),
    age: of('age'),
    monetary: of('monetary'),
    later: of('later'),
  };
}

/** The horizon in units. Throws `clv.no-limit`. */
function horizonOf({ horizon, unit }: Params): number {
  const ms = parseDuration(horizon);
  if (ms === null) throw new AppError('clv.no-limit');
  return ms / (unit === 'week' ? 7 * DAY : DAY);
}

function spendingOf(fitted: FittedGammaGamma | null, { frequency, monetary }: Read): SpendingFit | null {
  if (!fitted) return null;
  const rows = [...frequency.keys()].filter((n) => frequency[n]! > 0 && monetary[n]! > 0);
  const of = (values: Float64Array) => Float64Array.from(rows, (n) => values[n]!);
  const { params, errors, logLikelihood, customers, mean } = fitted;
  return { params, errors, logLikelihood, customers, mean, correlation: correlation(of(frequency), of(monetary)) };
}

function listed(read: Read, scores: Scores, hasValue: boolean): CustomerRow[] {
  const users = strings(read.table, 'user');
  const known = (value: number) => (hasValue && Number.isFinite(value) ? value : null);
  return Array.from(scores.order.subarray(0, MOST_LISTED), (n) => ({
    user: users[n] ?? '',
    frequency: read.frequency[n]!,
    recency: read.recency[n]!,
    T: read.age[n]!,
    monetary: hasValue ? read.monetary[n]! : null,
    pAlive: scores.alive[n]!,
    expectedPurchases: scores.purchases[n]!,
    expectedValue: known(scores.value[n]!),
    clv: known(scores.clv[n]!),
  }));
}

function publish(context: Context, read: Read, scores: Scores, hasValue: boolean): void {
  context.publish(
    SCORES,
    new ArrowTable({
      user: column(read.table, 'user'),
      frequency: makeVector(read.frequency),
      recency: makeVector(read.recency),
      T: makeVector(read.age),
      p_alive: makeVector(scores.alive),
      expected_purchases: makeVector(scores.purchases),
      decile: makeVector(scores.decile),
      ...(hasValue && {
        monetary: makeVector(read.monetary),
        expected_value: makeVector(scores.value),
        clv: makeVector(scores.clv),
      }),
    }),
  );
}

const isoDay = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);

function definitionOf({ about }: Tables, params: Params, horizonUnits: number): ClvResult['definition'] {
  return {
    ...params,
    horizonUnits,
    source: params.table === '' ? 'events' : 'table',
    calibrationEnd: isoDay(numbers(about, 'calibration')[0]!),
    observationEnd: isoDay(numbers(about, 'last')[0]!),
    zone: strings(about, 'zone')[0]!,
    valuedOnly: numbers(about, 'valued_only')[0] === 1,
  };
}

/** A part of the run as a part of its progress. */
const within = (context: Context, from: number, to: number): Context => ({
  ...context,
  ranOn: (backend) => context.ranOn(backend),
  keep: (name, model) => context.keep(name, model),
  publish: (name, table) => context.publish(name, table),
  step: (done, note) => context.step(from + done * (to - from), note),
});

const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

function holdoutPart(tables: Tables, read: Read, model: FittedPurchases, params: Params) {
  const [calibration, last] = ['calibration', 'last'].map((name) => numbers(tables.about, name)[0]!) as [
    number,
    number,
  ];
  const days = params.unit === 'week' ? 7 : 1;
  if (params.table !== '') return { tracking: [] };
  const tracking = trackingOf(model, read, { calibration, last, days }, tables.weeks);
  return last > calibration ? { holdout: holdoutOf(model, read, (last - calibration) / days), tracking } : { tracking };
}

/** Kept under the analysis's name: the parameters are all that is needed to predict again. */
function keepModel(context: Context, params: Params, result: ClvResult): void {
  const { model, n, spending, holdout, definition, logLikelihood } = result;
  context.keep('clv', {
    kind: model,
    state: { params: result.params, spending: spending?.params ?? null, unit: params.unit, discount: params.discount },
    scores: SCORES,
    card: {
      analysis: 'clv',
      params,
      seed: context.seed,
      data: {
        trainUsers: n.customers,
        repeaters: n.repeaters,
        trainCutoff: definition.calibrationEnd,
        ...(holdout && { testCutoff: definition.observationEnd }),
        logLikelihood,
        ...result.params,
      },
      metrics: holdout ? { mae: holdout.mae } : {},
      baseline: holdout ? { mae: holdout.baselineMae } : {},
      backend: { name: 'cpu' },
    },
  });
}

/** Fits purchases and amounts, scores every customer, and compares with the holdout where there is one. */
export default (async (tables, params, context): Promise<ClvResult> => {
  await context.step(0);
  const read = readCustomers(tables);
  const horizon = horizonOf(params);
  const model = await fitPurchases(params.model, read, within(context, 0, 0.6));
  const hasAmounts = numbers(tables.about, 'has_amounts')[0] === 1;
  const spending = hasAmounts ? await fitGammaGamma(read, within(context, 0.6, 0.75)) : null;
  const month = 365.25 / 12 / (params.unit === 'week' ? 7 : 1);
  const scores = await scored(
    read,
    model,
    spending,
    { horizon, month, discount: params.discount },
    within(context, 0.75, 0.95),
  );
  context.ranOn({ name: 'cpu' });
  const hasValue = spending !== null;
  const { holdout, tracking } = holdoutPart(tables, read, model, params);
  const result: ClvResult = {
    model: params.model,
    params: model.params,
    errors: model.errors,
    logLikelihood: model.logLikelihood,
    converged: model.converged,
    n: { customers: read.frequency.length, repeaters: read.frequency.filter((x) => x > 0).length },
    spending: spendingOf(spending, read),
    customers: listed(read, scores, hasValue),
    totals: {
      purchases: total(scores.purchases),
      alive: total(scores.alive),
      clv: hasValue ? total(scores.clv.filter(Number.isFinite)) : null,
    },
    fit: frequencyFit(model, read),
    alive: aliveBins(scores.alive),
    deciles: deciles(scores, read.later, hasValue, holdout !== undefined),
    ...(holdout && { holdout }),
    tracking,
    heterogeneity: heterogeneity(model),
    definition: definitionOf(tables, params, horizon),
  };
  publish(context, read, scores, hasValue);
  keepModel(context, params, result);
  await context.step(1);
  return result;
}) satisfies Compute<typeof definition>;
