import { solvePositiveDefinite } from '../../core/linear-algebra.ts';
import { lbfgs } from '../trainer/lbfgs.ts';
import type { Evaluation } from '../trainer/objective.ts';

/** So far L-BFGS comes quickly; Newton's method does the rest. */
const ROUGH = 1e-4;
const NEWTON_STEPS = 50;
const HALVINGS = 30;

export interface Limits {
  /** The largest entry of the gradient that counts as none. */
  tolerance: number;
  maxIterations: number;
}

/** A convex function with a gradient. */
export interface Smooth {
  evaluate(theta: Float64Array): Promise<Evaluation>;
  /** Its (generalised) Hessian, of which the lower triangle is read; left out where L-BFGS alone is quicker. */
  hessian?(theta: Float64Array): Promise<Float64Array>;
  /** The Hessian of a sample of the rows: near the minimum its steps are nearly as good and much cheaper. */
  sketch?(theta: Float64Array): Promise<Float64Array>;
}

interface Position {
  theta: Float64Array;
  at: Evaluation;
}

/** The greatest absolute value. */
export const largest = (values: Float64Array): number =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** The first of ever shorter steps that lowers the loss, or the gradient where rounding hides the loss; null if there is none. */
async function stepAlong({ evaluate }: Smooth, from: Position, move: Float64Array): Promise<Position | null> {
  for (let halving = 0, length = 1; halving < HALVINGS; halving += 1, length /= 2) {
    const theta = from.theta.map((value, at) => value - length * move[at]!);
    const at = await evaluate(theta);
    const even = Math.abs(at.loss - from.at.loss) <= 1e-14 * Math.abs(from.at.loss);
    if (even ? largest(at.gradient) < largest(from.at.gradient) : at.loss < from.at.loss) return { theta, at };
  }
  return null;
}

/** Newton's method; the Hessian is computed anew only where the old one no longer brings the gradient down quickly. */
async function newton(smooth: Smooth, start: Position, tolerance: number): Promise<Position> {
  let position = start;
  let h: Float64Array | undefined;
  for (let steps = 0; steps < NEWTON_STEPS && largest(position.at.gradient) > tolerance; steps += 1) {
    h ??= await smooth.hessian!(position.theta);
    const move = solvePositiveDefinite(h, position.at.gradient);
    const next: Position | null = move && (await stepAlong(smooth, position, move));
    if (!next) break;
    if (largest(next.at.gradient) > largest(position.at.gradient) / 8) h = undefined;
    position = next;
  }
  return position;
}

/** What a step tells of the curvature: the BFGS update of a Hessian's lower triangle, by the move and how the gradient changed. */
function learnCurvature(h: Float64Array, from: Position, to: Position): void {
  const size = from.theta.length;
  const move = to.theta.map((value, at) => value - from.theta[at]!);
  const change = to.at.gradient.map((value, at) => value - from.at.gradient[at]!);
  const thought = move.map((_, i) => {
    let sum = 0;
    for (let j = 0; j < size; j += 1) sum += h[i < j ? j * size + i : i * size + j]! * move[j]!;
    return sum;
  });
  const product = (a: Float64Array) => a.reduce((sum, value, at) => sum + value * move[at]!, 0);
  const [real, believed] = [product(change), product(thought)];
  if (!(real > 0 && believed > 0)) return;
  for (let i = 0; i < size; i += 1) {
    const [a, b] = [change[i]! / real, thought[i]! / believed];
    for (let j = 0; j <= i; j += 1) h[i * size + j]! += a * change[j]! - b * thought[j]!;
  }
}

/** Newton's method by one sketch of the Hessian, for as long as each step brings the gradient well down; the steps mend the sketch. */
async function newtonBySketch(
  smooth: Smooth,
  start: Float64Array,
  tolerance: number,
  onIteration: () => Promise<void>,
): Promise<Position> {
  let position: Position = { theta: start, at: await smooth.evaluate(start) };
  const h = await smooth.sketch!(start);
  for (let steps = 0; steps < NEWTON_STEPS && largest(position.at.gradient) > tolerance; steps += 1) {
    await onIteration();
    const move = solvePositiveDefinite(h, position.at.gradient);
    const next: Position | null = move && (await stepAlong(smooth, position, move));
    if (!next) break;
    const share = largest(next.at.gradient) / largest(position.at.gradient);
    learnCurvature(h, position, next);
    position = next;
    if (share > 1 / 3) break;
  }
  return position;
}

/** Where a convex function is least: L-BFGS, then Newton's method where the function has a Hessian. */
export async function minimise(
  smooth: Smooth,
  start: Float64Array,
  { tolerance, maxIterations }: Limits,
  onIteration: () => Promise<void>,
): Promise<Float64Array> {
  const descend = async (from: Float64Array, until: number): Promise<Position> => {
    const options = { tolerance: until, maxIterations, precision: 1e-16, onIteration };
    const { weights, loss, gradient } = await lbfgs((theta) => smooth.evaluate(theta), from, options);
    return { theta: weights, at: { loss, gradient } };
  };
  if (!smooth.hessian) return (await descend(start, tolerance)).theta;
  const sketched = smooth.sketch && (await newtonBySketch(smooth, start, tolerance, onIteration));
  if (sketched && largest(sketched.at.gradient) <= tolerance) return sketched.theta;
  const rough = await descend(sketched?.theta ?? start, Math.max(ROUGH, tolerance));
  const { theta, at } = await newton(smooth, rough, tolerance);
  // Columns that depend on each other can leave Newton's method nothing to solve.
  return largest(at.gradient) > tolerance ? (await descend(theta, tolerance)).theta : theta;
}
