import type { Evaluation } from './objective.ts';

export interface LbfgsOptions {
  /** Stops when no entry of the gradient is larger. */
  tolerance: number;
  maxIterations: number;
  /** Relative error of the losses: a step that promises less than that can't be measured, so it isn't tried. */
  precision: number;
  /** Called after each iteration; may throw to stop. */
  onIteration?(state: LbfgsState): Promise<void>;
}

export interface Minimum extends Evaluation {
  weights: Float64Array;
  iterations: number;
  converged: boolean;
}

type Evaluate = (weights: Float64Array) => Promise<Evaluation>;

/** One step and what it did to the gradient: the curvature that L-BFGS remembers. */
export interface Pair {
  step: Float64Array;
  change: Float64Array;
  product: number;
}

/** All that goes from one iteration to the next. Plain data, never altered: taken up again, it leads to the same minimum. */
export interface LbfgsState {
  weights: Float64Array;
  /** The evaluation at `weights`. */
  at: Evaluation;
  /** The oldest first. */
  pairs: readonly Pair[];
  iterations: number;
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

/** Where a minimisation begins, without a memory. */
const begin = (weights: Float64Array, at: Evaluation): LbfgsState => ({ weights, at, pairs: [], iterations: 0 });

/** The state after one more iteration, or null if there is no way down any more. */
async function iterate(evaluate: Evaluate, state: LbfgsState, precision: number): Promise<LbfgsState | null> {
  const { weights, at, pairs, iterations } = state;
  const along = direction(at.gradient, pairs);
  if (-dot(at.gradient, along) <= precision * Math.abs(at.loss)) return null;
  const next = await lineSearch(evaluate, weights, at, along);
  if (!next) return null;
  const step = plus(next.weights, -1, weights);
  const change = plus(next.at.gradient, -1, at.gradient);
  const product = dot(step, change);
  const remembered = product > 0 ? [...pairs.slice(1 - MEMORY), { step, change, product }] : pairs;
  return { ...next, pairs: remembered, iterations: iterations + 1 };
}

/**
 * Minimises a smooth function by L-BFGS (Nocedal 1980) in float64, from some weights or from a state that `onIteration` was
 * given; `iterations` counts on from there. Deterministic. `converged` is false where the iterations ran out, or where no
 * step lowers the loss any more: with a float32 evaluation that is the end of its precision.
 */
export async function lbfgs(
  evaluate: Evaluate,
  start: Float64Array | LbfgsState,
  options: LbfgsOptions,
): Promise<Minimum> {
  let state = start instanceof Float64Array ? begin(start, await evaluate(start)) : start;
  while (largest(state.at.gradient) > options.tolerance && state.iterations < options.maxIterations) {
    const next = await iterate(evaluate, state, options.precision);
    if (!next) break;
    state = next;
    await options.onIteration?.(state);
  }
  const { weights, at, iterations } = state;
  return { weights, ...at, iterations, converged: largest(at.gradient) <= options.tolerance };
}
