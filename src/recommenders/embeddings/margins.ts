import type { GradSaveFunc, Tensor, Tensor1D, TensorInfo } from '@tensorflow/tfjs-core';
import type { Tf } from '../../models/trainer/objective.ts';
import type { PlainKernel, Values } from '../../models/trainer/plain-kernel.ts';
import { hasPlain } from '../../models/trainer/plain-kernel.ts';
import type { Paired } from './vectors.ts';
import { fillMargins, fillSlopes } from './vectors.ts';

/** Vectors on a device whose inner product is the score, and what is added to an item's. */
export interface Vectors {
  users: Tensor;
  items: Tensor;
  /** [items, 1] */
  biases: Tensor;
}

/** Some rows' users, their items, and `others.size / who.size` further items for each. */
export interface Compared {
  who: Tensor1D;
  what: Tensor1D;
  others: Tensor1D;
}

const pairedOf = ([users, items, biases, who, what, others]: readonly Values[]): Paired => ({
  ...{ users: users!, items: items!, biases: biases! },
  ...{ who: who!, what: what!, others: others! },
});

const forward: PlainKernel = {
  name: 'Margins',
  shapes: (inputs) => [[inputs[3]!.shape[0]!, inputs[5]!.shape[0]! / inputs[3]!.shape[0]!]],
  compute: (inputs, [out]) => fillMargins(pairedOf(inputs), out!),
};

const backward: PlainKernel = {
  name: 'MarginsGrad',
  shapes: ([users, items, biases]: readonly TensorInfo[]) => [users!.shape, items!.shape, biases!.shape],
  compute: (inputs, [users, items, biases]) =>
    fillSlopes(pairedOf(inputs), inputs[6]!, { users: users!, items: items!, biases: biases! }),
};

/** By operations that every backend has. */
function composed(tf: Tf, { users, items, biases }: Vectors, { who, what, others }: Compared): Tensor {
  const rows = who.size;
  const picked = (table: Tensor, ids: Tensor1D) =>
    tf.reshape(tf.gather(table, ids), [rows, ids.size / rows, table.shape[1]!]);
  const over = (table: Tensor) => tf.sub(picked(table, what), picked(table, others));
  return tf.add(tf.sum(tf.mul(picked(users, who), over(items)), 2), tf.sum(over(biases), 2));
}

/** By two kernels of its own: composed, a row's numbers are copied some twenty times. */
function fused(tf: Tf, { users, items, biases }: Vectors, { who, what, others }: Compared): Tensor {
  const ids = { who, what, others };
  const op = tf.customGrad((...args) => {
    const save = args.at(-1) as unknown as GradSaveFunc;
    save([users, items, biases]);
    const value = tf.engine().runKernel(forward.name, { users, items, biases, ...ids }) as Tensor;
    const gradFunc = (slopes: Tensor, [p, q, b]: Tensor[]) =>
      tf.engine().runKernel(backward.name, { users: p!, items: q!, biases: b!, ...ids, slopes });
    return { value, gradFunc: gradFunc as never };
  });
  return op(users, items, biases);
}

/** By how much each row's user puts his item over each of the others: [rows, others for each]. */
export const margins = (tf: Tf, vectors: Vectors, compared: Compared): Tensor =>
  hasPlain(tf, forward) && hasPlain(tf, backward) ? fused(tf, vectors, compared) : composed(tf, vectors, compared);
