import { seededRandom } from '../../core/random.ts';
import type { Margin } from '../linear-core/squared-margin.ts';
import { dot } from '../linear-core/scores.ts';
import type { Training } from '../linear-core/training.ts';

interface Bounds {
  low: Float64Array;
  high: Float64Array;
}

/** Where each row's multiplier may lie: of classes on the side of its label, of numbers on both. */
function boundsOf({ y, weights, rows }: Training, { c, epsilon }: Margin): Bounds {
  const bounds = { low: new Float64Array(rows), high: new Float64Array(rows) };
  for (let row = 0; row < rows; row += 1) {
    const most = c * (weights ? weights[row]! : 1);
    if (epsilon !== null || y[row]! < 0) bounds.low[row] = -most;
    if (epsilon !== null || y[row]! > 0) bounds.high[row] = most;
  }
  return bounds;
}

/** The best change of one multiplier, from the slopes to its right and left (Ho & Lin 2012, where epsilon is 0: Hsieh et al. 2008). */
function newtonStep(slope: number, square: number, beta: number, epsilon: number): number {
  const [right, left] = [slope + epsilon, slope - epsilon];
  if (right < square * beta) return -right / square;
  if (left > square * beta) return -left / square;
  return -beta;
}

/**
 * The weights (intercept last) of a linear machine whose loss beyond the margin is linear: liblinear's dual coordinate descent, rows in
 * a new random order in each pass, until no multiplier wants to move a score by more than `tolerance`. The intercept is penalised
 * like a weight.
 */
export async function linearMargin(
  t: Training,
  margin: Margin,
  { tolerance, maxIterations, seed }: { tolerance: number; maxIterations: number; seed: number },
  step: (share: number) => Promise<void>,
): Promise<Float64Array> {
  const { data, columns: d, rows, y } = t;
  const random = seededRandom(seed);
  const { low, high } = boundsOf(t, margin);
  const epsilon = margin.epsilon ?? 0;
  const squares = Float64Array.from({ length: rows }, (_, row) => dot(data, row * d, data, row * d, d) + 1);
  const theta = new Float64Array(d + 1);
  const beta = new Float64Array(rows);
  const order = Int32Array.from({ length: rows }, (_, row) => row);
  for (let pass = 0; pass < maxIterations; pass += 1) {
    await step(pass / maxIterations);
    let most = 0;
    for (let last = rows - 1; last >= 0; last -= 1) {
      const other = Math.floor(random() * (last + 1));
      const row = order[other]!;
      order[other] = order[last]!;
      order[last] = row;
      const at = row * d;
      const slope = dot(data, at, theta, 0, d) + theta[d]! - y[row]!;
      const wanted = beta[row]! + newtonStep(slope, squares[row]!, beta[row]!, epsilon);
      const change = Math.min(high[row]!, Math.max(low[row]!, wanted)) - beta[row]!;
      if (change === 0) continue;
      beta[row]! += change;
      most = Math.max(most, Math.abs(change) * squares[row]!);
      for (let j = 0; j < d; j += 1) theta[j]! += change * data[at + j]!;
      theta[d]! += change;
    }
    if (most <= tolerance) break;
  }
  return theta;
}
