import { solvePositiveDefinite } from '../../core/linear-algebra.ts';
import type { Objective, TrainingData } from '../trainer/objective.ts';
import { linear, sigmoid } from './objective.ts';

const MAX_STEPS = 20;
const ROWS_PER_STEP = 16_384;

/** The Hessian of the summed log loss plus the penalty's: lower triangle, row-major; intercept last. */
async function hessian(
  weights: Float64Array,
  { x }: TrainingData,
  c: number,
  pause: () => Promise<void>,
): Promise<Float64Array> {
  const columns = weights.length - 1;
  const size = columns + 1;
  const h = new Float64Array(size * size);
  for (let row = 0; row < x.rows; row += 1) {
    if (row % ROWS_PER_STEP === 0) await pause();
    const p = sigmoid(linear(weights, x.data, row));
    addOuter(h, x.data, row * columns, columns, p * (1 - p));
  }
  for (let column = 0; column < columns; column += 1) h[column * size + column]! += 1 / c;
  return h;
}

/** h += factor · (x, 1)(x, 1)ᵀ, lower triangle only. */
function addOuter(h: Float64Array, data: ArrayLike<number>, from: number, columns: number, factor: number): void {
  const size = columns + 1;
  for (let i = 0; i < columns; i += 1) {
    const scaled = factor * data[from + i]!;
    for (let j = 0; j <= i; j += 1) h[i * size + j]! += scaled * data[from + j]!;
    h[columns * size + i]! += scaled;
  }
  h[columns * size + columns]! += factor;
}

function total(
  objective: Objective,
  weights: Float64Array,
  data: TrainingData,
): { loss: number; gradient: Float64Array } {
  const sum = objective.exact(weights, data);
  const penalty = objective.penalty(weights);
  return { loss: sum.loss + penalty.loss, gradient: sum.gradient.map((value, at) => value + penalty.gradient[at]!) };
}

/**
 * The last digits: Newton's method in float64 from weights that float32 has brought near the minimum. Collinear columns
 * make directions so flat that float32 leaves the first digit of a weight open; a few steps settle all of them, and
 * the weights come out alike on every backend.
 */
export async function polish(
  objective: Objective,
  data: TrainingData,
  start: Float64Array,
  c: number,
  pause: () => Promise<void>,
): Promise<{ weights: Float64Array; loss: number }> {
  let weights = start;
  let at = total(objective, weights, data);
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const move = solvePositiveDefinite(await hessian(weights, data, c, pause), at.gradient);
    if (!move) break;
    const next = weights.map((weight, index) => weight - move[index]!);
    const there = total(objective, next, data);
    // At the minimum rounding decides between the two.
    if (!(there.loss < at.loss)) break;
    weights = next;
    at = there;
  }
  return { weights, loss: at.loss / data.x.rows };
}
