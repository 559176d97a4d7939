import { normalQuantile } from '../../core/statistics/normal.ts';
import type { FitContext } from '../estimator.ts';
import type { LikelihoodRatio } from './coefficients.ts';
import { coefficient, likelihoodRatio } from './coefficients.ts';
import type { Coefficient, Dropped, SurvivalData } from './data.ts';
import { checkSurvival, standardised } from './data.ts';
import { inverse } from './inverse.ts';
import type { Curvature, Maximum } from './newton.ts';
import { newton } from './newton.ts';

/** The Weibull model of accelerated time, fitted: S(t | x) = exp(−(t / e^(intercept + x·coef))^shape). */
export interface FittedWeibull {
  subjects: number;
  events: number;
  /** Changes of log time per unit of a column: e^coef is the factor that stretches time. */
  coefficients: Coefficient[];
  intercept: Coefficient;
  /** The logarithm of the shape. */
  logShape: Coefficient;
  shape: number;
  dropped: Dropped[];
  logLikelihood: number;
  nullLogLikelihood: number;
  aic: number;
  likelihoodRatio: LikelihoodRatio;
  /** Of a subject at the columns' means. */
  medianAtMeans: number;
  /** How many durations of 0 stand as half the smallest positive one: a Weibull time is above 0. */
  zeros: number;
  converged: boolean;
}

/** The columns with an intercept before them. */
function withIntercept(x: Float64Array, columns: number, rows: number): Float64Array {
  const wide = new Float64Array(rows * (columns + 1));
  for (let row = 0; row < rows; row++) {
    wide[row * (columns + 1)] = 1;
    wide.set(x.subarray(row * columns, (row + 1) * columns), row * (columns + 1) + 1);
  }
  return wide;
}

interface Sample {
  /** With an intercept, row after row. */
  x: Float64Array;
  columns: number;
  logTimes: Float64Array;
  events: Uint8Array;
}

/**
 * The log-likelihood in γ = shape · β and the shape, where z = shape · log t − x·γ makes it concave: Σ δ (log shape − log t + z) − e^z.
 * Weights are γ and then the shape; outside of shape > 0 it is −∞.
 */
function concave({ x, columns, logTimes, events }: Sample, weights: Float64Array): Curvature {
  const size = columns + 1;
  const shape = weights[columns]!;
  const at: Curvature = { value: 0, gradient: new Float64Array(size), information: new Float64Array(size * size) };
  if (!(shape > 0)) return { ...at, value: -Infinity };
  const slope = new Float64Array(size);
  for (let row = 0; row < logTimes.length; row++) {
    let z = shape * logTimes[row]!;
    for (let k = 0; k < columns; k++) z -= x[row * columns + k]! * weights[k]!;
    const [died, hazard] = [events[row]!, Math.exp(z)];
    at.value += died * (Math.log(shape) - logTimes[row]! + z) - hazard;
    for (let k = 0; k < columns; k++) slope[k] = -x[row * columns + k]!;
    slope[columns] = logTimes[row]!;
    for (let a = 0; a < size; a++) {
      at.gradient[a]! += (died - hazard) * slope[a]!;
      for (let b = 0; b <= a; b++) at.information[a * size + b]! += hazard * slope[a]! * slope[b]!;
    }
    at.gradient[columns]! += died / shape;
    at.information[size * size - 1]! += died / shape ** 2;
  }
  return at;
}

/** The information in (β, log shape) at the maximum, from that in (γ, shape): Jᵀ I J, as the gradient is 0 there. */
function informationOf({ information, weights }: Maximum): Float64Array {
  const size = weights.length;
  const shape = weights[size - 1]!;
  const full = (a: number, b: number) => information[Math.max(a, b) * size + Math.min(a, b)]!;
  // γ_k = shape β_k and shape = e^τ: ∂γ_k/∂β_k = shape, ∂γ_k/∂τ = γ_k, ∂shape/∂τ = shape.
  const jacobian = (row: number, column: number) => (row === column ? shape : column === size - 1 ? weights[row]! : 0);
  const result = new Float64Array(size * size);
  for (let a = 0; a < size; a++) {
    for (let b = 0; b < size; b++) {
      for (let i = 0; i < size; i++) {
        for (let j = 0; j < size; j++) result[a * size + b]! += jacobian(i, a) * full(i, j) * jacobian(j, b);
      }
    }
  }
  return result;
}

