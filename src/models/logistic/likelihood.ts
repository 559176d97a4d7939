import { dot, softmaxAt } from '../linear-core/scores.ts';
import type { Training } from '../linear-core/training.ts';
import type { Evaluation } from '../trainer/objective.ts';

/** Numbers read between two pauses: a few milliseconds. */
const VALUES_A_TIME = 1 << 21;
/** Factors 1 + e⁻ᶻ ≤ 2 whose product cannot overflow: one logarithm for all of them. */
const FACTORS = 512;

/**
 * The parameters of a logistic regression in one vector: for each output its coefficients, then its intercept. One output tells two
 * classes apart; of several classes each has one.
 */
export const outputsOf = ({ classes }: Training): number => (classes === 2 ? 1 : classes);

/** Residuals of four rows, of which the last few may be missing: theirs are 0. */
const residuals = new Float64Array(4);

/** Adds the summed log loss of the rows from … to − 1 to its gradient; two classes. Four rows at a time change the gradient once. */
function binaryBlock(t: Training, theta: Float64Array, from: number, to: number, gradient: Float64Array): number {
  const { data, columns: d, y, weights } = t;
  const intercept = theta[d]!;
  let loss = 0;
  let product = 1;
  for (let first = from; first < to; first += 4) {
    const count = Math.min(4, to - first);
    residuals.fill(0);
    for (let n = 0; n < count; n += 1) {
      const row = first + n;
      const z = intercept + dot(data, row * d, theta, 0, d);
      const e = Math.exp(z > 0 ? -z : z);
      const label = y[row]!;
      const linear = (z > 0 ? z : 0) - label * z;
      const residual = (z > 0 ? 1 / (1 + e) : e / (1 + e)) - label;
      if (weights) {
        loss += weights[row]! * (linear + Math.log(1 + e));
        residuals[n] = weights[row]! * residual;
      } else {
        loss += linear;
        product *= 1 + e;
        residuals[n] = residual;
      }
    }
    if (((first + 4) & (FACTORS - 1)) === 0) {
      loss += Math.log(product);
      product = 1;
    }
    addRows(data, first * d, d, count, gradient);
  }
  return loss + Math.log(product);
}

/** Adds four rows (or fewer), each times its residual; the intercept's column is 1. */
function addRows(data: Float64Array, at: number, d: number, count: number, gradient: Float64Array): void {
  const [r0, r1, r2, r3] = [residuals[0]!, residuals[1]!, residuals[2]!, residuals[3]!];
  gradient[d]! += r0 + r1 + (r2 + r3);
  if (count < 4) {
    for (let n = 0; n < count; n += 1) {
      for (let c = 0; c < d; c += 1) gradient[c]! += residuals[n]! * data[at + n * d + c]!;
    }
    return;
  }
  const [b, e, f] = [at + d, at + 2 * d, at + 3 * d];
  for (let c = 0; c < d; c += 1) {
    gradient[c]! += r0 * data[at + c]! + r1 * data[b + c]! + (r2 * data[e + c]! + r3 * data[f + c]!);
  }
}

/** The same for several classes, by the softmax. */
function softmaxBlock(t: Training, theta: Float64Array, from: number, to: number, gradient: Float64Array): number {
  const { data, columns: d, y, weights, classes: k } = t;
  const p = new Float64Array(k);
  let loss = 0;
  for (let row = from, at = from * d; row < to; row += 1, at += d) {
    const weight = weights ? weights[row]! : 1;
    for (let c = 0; c < k; c += 1) p[c] = theta[c * (d + 1) + d]! + dot(data, at, theta, c * (d + 1), d);
    const [own, most] = [p[y[row]!]!, Math.max(...p)];
    softmaxAt(p, 0, k);
    // Where the own class has no probability left, its logarithm is as good as the difference of the scores.
    loss += weight * (p[y[row]!]! > 0 ? -Math.log(p[y[row]!]!) : most - own);
    p[y[row]!]! -= 1;
    for (let c = 0; c < k; c += 1) {
      const residual = weight * p[c]!;
      const base = c * (d + 1);
      for (let j = 0; j < d; j += 1) gradient[base + j]! += residual * data[at + j]!;
      gradient[base + d]! += residual;
    }
  }
  return loss;
}

/** The mean log loss (weighted) and its gradient at some parameters. */
export async function meanLoss(t: Training, theta: Float64Array, pause: () => Promise<void>): Promise<Evaluation> {
  const gradient = new Float64Array(theta.length);
  const rows = Math.max(FACTORS, Math.floor(VALUES_A_TIME / t.columns / outputsOf(t) / FACTORS) * FACTORS);
  const block = t.classes === 2 ? binaryBlock : softmaxBlock;
  let loss = 0;
  for (let from = 0; from < t.rows; from += rows) {
    if (from > 0) await pause();
    loss += block(t, theta, from, Math.min(t.rows, from + rows), gradient);
  }
  return { loss: loss / t.total, gradient: gradient.map((sum) => sum / t.total) };
}
