import type { Evaluation } from '../trainer/objective.ts';
import type { Limits, Smooth } from './minimise.ts';
import { minimise } from './minimise.ts';
import { dot } from './scores.ts';
import type { Training } from './training.ts';

/** More columns than this make Newton's method dearer than it is worth. */
const MOST_FOR_NEWTON = 256;
const VALUES_A_TIME = 1 << 21;
const MULTIPLICATIONS_A_TIME = 1 << 23;

/** What a score is compared with. `epsilon` null: y is ±1, and the score should be on its side by 1; else it should be y, give or take. */
export interface Margin {
  c: number;
  epsilon: number | null;
}

/** How far a score is off, signed: positive where it should be greater. */
function shortOf(y: number, score: number, epsilon: number | null): number {
  if (epsilon === null) {
    const short = 1 - y * score;
    return short > 0 ? y * short : 0;
  }
  const off = y - score;
  return off > epsilon ? off - epsilon : off < -epsilon ? off + epsilon : 0;
}

/** Loss Σ weight · short² / Σ weight + ‖(w, b)‖² / 2 C Σ weight, and its gradient; the intercept comes last and is penalised as well. */
async function evaluate(
  t: Training,
  margin: Margin,
  theta: Float64Array,
  pause: () => Promise<void>,
): Promise<Evaluation> {
  const { data, columns: d, rows, y, weights, total } = t;
  const gradient = new Float64Array(d + 1);
  const atATime = Math.max(1, Math.floor(VALUES_A_TIME / d));
  let loss = 0;
  for (let row = 0, at = 0; row < rows; row += 1, at += d) {
    if (row > 0 && row % atATime === 0) await pause();
    const short = shortOf(y[row]!, theta[d]! + dot(data, at, theta, 0, d), margin.epsilon);
    if (short === 0) continue;
    const scaled = weights ? weights[row]! * short : short;
    loss += scaled * short;
    for (let j = 0; j < d; j += 1) gradient[j]! -= scaled * data[at + j]!;
    gradient[d]! -= scaled;
  }
  const strength = 1 / (margin.c * total);
  return {
    loss: loss / total + (strength * dot(theta, 0, theta, 0, d + 1)) / 2,
    gradient: gradient.map((sum, j) => (2 * sum) / total + strength * theta[j]!),
  };
}

/** The generalised Hessian: only rows that fall short bend the loss. Lower triangle. */
async function hessian(
  t: Training,
  margin: Margin,
  theta: Float64Array,
  pause: () => Promise<void>,
): Promise<Float64Array> {
  const { data, columns: d, rows, y, weights, total } = t;
  const size = d + 1;
  const h = new Float64Array(size * size);
  const atATime = Math.max(1, Math.floor(MULTIPLICATIONS_A_TIME / (size * size)));
  for (let row = 0, at = 0; row < rows; row += 1, at += d) {
    if (row % atATime === 0) await pause();
    if (shortOf(y[row]!, theta[d]! + dot(data, at, theta, 0, d), margin.epsilon) === 0) continue;
    const weight = (2 * (weights ? weights[row]! : 1)) / total;
    for (let i = 0; i < d; i += 1) {
      const scaled = weight * data[at + i]!;
      for (let j = 0; j <= i; j += 1) h[i * size + j]! += scaled * data[at + j]!;
      h[d * size + i]! += scaled;
    }
    h[d * size + d]! += weight;
  }
  for (let i = 0; i < size; i += 1) h[i * size + i]! += 1 / (margin.c * total);
  return h;
}

/**
 * The weights (intercept last) of a linear machine with the squared loss beyond its margin: liblinear's primal problem, in which
 * the intercept is penalised like a weight.
 */
export function squaredMargin(
  t: Training,
  margin: Margin,
  limits: Limits,
  pause: () => Promise<void>,
): Promise<Float64Array> {
  const smooth: Smooth = {
    evaluate: (theta) => evaluate(t, margin, theta, pause),
    ...(t.columns <= MOST_FOR_NEWTON && { hessian: (theta: Float64Array) => hessian(t, margin, theta, pause) }),
  };
  return minimise(smooth, new Float64Array(t.columns + 1), limits, pause);
}
