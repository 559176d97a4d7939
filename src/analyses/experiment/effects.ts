import type { Moments } from '../../core/statistics.ts';
import {
  meanAndVariance,
  newcombe,
  normalCdf,
  normalQuantile,
  quantileSorted,
  tQuantile,
  twoProportionZ,
  welchOfMoments,
  wilson,
} from '../../core/statistics.ts';
import type { Beta } from './bayes.ts';
import { chanceLarger, differenceMoments, expectedLoss, normalLoss } from './bayes.ts';
import type { Interval, MetricKind } from './result.ts';

/** One variant's users under one metric, each place one user. */
export interface Sample {
  y: Float64Array;
  /** A ratio's denominators. */
  d?: Float64Array;
  /** The covariate from before exposure; of a ratio its numerators then. */
  x?: Float64Array;
  /** A ratio's denominators before exposure. */
  m?: Float64Array;
}

/** What is needed of one variant to compare it: an estimate with its squared standard error. */
export interface Estimate {
  users: number;
  value: number;
  /** Squared standard error of the value. */
  variance: number;
  /** Successes, of a share that no covariate adjusted. */
  successes: number | null;
}

const add = (sum: number, value: number): number => sum + value;

const sumOf = (values: Float64Array): number => values.reduce(add, 0);

const covariance = (a: Float64Array, b: Float64Array): number => {
  const [first, second] = [meanAndVariance(a).mean, meanAndVariance(b).mean];
  let sum = 0;
  for (let n = 0; n < a.length; n++) sum += (a[n]! - first) * (b[n]! - second);
  return sum / (a.length - 1);
};

/** Brings the largest values of all samples together down to their quantile; the samples are left as they are. */
export function winsorised(samples: readonly Sample[], percent: number): Sample[] {
  if (percent === 0) return [...samples];
  const all = Float64Array.from(samples.flatMap(({ y }) => [...y])).sort();
  const cap = quantileSorted(all, 1 - percent / 100);
  return samples.map((sample) => ({ ...sample, y: sample.y.map((value) => Math.min(value, cap)) }));
}

/**
 * CUPED (Deng et al. 2013): y − θ (x − x̄), θ and x̄ over all samples together. `reduction`: the share of the variance within
 * samples that this takes away; null where the covariate says nothing.
 */
export function adjusted(samples: readonly Sample[]): { samples: Sample[]; theta: number; reduction: number | null } {
  const known = samples.filter(({ x, y }) => x && y.length > 1);
  const spread = (values: (sample: Sample) => number) =>
    known.reduce((sum, sample) => sum + (sample.y.length - 1) * values(sample), 0);
  const ofX = spread(({ x }) => meanAndVariance(x!).variance);
  const ofY = spread(({ y }) => meanAndVariance(y).variance);
  if (!(ofX > 0) || !(ofY > 0)) return { samples: [...samples], theta: 0, reduction: null };
  const theta = spread(({ x, y }) => covariance(x!, y)) / ofX;
  const users = samples.reduce((sum, { x }) => sum + (x?.length ?? 0), 0);
  const mean = samples.reduce((sum, { x }) => sum + (x ? sumOf(x) : 0), 0) / users;
  const made = samples.map((sample) => ({
    ...sample,
    y: sample.y.map((value, n) => value - theta * ((sample.x?.[n] ?? mean) - mean)),
  }));
  const left = made
    .filter(({ y }) => y.length > 1)
    .reduce((sum, { y }) => sum + (y.length - 1) * meanAndVariance(y).variance, 0);
  return { samples: made, theta, reduction: 1 - left / ofY };
}

/** What is left of a number this much smaller than what it was taken from is rounding. */
const ROUNDING = 1e-12;

/** The ratio of two sums, and how each user moves it: the delta method's linear terms, whose variance over n is the ratio's. */
interface Ratio {
  value: number;
  parts: Float64Array;
}

/** (y − R d) / mean of d (Deng et al. 2018). */
function ratioOf(y: Float64Array, d: Float64Array): Ratio {
  const mean = sumOf(d) / d.length;
  const value = sumOf(y) / sumOf(d);
  return { value, parts: y.map((each, n) => (each - value * d[n]!) / mean) };
}

function ratioEstimate({ y, d }: Sample, { value, parts }: Ratio): Estimate {
  const { variance } = meanAndVariance(parts);
  // Where everybody has the same ratio nothing is left but rounding.
  const least = (ROUNDING * meanAndVariance(y).variance) / meanAndVariance(d!).mean ** 2;
  return { users: y.length, value, variance: variance > least ? variance / y.length : 0, successes: null };
}

/**
 * Each variant's ratio with the variance of the delta method. Where the samples hold the ratio's sums from before exposure, CUPED
 * on the linear terms (Deng et al. 2013, appendix B): R − θ (Q − Q of all), Q the ratio before, θ pooled within samples. `reduction`
 * as in `adjusted`.
 */
