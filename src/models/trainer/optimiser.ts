import type { Tensor } from '@tensorflow/tfjs-core';
import { adamStep, EPSILON, MOMENTUM, SQUARES } from './adam.ts';
import type { Tf } from './objective.ts';
import { hasPlain } from './plain-kernel.ts';

/** Adam (Kingma & Ba 2015) with its own constants, or stochastic gradient descent with a momentum of .9. */
export type OptimiserName = 'adam' | 'sgd';

/** A training's flat vectors on a device: weights, and the running means of gradients and of their squares. */
export interface Vectors {
  weights: Tensor;
  first: Tensor;
  second: Tensor;
}

/** What a step goes by: the strength of each weight's L2 penalty, and the loss's gradient summed over so many rows. */
export interface Slope {
  decay: Tensor;
  gradient: Tensor;
  rows: number;
}

/** What turns a gradient into a step: the vectors after it, all of them new tensors. `count` is 1 for the first step. */
export type Optimiser = (tf: Tf, at: Vectors, slope: Slope, rate: number, count: number) => Vectors;

/** The gradient of the mean loss and the penalty. */
const whole = (tf: Tf, weights: Tensor, { decay, gradient, rows }: Slope): Tensor =>
  tf.add(tf.div(gradient, rows), tf.mul(decay, weights));

/** The mean moved towards a value. */
const towards = (tf: Tf, mean: Tensor, value: Tensor, keep: number): Tensor =>
  tf.add(tf.mul(mean, keep), tf.mul(value, 1 - keep));

/** Adam by operations that every backend has; `step` is the rate with what corrects for a start at zero. */
function composedAdam(tf: Tf, { weights, first, second }: Vectors, slope: Slope, step: number): Vectors {
  const gradient = whole(tf, weights, slope);
  const mean = towards(tf, first, gradient, MOMENTUM);
  const square = towards(tf, second, tf.square(gradient), SQUARES);
  const along = tf.div(mean, tf.add(tf.sqrt(square), EPSILON));
  return { weights: tf.sub(weights, tf.mul(along, step)), first: mean, second: square };
}

function fusedAdam(tf: Tf, at: Vectors, { decay, gradient, rows }: Slope, step: number): Vectors {
  const { weights, first, second } = at;
  const inputs = { weights, first, second, decay, gradient };
  const next: Tensor[] = tf.engine().runKernel(adamStep.name, inputs, { rows, rate: step });
  return { weights: next[0]!, first: next[1]!, second: next[2]! };
}

const adam: Optimiser = (tf, at, slope, rate, count) => {
  // Both corrections for starting at zero in one number, as the paper suggests and Keras and scikit-learn do.
  const step = (rate * Math.sqrt(1 - SQUARES ** count)) / (1 - MOMENTUM ** count);
  return hasPlain(tf, adamStep) ? fusedAdam(tf, at, slope, step) : composedAdam(tf, at, slope, step);
};

const sgd: Optimiser = (tf, { weights, first, second }, slope, rate) => {
  const velocity = tf.add(tf.mul(first, MOMENTUM), whole(tf, weights, slope));
  return { weights: tf.sub(weights, tf.mul(velocity, rate)), first: velocity, second: tf.clone(second) };
};

export const optimisers: Readonly<Record<OptimiserName, Optimiser>> = { adam, sgd };
