import type { Table } from 'apache-arrow';
import type { Compute, Context } from '../../contract/analysis.ts';
import { DAY } from '../../core/calendar.ts';
import { numbers, strings } from '../../core/columns.ts';
import { AppError } from '../../core/errors.ts';
import { benjaminiHochberg, chiSquareGoodness, holm } from '../../core/statistics.ts';
import type { Estimate, Sample } from './effects.ts';
import {
  adjusted,
  bayesian,
  estimateOf,
  frequentist,
  intervalOf,
  liftOf,
  ratioEstimates,
  winsorised,
} from './effects.ts';
import type definition from './index.ts';
import type { Params } from './params.ts';
import type { Comparison, ExperimentResult, MetricResult } from './result.ts';
import { alwaysValid } from './sequential.ts';
import { trendOf } from './trend.ts';
import { verdictsOf } from './verdict.ts';

/** Below this chance a split is not believed; the usual bounds lie between .01 and .001. */
const RATIO_ALPHA = 0.01;

/** The users of the experiment in columns, those who saw several variants left out. */
interface Users {
  table: Table;
  /** The number of each row's variant; -1 where the row is left out. */
  variants: Int16Array;
  names: string[];
  at: Float64Array;
  mixed: number;
}

function usersOf(table: Table): Users {
  const given = strings(table, 'variant');
  const seen = numbers(table, 'variants');
  const names = [...new Set(given.filter((name, n): name is string => name !== null && seen[n] === 1))].sort();
  const places = new Map(names.map((name, n) => [name, n]));
  const variants = Int16Array.from(given, (name, n) => (seen[n] === 1 ? places.get(name!)! : -1));
  return { table, variants, names, at: numbers(table, 'at'), mixed: seen.filter((count) => count > 1).length };
}

const CONTROLS = /^(control|baseline|original|default|off|false|0|a)$/i;

/** Throws `experiment.unknown-variant`. */
function controlOf(names: readonly string[], asked: string): number {
  if (asked === '')
    return Math.max(
      0,
      names.findIndex((name) => CONTROLS.test(name)),
    );
  const at = names.indexOf(asked);
  if (at < 0)
    throw new AppError('experiment.unknown-variant', { variant: asked, known: names.slice(0, 20).join(', ') });
  return at;
}

/** The shares that were meant, equal where nothing is said. Throws `experiment.bad-split`. */
function sharesOf(split: string, variants: number): number[] {
  if (split.trim() === '') return new Array<number>(variants).fill(1);
  const shares = split.split(/[:/,]/).map(Number);
  const isGood = shares.length === variants && shares.every((share) => share > 0 && Number.isFinite(share));
  if (!isGood) throw new AppError('experiment.bad-split', { value: split, variants });
  return shares;
}

interface Asked {
  name: string;
  kind: MetricResult['kind'];
  source: MetricResult['source'];
  wait: number;
}

const metricsOf = (table: Table): Asked[] => {
  const waits = numbers(table, 'wait');
  const [names, kinds, sources] = ['name', 'kind', 'source'].map((column) => strings(table, column));
  return names!.map((name, n) => ({
    name: name!,
    kind: kinds![n] as Asked['kind'],
    source: sources![n] as Asked['source'],
    wait: waits[n]!,
  }));
};

/** The rows that a metric is settled for, in the order of exposure. */
function settledRows({ variants, at }: Users, y: Float64Array, wait: number, last: number): number[] {
  const rows: number[] = [];
  for (let row = 0; row < variants.length; row++) {
    const isSettled = wait === 0 || at[row]! + wait <= last;
    if (variants[row]! >= 0 && isSettled && !Number.isNaN(y[row]!)) rows.push(row);
  }
  return rows;
}