export function ratioEstimates(samples: readonly Sample[]): { estimates: Estimate[]; reduction: number | null } {
  const ratios = samples.map(({ y, d }) => ratioOf(y, d!));
  const plain = samples.map((sample, n) => ratioEstimate(sample, ratios[n]!));
  const before = samples.map(({ x, m }) => (x && m ? ratioOf(x, m) : null));
  const known = before.every((each): each is Ratio => each !== null && Number.isFinite(each.value));
  if (!known) return { estimates: plain, reduction: null };
  const terms = samples.map((_, n) => ({ y: ratios[n]!.parts, x: before[n]!.parts }));
  const { theta, reduction, samples: made } = adjusted(terms);
  if (reduction === null) return { estimates: plain, reduction };
  const [x, m] = [samples.map((sample) => sumOf(sample.x!)), samples.map((sample) => sumOf(sample.m!))];
  const all = x.reduce(add, 0) / m.reduce(add, 0);
  const estimates = plain.map((estimate, n) => ({
    ...estimate,
    value: estimate.value - theta * (before[n]!.value - all),
    variance: meanAndVariance(made[n]!.y).variance / estimate.users,
  }));
  return { estimates, reduction };
}

/** A variant's share or mean with its variance. */
export function estimateOf(sample: Sample, kind: 'share' | 'mean', wasAdjusted: boolean): Estimate {
  const { n, mean, variance } = meanAndVariance(sample.y);
  if (kind === 'mean' || wasAdjusted) return { users: n, value: mean, variance: variance / n, successes: null };
  return { users: n, value: mean, variance: (mean * (1 - mean)) / n, successes: Math.round(mean * n) };
}

/** b − a; equal values that were reached in different ways are equal. */
function differenceOf(a: Estimate, b: Estimate): number {
  const difference = b.value - a.value;
  return Math.abs(difference) > ROUNDING * Math.max(Math.abs(a.value), Math.abs(b.value)) ? difference : 0;
}

const around = (value: number, half: number): Interval => ({ low: value - half, high: value + half });

/** The interval of one variant's value: Wilson's of a share, Student's of a mean, the normal one of a ratio. */
export function intervalOf({ users, value, variance, successes }: Estimate, kind: MetricKind, alpha: number): Interval {
  const z = normalQuantile(1 - alpha / 2);
  if (successes !== null) return wilson(successes, users, z)!;
  return around(value, Math.sqrt(variance) * (kind === 'ratio' ? z : tQuantile(1 - alpha / 2, users - 1)));
}

const momentsOf = ({ users, value, variance }: Estimate): Moments => ({
  n: users,
  mean: value,
  variance: variance * users,
});

/** b − a, two-sided: the pooled z-test and Newcombe's interval of shares, Welch's of means, the delta method's of ratios. */
export function frequentist(
  a: Estimate,
  b: Estimate,
  kind: MetricKind,
  alpha: number,
): Interval & { difference: number; p: number } {
  const z = normalQuantile(1 - alpha / 2);
  const difference = differenceOf(a, b);
  if (a.successes !== null && b.successes !== null) {
    const { low, high } = newcombe(b.successes, b.users, a.successes, a.users, z);
    return { difference, low, high, p: twoProportionZ(b.successes, b.users, a.successes, a.users).p };
  }
  if (kind === 'ratio') {
    const error = Math.sqrt(a.variance + b.variance);
    const p = error > 0 ? 2 * normalCdf(-Math.abs(difference / error)) : difference === 0 ? 1 : 0;
    return { difference, ...around(difference, z * error), p };
  }
  const { p, df, error } = welchOfMoments(momentsOf(b), momentsOf(a));
  return { difference, ...around(difference, error > 0 ? tQuantile(1 - alpha / 2, df) * error : 0), p };
}

/** b/a − 1 with the interval of the delta method; null where a is not above zero. */
export function liftOf(a: Estimate, b: Estimate, alpha: number): (Interval & { value: number }) | null {
  if (!(a.value > 0)) return null;
  const value = b.value / a.value - 1;
  const variance = b.variance / a.value ** 2 + (b.value ** 2 * a.variance) / a.value ** 4;
  return { value, ...around(value, normalQuantile(1 - alpha / 2) * Math.sqrt(variance)) };
}

const posterior = ({ successes, users }: Estimate): Beta => [successes! + 1, users - successes! + 1];

/**
 * The chance that b is the better one, and the loss expected of taking it: shares with Beta(1, 1) before, all else normal and flat
 * before. The credible interval of b − a is the normal one of the posterior's mean and variance.
 */
export function bayesian(
  a: Estimate,
  b: Estimate,
  alpha: number,
  lowerIsBetter: boolean,
): Interval & { chance: number; loss: number } {
  const z = normalQuantile(1 - alpha / 2);
  if (a.successes !== null && b.successes !== null) {
    const [first, second] = [posterior(a), posterior(b)];
    const { mean, variance } = differenceMoments(second, first);
    // Lower is better: what counts as success changes sides.
    const turned = ([x, y]: Beta): Beta => (lowerIsBetter ? [y, x] : [x, y]);
    const chance = chanceLarger(turned(second), turned(first));
    return { chance, loss: expectedLoss(turned(second), turned(first)), ...around(mean, z * Math.sqrt(variance)) };
  }
  const difference = differenceOf(a, b);
  const error = Math.sqrt(a.variance + b.variance);
  const gain = lowerIsBetter ? -difference : difference;
  const chance = error > 0 ? normalCdf(gain / error) : gain > 0 ? 1 : gain < 0 ? 0 : 0.5;
  return { chance, loss: normalLoss(gain, error), ...around(difference, z * error) };
}
