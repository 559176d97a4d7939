import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tf } from '../trainer/objective.ts';
import type { Layer } from './layer.ts';

export type ActivationName = 'relu' | 'tanh' | 'gelu';

const ROOT = Math.sqrt(2 / Math.PI);
const CUBE = 0.044715;

/** By tanh, as Hendrycks & Gimpel (2016) approximate it: every backend has it to the same digits. */
function gelu(tf: Tf, x: Tensor): Tensor {
  const inner = tf.mul(tf.mul(x, tf.add(1, tf.mul(tf.square(x), CUBE))), ROOT);
  return tf.mul(tf.mul(x, 0.5), tf.add(1, tf.tanh(inner)));
}

const graphs: Record<ActivationName, (tf: Tf, x: Tensor) => Tensor> = {
  relu: (tf, x) => tf.relu(x),
  tanh: (tf, x) => tf.tanh(x),
  gelu,
};

const plains: Record<ActivationName, (x: number) => number> = {
  relu: (x) => Math.max(0, x),
  tanh: Math.tanh,
  gelu: (x) => 0.5 * x * (1 + Math.tanh(ROOT * (x + CUBE * x ** 3))),
};

/** A function of each number by itself. */
export const activation = (name: ActivationName): Layer => ({
  cost: 0,
  apply: ({ tf }, x) => graphs[name](tf, x),
  compute: (_, x) => x.map(plains[name]),
});
