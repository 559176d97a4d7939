import type { Solution } from './linear-maker.ts';
import { interceptOf, normalEquations } from './normal-equations.ts';
import type { Training } from './training.ts';

export interface ElasticNetParams {
  alpha: number;
  l1Ratio: number;
  /** Largest change of a coefficient in one sweep that ends it, in standard deviations of y per one of the column. */
  tolerance: number;
  maxIterations: number;
}

const SWEEPS_A_TIME = 64;

const soft = (value: number, by: number): number => (value > by ? value - by : value < -by ? value + by : 0);

/** The state of a descent: `ahead` is what the columns still have in common with y, given the coefficients. */
interface Descent {
  gram: Float64Array;
  size: number;
  coefficients: Float64Array;
  ahead: Float64Array;
  l1: number;
  l2: number;
}

/** Sets one coefficient to its best value given all others; how far that moved the predictions (root of the sum of squares). */
function update(state: Descent, i: number): number {
  const { gram, size, coefficients, ahead, l1, l2 } = state;
  const own = gram[i * size + i]!;
  // A constant column says nothing.
  if (own <= 0) return 0;
  const now = coefficients[i]!;
  const best = soft(ahead[i]! + own * now, l1) / (own + l2);
  const change = best - now;
  if (change === 0) return 0;
  coefficients[i] = best;
  for (let j = 0, at = i * size; j < size; j += 1, at += 1) ahead[j]! -= change * gram[at]!;
  return Math.abs(change) * Math.sqrt(own);
}

/** One pass over some coefficients; the largest movement. */
function sweep(state: Descent, among: Int32Array): number {
  let most = 0;
  for (const i of among) most = Math.max(most, update(state, i));
  return most;
}

/**
 * The coefficients that make Σ weight · (y − ŷ)² / 2 Σ weight + alpha · (l1Ratio ‖w‖₁ + (1 − l1Ratio) ‖w‖² / 2) least: scikit-learn's
 * `ElasticNet`, by cyclic coordinate descent with covariance updates; between passes over all columns those that are not zero are
 * gone over until they stand still (Friedman, Hastie & Tibshirani 2010).
 */
export async function elasticNet(
  t: Training,
  { alpha, l1Ratio, tolerance, maxIterations }: ElasticNetParams,
  step: (share: number) => Promise<void>,
): Promise<Solution> {
  const equations = await normalEquations(t, () => step(0));
  const { gram, right } = equations;
  const size = t.columns;
  const state: Descent = {
    ...{ gram, size, coefficients: new Float64Array(size), ahead: right.slice() },
    l1: alpha * l1Ratio * t.total,
    l2: alpha * (1 - l1Ratio) * t.total,
  };
  const limit = tolerance * Math.sqrt(spreadOf(t, equations.yMean));
  const all = Int32Array.from(state.coefficients.keys());
  for (let sweeps = 0; sweeps < maxIterations;) {
    await step(sweeps / maxIterations);
    sweeps += 1;
    if (sweep(state, all) <= limit) break;
    const active = all.filter((i) => state.coefficients[i] !== 0);
    for (let n = 0; n < SWEEPS_A_TIME && sweeps < maxIterations; n += 1, sweeps += 1) {
      if (sweep(state, active) <= limit) break;
    }
  }
  return { coefficients: state.coefficients, intercept: interceptOf(equations, state.coefficients) };
}

/** Σ weight · (y − mean)². */
function spreadOf({ y, weights }: Training, mean: number): number {
  let sum = 0;
  for (let row = 0; row < y.length; row += 1) sum += (weights ? weights[row]! : 1) * (y[row]! - mean) ** 2;
  return sum;
}
