import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { Task } from '../../contract/estimator.ts';
import type { Tf } from '../trainer/objective.ts';

/** What scores are made of by a task, and what is lost by them. Written twice, as layers are. */
export interface Loss {
  /** What a row should have come to, as numbers beside each other: `width` of them. */
  width(outputs: number): number;
  target(label: number, values: Float64Array, outputs: number): Float64Array;
  /** The summed loss of rows, each times its weight: `scores` and `targets` [rows, …], `weights` [rows]. */
  apply(tf: Tf, scores: Tensor, targets: Tensor, weights: Tensor): Scalar;
  /** One row's loss. */
  compute(scores: Float64Array, target: Float64Array): number;
}

const softplus = (z: number): number => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));

const one = (): number => 1;
const label = (value: number): Float64Array => Float64Array.of(value);
const same = (outputs: number): number => outputs;

const logistic: Loss = {
  width: one,
  target: label,
  apply: (tf, scores, targets, weights) => {
    const losses = tf.softplus(tf.mul(tf.sub(1, tf.mul(targets, 2)), scores));
    return tf.sum(tf.mul(tf.reshape(losses, [-1]), weights));
  },
  compute: (scores, target) => softplus((1 - 2 * target[0]!) * scores[0]!),
};

/** log Σ eᶻ without overflow. */
export function logSum(scores: Float64Array): number {
  const most = scores.reduce((a, b) => Math.max(a, b), -Infinity);
  return most + Math.log(scores.reduce((sum, score) => sum + Math.exp(score - most), 0));
}

const crossEntropy: Loss = {
  width: same,
  target: (value, _, outputs) => new Float64Array(outputs).fill(1, value, value + 1),
  apply: (tf, scores, targets, weights) =>
    tf.neg(tf.sum(tf.mul(tf.sum(tf.mul(tf.logSoftmax(scores), targets), 1), weights))),
  compute: (scores, target) => logSum(scores) - scores.reduce((sum, score, at) => sum + score * target[at]!, 0),
};

/** The mean over the outputs. */
const squares: Omit<Loss, 'width' | 'target'> = {
  apply: (tf, scores, targets, weights) => tf.sum(tf.mul(tf.mean(tf.square(tf.sub(scores, targets)), 1), weights)),
  compute: (scores, target) => scores.reduce((sum, score, at) => sum + (score - target[at]!) ** 2, 0) / scores.length,
};

/** Log loss, cross-entropy, squared error; and that of the columns themselves where nothing else is to be learnt. */
export const losses: Readonly<Record<Task, Loss>> = {
  binary: logistic,
  multiclass: crossEntropy,
  regression: { width: one, target: label, ...squares },
  anomaly: { width: same, target: (_, values) => values, ...squares },
};