/** One sample for each variant, of some rows. */
function samplesOf(users: Users, n: number, rows: readonly number[]): Sample[] {
  const has = (name: string) => users.table.schema.fields.some((field) => field.name === name);
  const columns = (['y', 'd', 'x', 'm'] as const).filter((name) => has(`${name}${n}`));
  const values = columns.map((name) => numbers(users.table, `${name}${n}`));
  return users.names.map((_, variant) => {
    const own = rows.filter((row) => users.variants[row] === variant);
    const entries = columns.map((name, c) => [name, Float64Array.from(own, (row) => values[c]![row]!)]);
    return Object.fromEntries(entries) as unknown as Sample;
  });
}

/** Estimates of every variant, winsorised and adjusted as asked. */
function estimatesOf(
  samples: Sample[],
  kind: Asked['kind'],
  params: Params,
): { estimates: Estimate[]; reduction: number | null } {
  if (kind === 'ratio') return ratioEstimates(samples);
  const capped = kind === 'mean' ? winsorised(samples, params.winsorise) : samples;
  const { samples: made, reduction } =
    params.cuped !== 'none' ? adjusted(capped) : { samples: capped, reduction: null };
  return { estimates: made.map((sample) => estimateOf(sample, kind, reduction !== null)), reduction };
}

const canCompare = (estimate: Estimate): boolean => estimate.users > 1 && Number.isFinite(estimate.value);

type Undecided = Omit<Comparison, 'holm' | 'bh' | 'verdict' | 'daysMore'>;

function compare(
  a: Estimate,
  b: Estimate,
  variant: string,
  kind: Asked['kind'],
  params: Params,
  reduction: number | null,
): Undecided {
  const { alpha, lowerIsBetter, nStar } = params;
  const plain = frequentist(a, b, kind, alpha);
  const valid = alwaysValid(plain.difference, Math.sqrt(a.variance + b.variance), a.users + b.users, nStar, alpha);
  return {
    variant,
    ...plain,
    lift: liftOf(a, b, alpha),
    sequential: { ...valid, holm: NaN, bh: NaN },
    bayesian: bayesian(a, b, alpha, lowerIsBetter),
    varianceReduction: reduction,
  };
}

interface Measured {
  asked: Asked;
  estimates: Estimate[];
  comparisons: Undecided[];
}

function measure(
  users: Users,
  n: number,
  asked: Asked,
  rows: readonly number[],
  control: number,
  params: Params,
): Measured {
  const { estimates, reduction } = estimatesOf(samplesOf(users, n, rows), asked.kind, params);
  const comparisons = estimates.flatMap((estimate, variant) =>
    variant !== control && canCompare(estimate) && canCompare(estimates[control]!)
      ? [compare(estimates[control]!, estimate, users.names[variant]!, asked.kind, params, reduction)]
      : [],
  );
  return { asked, estimates, comparisons };
}

/** Adjusts the p-values over all metrics and variants together. */
function corrected(measured: readonly Measured[]): Omit<Comparison, 'verdict' | 'daysMore'>[][] {
  const all = measured.flatMap(({ comparisons }) => comparisons);
  const [plain, valid] = [all.map(({ p }) => p), all.map(({ sequential }) => sequential.p)];
  const [plainHolm, plainBh, validHolm, validBh] = [
    holm(plain),
    benjaminiHochberg(plain),
    holm(valid),
    benjaminiHochberg(valid),
  ];
  let place = 0;
  return measured.map(({ comparisons }) =>
    comparisons.map((each) => {
      const n = place++;
      const sequential = { ...each.sequential, holm: validHolm[n]!, bh: validBh[n]! };
      return { ...each, holm: plainHolm[n]!, bh: plainBh[n]!, sequential };
    }),
  );
}

function segmentsOf(
  users: Users,
  rows: readonly number[],
  asked: Asked,
  control: number,
  params: Params,
): ExperimentResult['segments'] {
  if (params.segment === '') return [];
  const segments = strings(users.table, 'segment');
  const names = [...new Set(rows.map((row) => segments[row]!))];
  const found = names.flatMap((segment) => {
    const own = rows.filter((row) => segments[row] === segment);
    const { comparisons, estimates } = measure(users, 0, asked, own, control, params);
    return comparisons.map(({ variant, difference, low, high, p }) => {
      const both = estimates[control]!.users + estimates[users.names.indexOf(variant)]!.users;
      return { segment, variant, users: both, difference, low, high, p };
    });
  });
  const q = benjaminiHochberg(found.map(({ p }) => p));
  return found.map((each, n) => ({ ...each, q: q[n]! })).sort((a, b) => b.users - a.users);
}

