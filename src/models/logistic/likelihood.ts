import { dot, softmaxAt } from '../linear-core/scores.ts';
import type { Training } from '../linear-core/training.ts';
import type { Evaluation } from '../trainer/objective.ts';
import { RowBlocks } from './row-blocks.ts';

/** Numbers read between two pauses: a few milliseconds. */
const VALUES_A_TIME = 1 << 21;

/**
 * The parameters of a logistic regression in one vector: for each output its coefficients, then its intercept. One output tells two
 * classes apart; of several classes each has one.
 */
export const outputsOf = ({ classes }: Training): number => (classes === 2 ? 1 : classes);

/** Adds the log loss of the rows from … to − 1 to its gradient; several classes, by the softmax. */
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

let blocks: Promise<RowBlocks> | undefined;

/** The mean log loss (weighted) and its gradient at some parameters. */
export async function meanLoss(t: Training, theta: Float64Array, pause: () => Promise<void>): Promise<Evaluation> {
  const gradient = new Float64Array(theta.length);
  const rows = Math.max(4, Math.floor(VALUES_A_TIME / t.columns / outputsOf(t) / 4) * 4);
  const pair = t.classes === 2 ? await (blocks ??= RowBlocks.make()) : null;
  let loss = 0;
  for (let from = 0; from < t.rows; from += rows) {
    if (from > 0) await pause();
    const to = Math.min(t.rows, from + rows);
    loss += pair ? pair.add(t, theta, from, to, gradient) : softmaxBlock(t, theta, from, to, gradient);
  }
  return { loss: loss / t.total, gradient: gradient.map((sum) => sum / t.total) };
}