async function maximum(sample: Sample, context: Pick<FitContext, 'step'>): Promise<Maximum> {
  const events = sample.events.reduce((sum, event) => sum + event, 0);
  const whole = sample.logTimes.reduce((sum, time) => sum + Math.exp(time), 0);
  // The exponential model without covariates: shape 1, its scale the mean time between events.
  const start = new Float64Array(sample.columns + 1);
  start[0] = Math.log(whole / events);
  start[sample.columns] = 1;
  let evaluations = 0;
  return newton(async (weights) => {
    await context.step(1 - 1 / (1 + ++evaluations / 5));
    return concave(sample, weights);
  }, start);
}

function positive(times: Float64Array): { times: Float64Array; zeros: number } {
  const smallest = times.reduce((least, time) => (time > 0 ? Math.min(least, time) : least), Infinity);
  const zeros = times.reduce((count, time) => count + (time === 0 ? 1 : 0), 0);
  return { times: times.map((time) => (time === 0 ? (smallest < Infinity ? smallest / 2 : 1) : time)), zeros };
}

/** From the standardised columns back to the data's own: each coefficient by its scale, the intercept less what the means bring. */
function restored(covariance: Float64Array, weights: Float64Array, mean: readonly number[], scale: readonly number[]) {
  const size = weights.length;
  const columns = size - 2;
  const shape = weights[size - 1]!;
  const beta = Array.from({ length: columns + 1 }, (_, k) => weights[k]! / shape);
  const coef = scale.map((each, k) => beta[k + 1]! / each);
  const intercept = beta[0]! - coef.reduce((sum, value, k) => sum + value * mean[k]!, 0);
  // The intercept is b₀ − Σ b_k m_k / s_k: its variance by the same weights.
  const lean = Float64Array.from({ length: columns + 1 }, (_, k) => (k === 0 ? 1 : -mean[k - 1]! / scale[k - 1]!));
  let variance = 0;
  for (let a = 0; a <= columns; a++)
    for (let b = 0; b <= columns; b++) variance += lean[a]! * lean[b]! * covariance[a * size + b]!;
  const se = scale.map((each, k) => Math.sqrt(covariance[(k + 1) * (size + 1)]!) / each);
  return {
    ...{ coef, se, intercept, interceptSe: Math.sqrt(variance) },
    ...{ shape, logShapeSe: Math.sqrt(covariance[size * size - 1]!), centre: beta[0]! },
  };
}

/**
 * The Weibull model of accelerated failure time by maximum likelihood: Newton's method in the parametrisation where the likelihood is
 * concave (Burridge 1981), standard errors from the observed information. Strata are not read. Throws as `fitCox`.
 */
export async function fitWeibull(
  data: SurvivalData,
  context: Pick<FitContext, 'step'>,
  { level = 0.95 }: { level?: number } = {},
): Promise<FittedWeibull> {
  checkSurvival(data);
  const { kept, dropped, mean, scale, x } = standardised(data);
  const { times, zeros } = positive(data.times);
  const rows = times.length;
  const common = { logTimes: times.map(Math.log), events: data.events };
  const none: Sample = { ...common, x: new Float64Array(rows).fill(1), columns: 1 };
  const empty = await maximum(none, context);
  const best =
    kept.length === 0
      ? empty
      : await maximum({ ...common, x: withIntercept(x, kept.length, rows), columns: kept.length + 1 }, context);
  const size = best.weights.length;
  const covariance = inverse(informationOf(best), size) ?? new Float64Array(size * size).fill(NaN);
  const pick = (values: Float64Array) => kept.map((place) => values[place]!);
  const own = restored(covariance, best.weights, pick(mean), pick(scale));
  const quantile = normalQuantile((1 + level) / 2);
  return {
    subjects: rows,
    events: data.events.reduce((sum, event) => sum + event, 0),
    coefficients: kept.map((place, k) => coefficient(data.names[place]!, own.coef[k]!, own.se[k]!, quantile)),
    intercept: coefficient('intercept', own.intercept, own.interceptSe, quantile),
    logShape: coefficient('log shape', Math.log(own.shape), own.logShapeSe, quantile),
    shape: own.shape,
    dropped,
    logLikelihood: best.value,
    nullLogLikelihood: empty.value,
    aic: 2 * size - 2 * best.value,
    likelihoodRatio: likelihoodRatio(best.value, empty.value, kept.length),
    medianAtMeans: Math.exp(own.centre) * Math.LN2 ** (1 / own.shape),
    zeros,
    converged: best.converged,
  };
}