function ratioOf(users: Users, params: Params): Pick<ExperimentResult, 'variants' | 'ratio'> {
  const counts = users.names.map((_, variant) => users.variants.filter((each) => each === variant).length);
  const shares = sharesOf(params.split, counts.length);
  const [all, whole] = [counts, shares].map((values) => values.reduce((sum, each) => sum + each, 0));
  const test = chiSquareGoodness(counts, shares);
  return {
    variants: users.names.map((name, n) => ({ name, users: counts[n]!, expected: (all! * shares[n]!) / whole! })),
    ratio: { ...test, suspicious: test.p < RATIO_ALPHA },
  };
}

function definitionOf(params: Params): ExperimentResult['definition'] {
  const {
    window,
    method,
    alpha,
    correction,
    lowerIsBetter,
    measure: what,
    cuped,
    winsorise,
    split,
    nStar,
    segment,
  } = params;
  return {
    window,
    method,
    alpha,
    correction,
    lowerIsBetter,
    measure: what,
    cuped,
    winsorise,
    split,
    nStar,
    segment,
    ratioAlpha: RATIO_ALPHA,
  };
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

function armsOf({ asked, estimates }: Measured, names: readonly string[], alpha: number): MetricResult['arms'] {
  return estimates.map((estimate, n) => {
    const bounds = canCompare(estimate) ? intervalOf(estimate, asked.kind, alpha) : { low: NaN, high: NaN };
    const value = finite(estimate.value);
    return { variant: names[n]!, users: estimate.users, value, low: finite(bounds.low), high: finite(bounds.high) };
  });
}

/** Compares every variant with the control under every metric, three ways. */
export default (async (tables, params, context: Context): Promise<ExperimentResult> => {
  await context.step(0);
  const users = usersOf(tables.users);
  const control = controlOf(users.names, params.control);
  const last = numbers(tables.plan, 'last')[0]!;
  const asked = metricsOf(tables.metrics);
  const rows = asked.map(({ wait }, n) => settledRows(users, numbers(users.table, `y${n}`), wait, last));
  const measured: Measured[] = [];
  for (const [n, each] of asked.entries()) {
    await context.step((0.8 * n) / asked.length);
    measured.push(measure(users, n, each, rows[n]!, control, params));
  }
  await context.step(0.8);
  const exposed = users.variants.filter((variant) => variant >= 0).length;
  const first = users.at.reduce((least, at) => Math.min(least, at), Infinity);
  const days = Number.isFinite(last - first) ? Math.max(0, (last - first) / DAY) : 0;
  const { variants, ratio } = ratioOf(users, params);
  const late =
    asked[0]!.wait === 0 ? 0 : users.at.filter((at, n) => users.variants[n]! >= 0 && at + asked[0]!.wait > last).length;
  const comparisons = corrected(measured);
  return {
    source: {
      kind: String(strings(tables.plan, 'kind')[0]) as ExperimentResult['source']['kind'],
      property: String(strings(tables.plan, 'property')[0]),
    },
    control: users.names[control] ?? null,
    variants,
    mixed: users.mixed,
    immature: exposed === 0 ? 0 : late,
    ratio,
    metrics: measured.map((each, n) => ({
      name: each.asked.name,
      kind: each.asked.kind,
      source: each.asked.source,
      arms: armsOf(each, users.names, params.alpha),
      comparisons: verdictsOf(comparisons[n]!, each.estimates, users.names, control, days, params),
    })),
    segments: segmentsOf(users, rows[0]!, asked[0]!, control, params),
    trend: trendOf(users, rows[0]!, asked[0]!.kind, control, params, String(strings(tables.plan, 'zone')[0])),
    days,
    definition: definitionOf(params),
  };
}) satisfies Compute<typeof definition>;
