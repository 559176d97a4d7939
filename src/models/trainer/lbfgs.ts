import type { Evaluation } from './objective.ts';

export interface LbfgsOptions {
  /** Stops when no entry of the gradient is larger. */
  tolerance: number;
  maxIterations: number;
  /** Relative error of the losses: a step that promises less than that can't be measured, so it isn't tried. */
  precision: number;
  /** Called after each iteration; may throw to stop. */
  onIteration?(iteration: number, weights: Float64Array, at: Evaluation): Promise<void>;
}

export interface Minimum extends Evaluation {
  weights: Float64Array;
  iterations: number;
  converged: boolean;
}

type Evaluate = (weights: Float64Array) => Promise<Evaluation>;

/** One step and what it did to the gradient: the curvature that L-BFGS remembers. */
interface Pair {
  step: Float64Array;
  change: Float64Array;
  product: number;
}

const MEMORY = 10;
const MAX_TRIALS = 20;
/** Sufficient decrease and curvature: Nocedal & Wright's constants for quasi-Newton methods. */
const DECREASE = 1e-4;
const CURVATURE = 0.9;

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, at) => sum + value * b[at]!, 0);
const largest = (a: Float64Array): number => a.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
const plus = (a: Float64Array, factor: number, b: Float64Array): Float64Array =>
  a.map((value, at) => value + factor * b[at]!);

/** The quasi-Newton direction: the two-loop recursion (Nocedal & Wright, algorithm 7.4). */
function direction(gradient: Float64Array, pairs: readonly Pair[]): Float64Array {
  let result: Float64Array = gradient.map((value) => -value);
  const alphas: number[] = [];
  for (const pair of pairs.toReversed()) {
    const alpha = dot(pair.step, result) / pair.product;
    alphas.push(alpha);
    result = plus(result, -alpha, pair.change);
  }
  const last = pairs.at(-1);
  // Without a memory, a first step of length one at most.
  const scale = last
    ? last.product / dot(last.change, last.change)
    : 1 / Math.max(1, Math.sqrt(dot(gradient, gradient)));
  result = result.map((value) => value * scale);
  for (const pair of pairs) {
    result = plus(result, alphas.pop()! - dot(pair.change, result) / pair.product, pair.step);
  }
  return result;
}

/**
 * A step that satisfies the weak Wolfe conditions, by bisection (Lewis & Overton 2013), or null if rounding leaves none.
 * A loss that isn't finite counts as too far.
 */
async function lineSearch(
  evaluate: Evaluate,
  weights: Float64Array,
  at: Evaluation,
  along: Float64Array,
): Promise<{ weights: Float64Array; at: Evaluation } | null> {
  const slope = dot(at.gradient, along);
  let low = 0;
  let high = Infinity;
  let length = 1;
  for (let trial = 0; trial < MAX_TRIALS; trial += 1) {
    const moved = plus(weights, length, along);
    const there = await evaluate(moved);
    if (!(there.loss <= at.loss + DECREASE * length * slope)) high = length;
    else if (dot(there.gradient, along) < CURVATURE * slope) low = length;
    else return { weights: moved, at: there };
    length = high === Infinity ? 2 * low : (low + high) / 2;
  }
  return null;
}

/**
 * Minimises a smooth function by L-BFGS (Nocedal 1980) in float64. Deterministic. `converged` is false where the iterations
 * ran out, or where no step lowers the loss any more: with a float32 evaluation that is the end of its precision.
 */
export async function lbfgs(evaluate: Evaluate, start: Float64Array, options: LbfgsOptions): Promise<Minimum> {
  let weights = start;
  let at = await evaluate(weights);
  let pairs: Pair[] = [];
  let iterations = 0;
  while (largest(at.gradient) > options.tolerance && iterations < options.maxIterations) {
    const along = direction(at.gradient, pairs);
    if (-dot(at.gradient, along) <= options.precision * Math.abs(at.loss)) break;
    const next = await lineSearch(evaluate, weights, at, along);
    if (!next) break;
    const step = plus(next.weights, -1, weights);
    const change = plus(next.at.gradient, -1, at.gradient);
    const product = dot(step, change);
    if (product > 0) pairs = [...pairs.slice(1 - MEMORY), { step, change, product }];
    ({ weights, at } = next);
    iterations += 1;
    await options.onIteration?.(iterations, weights, at);
  }
  return { weights, ...at, iterations, converged: largest(at.gradient) <= options.tolerance };
}
