import { seededRandom } from '../../core/random.ts';
import { lbfgs } from '../trainer/lbfgs.ts';
import type { Evaluation } from '../trainer/objective.ts';
import { softmaxAt } from './scores.ts';
import type { Training } from './training.ts';

const FOLDS = 3;

/** From decision values to probabilities: the softmax of slope · value + bias of each class. */
export interface Scale {
  slope: number;
  biases: Float64Array;
}

/** Decision values of some rows (rows × outputs); one output stands for the second of two classes. */
export type Decide = (data: Float64Array, rows: number) => Float64Array;

/** Some rows of a training. */
export function trainingRows(t: Training, rows: Int32Array): Training {
  const d = t.columns;
  const data = new Float64Array(rows.length * d);
  rows.forEach((row, at) => data.set(t.data.subarray(row * d, (row + 1) * d), at * d));
  const weights = t.weights && Float64Array.from(rows, (row) => t.weights![row]!);
  const total = weights ? weights.reduce((sum, weight) => sum + weight, 0) : rows.length;
  return { ...t, data, rows: rows.length, y: Float64Array.from(rows, (row) => t.y[row]!), weights, total };
}

/** A fold for each row, each class spread evenly over them at random; null where a class has too few rows. */
function foldsOf({ y, classes, rows }: Training, seed: number): Uint8Array | null {
  const random = seededRandom(seed);
  const counts = new Int32Array(classes);
  y.forEach((label) => (counts[label]! += 1));
  if (counts.some((count) => count < FOLDS)) return null;
  const order = Int32Array.from({ length: rows }, (_, row) => row);
  for (let last = rows - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  const next = new Int32Array(classes);
  const folds = new Uint8Array(rows);
  for (const row of order) folds[row] = next[y[row]!]!++ % FOLDS;
  return folds;
}

/**
 * Decision values of each row by machines that did not learn from it (three folds). With fewer than three rows of a class, by the
 * machine that learnt from all.
 */
export async function outOfFold(
  t: Training,
  outputs: number,
  whole: Decide,
  train: (part: Training) => Promise<Decide>,
  seed: number,
): Promise<Float64Array> {
  const folds = foldsOf(t, seed);
  if (!folds) return whole(t.data, t.rows);
  const values = new Float64Array(t.rows * outputs);
  const all = Int32Array.from(folds.keys());
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const asked = all.filter((row) => folds[row] === fold);
    const decide = await train(
      trainingRows(
        t,
        all.filter((row) => folds[row] !== fold),
      ),
    );
    const part = decide(trainingRows(t, asked).data, asked.length);
    asked.forEach((row, at) => values.set(part.subarray(at * outputs, (at + 1) * outputs), row * outputs));
  }
  return values;
}

/** Decision values with one per class: of two classes the first has 0. */
function oneEach(values: Float64Array, rows: number, classes: number): Float64Array {
  if (values.length === rows * classes) return values;
  const all = new Float64Array(rows * classes);
  for (let row = 0; row < rows; row += 1) all[row * classes + 1] = values[row]!;
  return all;
}

/**
 * The scale that makes the labels likeliest: of two classes Platt's (1999), of several the same with one slope for all. Labels are
 * drawn in a little, as Platt does, so that classes that lie apart leave the slope finite.
 */
export async function scaleOf(t: Training, values: Float64Array): Promise<Scale> {
  const { rows, classes: k, y, weights, total } = t;
  const f = oneEach(values, rows, k);
  const sizes = new Float64Array(k);
  y.forEach((label, row) => (sizes[label]! += weights ? weights[row]! : 1));
  const p = new Float64Array(k);
  const evaluate = async (theta: Float64Array): Promise<Evaluation> => {
    const gradient = new Float64Array(k + 1);
    let loss = 0;
    for (let row = 0; row < rows; row += 1) {
      const weight = (weights ? weights[row]! : 1) / total;
      const own = y[row]!;
      for (let c = 0; c < k; c += 1) p[c] = theta[k]! * f[row * k + c]! + theta[c]!;
      softmaxAt(p, 0, k);
      for (let c = 0; c < k; c += 1) {
        const target = (c === own ? sizes[own]! + 1 : 1) / (sizes[own]! + k);
        loss -= weight * target * Math.log(Math.max(p[c]!, Number.MIN_VALUE));
        const residual = weight * (p[c]! - target);
        gradient[c]! += residual;
        gradient[k]! += residual * f[row * k + c]!;
      }
    }
    return { loss, gradient };
  };
  const start = Float64Array.from({ length: k + 1 }, (_, c) => (c === k ? 1 : 0));
  const { weights: theta } = await lbfgs(evaluate, start, { tolerance: 1e-9, maxIterations: 200, precision: 1e-15 });
  return { slope: theta[k]!, biases: theta.slice(0, k) };
}

/** The scores of the probabilities: one of two classes, else one each. */
export function scaledScores(values: Float64Array, outputs: number, { slope, biases }: Scale): Float64Array {
  const bias = outputs === 1 ? [biases[1]! - biases[0]!] : biases;
  return values.map((value, at) => slope * value + bias[at % outputs]!);
}
