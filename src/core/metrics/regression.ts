import { quantileSorted } from '../statistics/describe.ts';
import { assertPredictions, type Numbers } from './checks.ts';

export const regressionMetricNames = ['r2', 'mae', 'rmse', 'medianAe', 'pinball50', 'poissonDeviance'] as const;
export type RegressionMetric = (typeof regressionMetricNames)[number];

/** The Poisson deviance is left out where it has no value. */
export type RegressionMetrics = Record<Exclude<RegressionMetric, 'poissonDeviance'>, number> & {
  poissonDeviance?: number;
};

/** The middle value, or the mean of the two in the middle; NaN without any. */
export const median = (values: Numbers): number => quantileSorted(Float64Array.from(values).sort(), 0.5);

/** The mean; NaN without any value. */
export function meanOf(values: Numbers): number {
  let sum = 0;
  for (let row = 0; row < values.length; row += 1) sum += values[row]!;
  return sum / values.length;
}

/** Mean pinball loss of predicted quantiles at `level`: (y − q) · level above, (q − y) · (1 − level) below (Koenker and Bassett 1978). */
export function pinballLoss(y: Numbers, predicted: Numbers, level = 0.5): number {
  let sum = 0;
  for (let row = 0; row < y.length; row += 1) {
    const error = y[row]! - predicted[row]!;
    sum += error >= 0 ? level * error : (level - 1) * error;
  }
  return sum / y.length;
}

/** Mean unit Poisson deviance, 2 (y log(y / μ) − y + μ); undefined where a y is below 0, or a prediction not above it. */
export function poissonDeviance(y: Numbers, predicted: Numbers): number | undefined {
  let sum = 0;
  for (let row = 0; row < y.length; row += 1) {
    const [value, mean] = [y[row]!, predicted[row]!];
    if (!(value >= 0 && mean > 0)) return undefined;
    sum += 2 * ((value > 0 ? value * Math.log(value / mean) : 0) - value + mean);
  }
  return sum / y.length;
}

/** 1 − residual / total sum of squares. Where all y are equal: 1 if met exactly, else 0, as scikit-learn; NaN with less than two rows. */
function determination(y: Numbers, squares: number): number {
  if (y.length < 2) return NaN;
  const mean = meanOf(y);
  let total = 0;
  for (let row = 0; row < y.length; row += 1) total += (y[row]! - mean) ** 2;
  if (total === 0) return squares === 0 ? 1 : 0;
  return 1 - squares / total;
}

/**
 * Every metric of a number. `pinball50` is the pinball loss of a median, half the mean absolute error. Throws
 * `metrics.wrong-length`, `metrics.not-a-number`.
 */
export function regressionMetrics(y: Numbers, predicted: Numbers): RegressionMetrics {
  assertPredictions(y, predicted);
  const errors = new Float64Array(y.length);
  let squares = 0;
  for (let row = 0; row < y.length; row += 1) {
    errors[row] = Math.abs(y[row]! - predicted[row]!);
    squares += errors[row]! ** 2;
  }
  const deviance = poissonDeviance(y, predicted);
  return {
    r2: determination(y, squares),
    mae: meanOf(errors),
    rmse: Math.sqrt(squares / y.length),
    medianAe: median(errors),
    pinball50: pinballLoss(y, predicted),
    ...(deviance !== undefined && { poissonDeviance: deviance }),
  };
}
