import { dot, softmaxAt } from '../linear-core/scores.ts';
import type { Training } from '../linear-core/training.ts';
import type { Evaluation } from '../trainer/objective.ts';
import type { RowBlocks } from './row-blocks.ts';
import { rowBlocks } from './row-blocks.ts';

/** Numbers read between two pauses: a few milliseconds. */
const VALUES_A_TIME = 1 << 21;
/** Factors 1 + e⁻ᶻ ≤ 2 whose product cannot overflow: one logarithm for all of them. */
const FACTORS = 512;

/**
 * The parameters of a logistic regression in one vector: for each output its coefficients, then its intercept. One output tells two
 * classes apart; of several classes each has one.
 */
export const outputsOf = ({ classes }: Training): number => (classes === 2 ? 1 : classes);

/** Turns the scores of a block's rows into residuals; the summed log loss. Two classes. */
function toResiduals({ y, weights }: Training, scores: Float64Array, intercept: number, from: number, rows: number) {
  let [loss, product, sum] = [0, 1, 0];
  for (let n = 0; n < rows; n += 1) {
    const z = intercept + scores[n]!;
    const e = Math.exp(z > 0 ? -z : z);
    const label = y[from + n]!;
    const linear = (z > 0 ? z : 0) - label * z;
    const residual = (z > 0 ? 1 / (1 + e) : e / (1 + e)) - label;
    const weight = weights ? weights[from + n]! : 1;
    if (weights) loss += weight * (linear + Math.log(1 + e));
    else {
      loss += linear;
      product *= 1 + e;
      if ((n & (FACTORS - 1)) === FACTORS - 1) {
        loss += Math.log(product);
        product = 1;
      }
    }
    scores[n] = weight * residual;
    sum += weight * residual;
  }
  return { loss: loss + Math.log(product), sum };
}

/** Adds the log loss of the rows from … to − 1 to its gradient; two classes. */
function binaryBlock(
  t: Training,
  theta: Float64Array,
  from: number,
  to: number,
  gradient: Float64Array,
  blocks: RowBlocks,
): number {
  const { columns: d, data } = t;
  blocks.weights.set(theta.subarray(0, d));
  blocks.sums.fill(0);
  let loss = 0;
  for (let first = from; first < to; first += blocks.capacity) {
    const rows = Math.min(blocks.capacity, to - first);
    blocks.score(data, first, rows);
    const told = toResiduals(t, blocks.scores, theta[d]!, first, rows);
    loss += told.loss;
    gradient[d]! += told.sum;
    blocks.add(rows);
  }
  for (let c = 0; c < d; c += 1) gradient[c]! += blocks.sums[c]!;
  return loss;
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

const blocks = new Map<number, Promise<RowBlocks>>();

/** One block for each number of columns; between two pauses nobody else writes to it. */
function blocksOf(d: number): Promise<RowBlocks> {
  const known = blocks.get(d) ?? rowBlocks(d);
  blocks.set(d, known);
  return known;
}

/** The mean log loss (weighted) and its gradient at some parameters. */
export async function meanLoss(t: Training, theta: Float64Array, pause: () => Promise<void>): Promise<Evaluation> {
  const gradient = new Float64Array(theta.length);
  const rows = Math.max(FACTORS, Math.floor(VALUES_A_TIME / t.columns / outputsOf(t) / FACTORS) * FACTORS);
  const blocks = t.classes === 2 ? await blocksOf(t.columns) : null;
  let loss = 0;
  for (let from = 0; from < t.rows; from += rows) {
    if (from > 0) await pause();
    const to = Math.min(t.rows, from + rows);
    loss += blocks ? binaryBlock(t, theta, from, to, gradient, blocks) : softmaxBlock(t, theta, from, to, gradient);
  }
  return { loss: loss / t.total, gradient: gradient.map((sum) => sum / t.total) };
}
