import * as v from 'valibot';
import { solvePositiveDefinite } from '../../core/linear-algebra.ts';
import type { Evaluation, Objective, TrainingData } from '../trainer/objective.ts';
import type { Slot } from '../trainer/slot.ts';
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

function total(objective: Objective, weights: Float64Array, data: TrainingData): Evaluation {
  const sum = objective.exact(weights, data);
  const penalty = objective.penalty(weights);
  return { loss: sum.loss + penalty.loss, gradient: sum.gradient.map((value, at) => value + penalty.gradient[at]!) };
}

/** Where the method stands after some steps. */
interface Position {
  weights: Float64Array;
  at: Evaluation;
  steps: number;
}

const keptSchema = v.object({ weights: v.instance(Float64Array), loss: v.number(), steps: v.number() });

/** What an earlier run kept, if these data give it the loss that was kept with it; else null. */
function takenUp(state: unknown, objective: Objective, data: TrainingData): Position | null {
  const parsed = v.safeParse(keptSchema, state);
  if (!parsed.success || parsed.output.weights.length !== objective.start.length) return null;
  const { weights, loss, steps } = parsed.output;
  const at = total(objective, weights, data);
  return at.loss === loss ? { weights, at, steps } : null;
}

function begin(slot: Slot | undefined, objective: Objective, data: TrainingData, start: Float64Array): Position {
  const state = slot?.read();
  const position = takenUp(state, objective, data);
  if (!position && state !== undefined) slot?.drop();
  return position ?? { weights: start, at: total(objective, start, data), steps: 0 };
}

/**
 * The last digits: Newton's method in float64 from weights that float32 has brought near the minimum. Collinear columns
 * make directions so flat that float32 leaves the first digit of a weight open; a few steps settle all of them, and
 * the weights come out alike on every backend. Each step is kept in `slot`, and taken up from there.
 */
export async function polish(
  objective: Objective,
  data: TrainingData,
  start: Float64Array,
  c: number,
  pause: () => Promise<void>,
  slot?: Slot,
): Promise<{ weights: Float64Array; loss: number }> {
  let { weights, at, steps } = begin(slot, objective, data, start);
  while (steps < MAX_STEPS) {
    const move = solvePositiveDefinite(await hessian(weights, data, c, pause), at.gradient);
    if (!move) break;
    const next = weights.map((weight, index) => weight - move[index]!);
    const there = total(objective, next, data);
    // At the minimum rounding decides between the two.
    if (!(there.loss < at.loss)) break;
    weights = next;
    at = there;
    steps += 1;
    slot?.write({ weights, loss: at.loss, steps }, steps);
  }
  return { weights, loss: at.loss / data.x.rows };
}
