import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core';
import type { Evaluation, Objective, TrainingData } from '../trainer/objective.ts';

/** log(1 + eᶻ) without overflow. */
const softplus = (z: number): number => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));

/** 1 / (1 + e⁻ᶻ) without overflow. */
export const sigmoid = (z: number): number => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)));

/** The linear predictor of one row; the intercept is the last weight. */
export function linear(weights: Float64Array, data: ArrayLike<number>, row: number): number {
  const columns = weights.length - 1;
  let z = weights[columns]!;
  for (let column = 0; column < columns; column += 1) z += weights[column]! * data[row * columns + column]!;
  return z;
}

/** Log loss summed over all rows, and its gradient. */
function exact(weights: Float64Array, { x, y }: TrainingData): Evaluation {
  const columns = weights.length - 1;
  const gradient = new Float64Array(columns + 1);
  let loss = 0;
  for (let row = 0; row < x.rows; row += 1) {
    const z = linear(weights, x.data, row);
    const residual = sigmoid(z) - y[row]!;
    loss += softplus(z) - y[row]! * z;
    for (let column = 0; column < columns; column += 1) gradient[column]! += residual * x.data[row * columns + column]!;
    gradient[columns]! += residual;
  }
  return { loss, gradient };
}

/** ‖w‖² / 2C over the coefficients; the intercept goes free. */
function penalty(weights: Float64Array, c: number): Evaluation {
  const gradient = weights.map((weight) => weight / c);
  gradient[weights.length - 1] = 0;
  return { loss: weights.subarray(0, -1).reduce((sum, weight) => sum + weight ** 2, 0) / (2 * c), gradient };
}

/** L2-penalised logistic regression: scikit-learn's objective divided by C. Weights: one per column, then the intercept. */
export const logisticObjective = (columns: number, c: number): Objective => ({
  shapes: [[columns, 1], [1]],
  start: new Float64Array(columns + 1),
  loss(tf, weights, x, y): Scalar {
    const z = tf.add(tf.matMul(x as Tensor2D, weights[0] as Tensor2D), weights[1]!);
    // softplus(−z) for label 1 and softplus(z) for label 0: one operation, stable at both ends.
    return tf.sum(tf.softplus(tf.mul(tf.sub(1, tf.mul(y, 2)), z)));
  },
  penalty: (weights) => penalty(weights, c),
  exact,
});
