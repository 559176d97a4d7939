import { solvePositiveDefinite } from '../../core/linear-algebra.ts';
import type { Training } from '../linear-core/training.ts';
import { lbfgs } from '../trainer/lbfgs.ts';
import type { Evaluation } from '../trainer/objective.ts';
import { hessianOf } from './curvature.ts';
import { meanLoss, outputsOf } from './likelihood.ts';
import { isIntercept } from './penalty.ts';

/** So far L-BFGS comes quickly; Newton's method does the rest. */
const ROUGH = 1e-4;
/** More parameters than this make Newton's method dearer than it is worth. */
const MOST_FOR_NEWTON = 320;
const NEWTON_STEPS = 50;
const HALVINGS = 30;

export interface Limits {
  /** The largest entry of the gradient of the mean loss that counts as none. */
  tolerance: number;
  maxIterations: number;
}

export const largest = (values: Float64Array): number =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** The mean log loss with an L2 penalty. */
export async function penalised(t: Training, theta: Float64Array, l2: number, pause: () => Promise<void>) {
  const { loss, gradient } = await meanLoss(t, theta, pause);
  if (l2 === 0) return { loss, gradient };
  let squares = 0;
  for (let at = 0; at < theta.length; at += 1) {
    if (isIntercept(at, t.columns)) continue;
    squares += theta[at]! ** 2;
    gradient[at]! += l2 * theta[at]!;
  }
  return { loss: loss + (l2 * squares) / 2, gradient };
}

/**
 * The Hessian with the penalty. The softmax stays the same when all outputs move alike: along those directions, which the gradient
 * never has, the matrix is filled up so that it can be solved.
 */
async function hessian(
  t: Training,
  theta: Float64Array,
  l2: number,
  pause: () => Promise<void>,
): Promise<Float64Array> {
  const size = theta.length;
  const h = await hessianOf(
    t,
    theta,
    Int32Array.from({ length: size }, (_, at) => at),
    pause,
  );
  const [k, each] = [outputsOf(t), t.columns + 1];
  for (let at = 0; at < size; at += 1) {
    if (!isIntercept(at, t.columns)) h[at * size + at]! += l2;
    if (k > 1) for (let other = at % each; other <= at; other += each) h[at * size + other]! += 1 / k;
  }
  return h;
}

interface Position {
  theta: Float64Array;
  at: Evaluation;
}

type Evaluate = (theta: Float64Array) => Promise<Evaluation>;

/** The first of ever shorter steps that lowers the loss, or the gradient where rounding hides the loss; null if there is none. */
async function stepAlong(evaluate: Evaluate, from: Position, move: Float64Array): Promise<Position | null> {
  for (let halving = 0, length = 1; halving < HALVINGS; halving += 1, length /= 2) {
    const theta = from.theta.map((value, at) => value - length * move[at]!);
    const at = await evaluate(theta);
    const even = Math.abs(at.loss - from.at.loss) <= 1e-14 * Math.abs(from.at.loss);
    if (even ? largest(at.gradient) < largest(from.at.gradient) : at.loss < from.at.loss) return { theta, at };
  }
  return null;
}

/** Newton's method; the Hessian is computed anew only where the old one no longer brings the gradient down quickly. */
async function newton(
  t: Training,
  start: Position,
  l2: number,
  limits: Limits,
  evaluate: Evaluate,
  pause: () => Promise<void>,
) {
  let position = start;
  let h: Float64Array | null = null;
  for (let steps = 0; steps < NEWTON_STEPS && largest(position.at.gradient) > limits.tolerance; steps += 1) {
    h ??= await hessian(t, position.theta, l2, pause);
    const move = solvePositiveDefinite(h, position.at.gradient);
    const next: Position | null = move && (await stepAlong(evaluate, position, move));
    if (!next) break;
    if (largest(next.at.gradient) > largest(position.at.gradient) / 8) h = null;
    position = next;
  }
  return position;
}

/** The parameters at which the mean log loss with an L2 penalty is least: L-BFGS, then Newton's method where they are few. */
export async function minimiseSmooth(
  t: Training,
  l2: number,
  limits: Limits,
  step: (iterations: number) => Promise<void>,
): Promise<Float64Array> {
  let iterations = 0;
  const pause = () => step(iterations);
  const evaluate = (theta: Float64Array) => penalised(t, theta, l2, pause);
  const descend = async (start: Float64Array, tolerance: number): Promise<Position> => {
    const onIteration = () => step((iterations += 1));
    const options = { tolerance, maxIterations: limits.maxIterations, precision: 1e-16, onIteration };
    const { weights, loss, gradient } = await lbfgs(evaluate, start, options);
    return { theta: weights, at: { loss, gradient } };
  };
  const start = new Float64Array(outputsOf(t) * (t.columns + 1));
  if (start.length > MOST_FOR_NEWTON) return (await descend(start, limits.tolerance)).theta;
  const rough = await descend(start, Math.max(ROUGH, limits.tolerance));
  const { theta, at } = await newton(t, rough, l2, limits, evaluate, pause);
  // Without a penalty, collinear columns leave Newton's method nothing to solve.
  return largest(at.gradient) > limits.tolerance ? (await descend(theta, limits.tolerance)).theta : theta;
}
