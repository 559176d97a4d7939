import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tf } from './objective.ts';

/** Adam (Kingma & Ba 2015) with its own constants, or stochastic gradient descent with a momentum of .9. */
export type OptimiserName = 'adam' | 'sgd';

/** A training's flat vectors on a device: weights, and the running means of gradients and of their squares. */
export interface Vectors {
  weights: Tensor;
  first: Tensor;
  second: Tensor;
}

/** What turns a gradient into a step: the vectors after it, all of them new tensors. `count` is 1 for the first step. */
export type Optimiser = (tf: Tf, at: Vectors, gradient: Tensor, rate: number, count: number) => Vectors;

const MOMENTUM = 0.9;
const SQUARES = 0.999;
const EPSILON = 1e-7;

/** The mean moved towards a value. */
const towards = (tf: Tf, mean: Tensor, value: Tensor, keep: number): Tensor =>
  tf.add(tf.mul(mean, keep), tf.mul(value, 1 - keep));

const adam: Optimiser = (tf, { weights, first, second }, gradient, rate, count) => {
  const mean = towards(tf, first, gradient, MOMENTUM);
  const square = towards(tf, second, tf.square(gradient), SQUARES);
  const along = tf.div(mean, tf.add(tf.sqrt(square), EPSILON));
  // Both corrections for starting at zero in one number, as the paper suggests and Keras and scikit-learn do.
  const step = (rate * Math.sqrt(1 - SQUARES ** count)) / (1 - MOMENTUM ** count);
  return { weights: tf.sub(weights, tf.mul(along, step)), first: mean, second: square };
};

const sgd: Optimiser = (tf, { weights, first, second }, gradient, rate) => {
  const velocity = tf.add(tf.mul(first, MOMENTUM), gradient);
  return { weights: tf.sub(weights, tf.mul(velocity, rate)), first: velocity, second: tf.clone(second) };
};

export const optimisers: Readonly<Record<OptimiserName, Optimiser>> = { adam, sgd };
