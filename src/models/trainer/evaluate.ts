import type { Tensor } from '@tensorflow/tfjs-core';
import type { Device } from './devices.ts';
import type { Evaluation, Objective, Tf, TrainingData } from './objective.ts';

/** Some rows of the training data, on a device. */
export interface Block {
  x: Tensor;
  y: Tensor;
}

/** Rows are cut into blocks of at most this many, and their sums added in float64: a float32 sum over all would lose digits. */
const MAX_ROWS = 16_384;
/** And of at most this many numbers, which every WebGPU device can bind. */
const MAX_VALUES = 4_194_304;

export const blockRows = (columns: number): number =>
  Math.max(1, Math.min(MAX_ROWS, Math.floor(MAX_VALUES / Math.max(1, columns))));

/** Puts the rows `from` to `to` on the device. The caller disposes of them. */
export function upload(tf: Tf, { x, y }: TrainingData, from: number, to: number): Block {
  const values = Float32Array.from(x.data.subarray(from * x.columns, to * x.columns));
  return { x: tf.tensor2d(values, [to - from, x.columns]), y: tf.tensor2d(y.slice(from, to), [to - from, 1]) };
}

/** The flat weights as tensors of the objective's shapes. */
function tensors(tf: Tf, objective: Objective, weights: Float64Array): Tensor[] {
  let from = 0;
  return objective.shapes.map((shape) => {
    const size = shape.reduce((product, length) => product * length, 1);
    const values = Float32Array.from(weights.subarray(from, (from += size)));
    return tf.tensor(values, [...shape]);
  });
}

/** Loss and gradients of one block behind each other in one tensor, so that one read brings them back. */
function launch(tf: Tf, objective: Objective, weights: Float64Array, block: Block): Tensor {
  return tf.tidy(() => {
    const measure = tf.valueAndGrads((...at: Tensor[]) => objective.loss(tf, at, block.x, block.y));
    const { value, grads } = measure(tensors(tf, objective, weights));
    return tf.concat([value, ...grads].map((part) => tf.reshape(part, [-1])));
  });
}

/**
 * The summed loss of the blocks and its gradient, computed on the device in float32 and added up in float64. What the device
 * had no room for, or did wrong without a word, is an error.
 */
export function evaluate(
  device: Device,
  objective: Objective,
  weights: Float64Array,
  blocks: readonly Block[],
  beforeBlock: () => Promise<void>,
): Promise<Evaluation> {
  return device.checked(() => sums(device, objective, weights, blocks, beforeBlock));
}

async function sums(
  device: Device,
  objective: Objective,
  weights: Float64Array,
  blocks: readonly Block[],
  beforeBlock: () => Promise<void>,
): Promise<Evaluation> {
  const parts: Tensor[] = [];
  const total = new Float64Array(weights.length + 1);
  try {
    for (const block of blocks) {
      await beforeBlock();
      await device.use();
      parts.push(launch(device.tf, objective, weights, block));
    }
    for (const part of parts) (await part.data()).forEach((value, at) => (total[at]! += value));
  } finally {
    device.tf.dispose(parts);
  }
  return { loss: total[0]!, gradient: total.slice(1) };
}
