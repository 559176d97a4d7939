import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { Random } from '../../core/random.ts';
import { seededRandom } from '../../core/random.ts';
import type { BatchObjective, Evaluation, Tf } from './objective.ts';

const mix = (hash: number, part: number): number => Math.imul(hash ^ (part + 0x9e3779b9), 0x85ebca6b) ^ (hash >>> 13);

/** A source of its own for each place in a training: an epoch begun anew draws what it drew before. */
export const randomAt = (seed: number, ...place: readonly number[]): Random =>
  seededRandom(place.reduce(mix, seed >>> 0) >>> 0);

/** The rows in a random order (Fisher & Yates). */
export function shuffled(rows: Uint32Array, random: Random): Uint32Array {
  const order = rows.slice();
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}

/** The rows in parts of at most `size`. */
export function parts(rows: Uint32Array, size: number): Uint32Array[] {
  const all: Uint32Array[] = [];
  for (let from = 0; from < rows.length; from += size) all.push(rows.subarray(from, from + size));
  return all;
}

export const sizesOf = (shapes: readonly number[][]): number[] =>
  shapes.map((shape) => shape.reduce((product, length) => product * length, 1));

/** The flat weights in their shapes. */
function shaped(tf: Tf, { shapes }: BatchObjective, flat: Tensor): Tensor[] {
  const pieces = shapes.length === 1 ? [flat] : tf.split(flat, sizesOf(shapes));
  return pieces.map((piece, at) => tf.reshape(piece, [...shapes[at]!]));
}

/** Some rows' summed loss at flat weights that lie on the device. */
export function lossOf(tf: Tf, objective: BatchObjective, flat: Tensor, rows: Uint32Array): Scalar {
  return tf.tidy(() => objective.loss(tf, shaped(tf, objective, flat), objective.batch(tf, rows, null), null));
}

/** Some rows' summed loss, and its gradient as one flat vector; both stay on the device. */
export function launch(
  tf: Tf,
  objective: BatchObjective,
  flat: Tensor,
  rows: Uint32Array,
  random: Random,
): { loss: Tensor; gradient: Tensor } {
  return tf.tidy(() => {
    const batch = objective.batch(tf, rows, random);
    const measure = tf.valueAndGrads((...weights: Tensor[]) => objective.loss(tf, weights, batch, random));
    const { value, grads } = measure(shaped(tf, objective, flat));
    return { loss: value, gradient: tf.concat(grads.map((grad) => tf.reshape(grad, [-1]))) };
  });
}

/** Loss and gradient read back. */
export async function evaluateRows(
  tf: Tf,
  objective: BatchObjective,
  weights: Float32Array,
  rows: Uint32Array,
  random: Random,
): Promise<Evaluation> {
  const whole = tf.tidy(() => {
    const { loss, gradient } = launch(tf, objective, tf.tensor1d(weights), rows, random);
    return tf.concat([tf.reshape(loss, [1]), gradient]);
  });
  try {
    const values = Float64Array.from(await whole.data());
    return { loss: values[0]!, gradient: values.subarray(1) };
  } finally {
    whole.dispose();
  }
}
