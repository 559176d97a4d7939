import type { Training } from '../linear-core/training.ts';
import type { Evaluation } from '../trainer/objective.ts';
import { hessianOf } from './curvature.ts';
import { outputsOf } from './likelihood.ts';
import type { Penalty } from './penalty.ts';
import { isIntercept } from './penalty.ts';
import type { Limits } from '../linear-core/minimise.ts';
import { penalised } from './smooth.ts';

const SWEEPS = 1000;
const HALVINGS = 30;
const DECREASE = 1e-4;

const soft = (value: number, by: number): number => (value > by ? value - by : value < -by ? value + by : 0);

/** How far each parameter is from its optimality condition. */
function violations(theta: Float64Array, gradient: Float64Array, l1: number, columns: number): Float64Array {
  return gradient.map((slope, at) => {
    if (isIntercept(at, columns)) return Math.abs(slope);
    if (theta[at] !== 0) return Math.abs(slope + l1 * Math.sign(theta[at]!));
    return Math.max(0, Math.abs(slope) - l1);
  });
}

/** The lower triangle of a symmetric matrix copied over the upper. */
function mirror(h: Float64Array, size: number): void {
  for (let i = 0; i < size; i += 1) for (let j = 0; j < i; j += 1) h[j * size + i] = h[i * size + j]!;
}

/**
 * Coordinate descent on the quadratic model: the move that makes slope·move + moveᵀ h move / 2 + Σ l1 |value + move| least.
 * `bounds` is each one's l1.
 */
function solveModel(
  h: Float64Array,
  slope: Float64Array,
  values: Float64Array,
  bounds: Float64Array,
  tolerance: number,
): Float64Array {
  const size = slope.length;
  const move = new Float64Array(size);
  /** slope + h · move. */
  const ahead = slope.slice();
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    let most = 0;
    for (let i = 0; i < size; i += 1) {
      const own = h[i * size + i]!;
      if (own <= 0) continue;
      const now = values[i]! + move[i]!;
      const change = soft(now * own - ahead[i]!, bounds[i]!) / own - now;
      if (change === 0) continue;
      // What is set to zero is zero, not what rounding leaves.
      move[i] = now + change === 0 ? -values[i]! : move[i]! + change;
      most = Math.max(most, Math.abs(change) * own);
      for (let j = 0, at = i * size; j < size; j += 1, at += 1) ahead[j]! += change * h[at]!;
    }
    if (most <= tolerance) break;
  }
  return move;
}

interface Position {
  theta: Float64Array;
  at: Evaluation;
  /** With both penalties. */
  total: number;
}

/**
 * The parameters at which the mean log loss with an L1 penalty (and an L2 one) is least: Newton's method with coordinate descent on
 * each quadratic model, over the parameters that are not zero or want to leave it (Yuan, Ho & Lin 2012; Friedman, Hastie &
 * Tibshirani 2010).
 */
export async function minimiseL1(
  t: Training,
  { l1, l2 }: Penalty,
  limits: Limits,
  step: (iterations: number) => Promise<void>,
): Promise<Float64Array> {
  const d = t.columns;
  const norm = (theta: Float64Array) =>
    theta.reduce((sum, value, at) => sum + (isIntercept(at, d) ? 0 : Math.abs(value)), 0);
  let iterations = 0;
  const pause = () => step(iterations);
  const at = async (theta: Float64Array): Promise<Position> => {
    const evaluation = await penalised(t, theta, l2, pause);
    return { theta, at: evaluation, total: evaluation.loss + l1 * norm(theta) };
  };
  let position = await at(new Float64Array(outputsOf(t) * (d + 1)));
  for (; iterations < limits.maxIterations; iterations += 1) {
    await pause();
    const move = await moveFrom(t, position, { l1, l2 }, limits.tolerance, pause);
    const next = move && (await stepAlong(at, position, move, l1, norm));
    if (!next) break;
    position = next;
  }
  return position.theta;
}

/** Where the quadratic model around a position is least, or null where the position is the minimum. */
async function moveFrom(
  t: Training,
  { theta, at }: Position,
  { l1, l2 }: Penalty,
  tolerance: number,
  pause: () => Promise<void>,
) {
  const d = t.columns;
  const off = violations(theta, at.gradient, l1, d);
  if (off.every((value) => value <= tolerance)) return null;
  const open = Int32Array.from(theta.keys()).filter((i) => theta[i] !== 0 || off[i]! > 0 || isIntercept(i, d));
  const h = await hessianOf(t, theta, open, pause);
  const size = open.length;
  open.forEach((i, place) => {
    if (!isIntercept(i, d)) h[place * size + place]! += l2;
  });
  mirror(h, size);
  const of = (values: (i: number) => number) => Float64Array.from(open, values);
  const bounds = of((i) => (isIntercept(i, d) ? 0 : l1));
  const solved = solveModel(
    h,
    of((i) => at.gradient[i]!),
    of((i) => theta[i]!),
    bounds,
    tolerance / 10,
  );
  const move = new Float64Array(theta.length);
  open.forEach((i, place) => (move[i] = solved[place]!));
  return move;
}

/** The first of ever shorter steps that lowers the loss enough; null if there is none. */
async function stepAlong(
  at: (theta: Float64Array) => Promise<Position>,
  from: Position,
  move: Float64Array,
  l1: number,
  norm: (theta: Float64Array) => number,
): Promise<Position | null> {
  const whole = from.theta.map((value, i) => value + move[i]!);
  const slope = from.at.gradient.reduce((sum, value, i) => sum + value * move[i]!, 0);
  const promised = slope + l1 * (norm(whole) - norm(from.theta));
  for (let halving = 0, length = 1; halving < HALVINGS; halving += 1, length /= 2) {
    const theta = length === 1 ? whole : from.theta.map((value, i) => value + length * move[i]!);
    const there = await at(theta);
    if (there.total < from.total && there.total <= from.total + DECREASE * length * promised) return there;
    // A promise below the precision of the loss can't be measured.
    if (-promised * length <= 1e-15 * Math.abs(from.total)) return there.total <= from.total ? there : null;
  }
  return null;
}
