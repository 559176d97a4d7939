import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Graph, Plain } from '../../models/networks/layer.ts';
import type { Parameters, Start } from '../../models/networks/parameters.ts';

/** A network that reads items in their order, written twice as layers are: for a device, and in plain numbers. */
export interface SequenceNetwork {
  parameters: Parameters;
  /** How many numbers it comes to after each item. */
  width: number;
  /** Multiply-adds per item read. */
  cost: number;
  /** The places of the table whose inner product with these numbers is an item's score, and of what is added to it. */
  table: number;
  bias: number;
  /** What it comes to after each of the items [rows, steps], which may end in padding: [rows · steps, width]. */
  apply(graph: Graph, items: Tensor2D): Tensor2D;
  /** The same of one run, item after item, from the place `from` on, by default from the first. */
  compute(weights: Plain, items: Int32Array, from?: number): Float64Array;
}

/** Rows of a table by number: [rows, steps, width]. */
export function embedded({ tf, weights }: Graph, table: number, items: Tensor2D): Tensor {
  const [rows, steps] = items.shape;
  const vectors = tf.gather(weights[table]!, tf.reshape(items, [-1]) as never);
  return tf.reshape(vectors, [rows, steps, -1]);
}

/** The same in plain numbers. */
export function embeddedPlain(weights: Plain, table: number, items: Int32Array, width: number): Float64Array {
  const out = new Float64Array(items.length * width);
  items.forEach((item, step) => out.set(weights[table]!.subarray(item * width, (item + 1) * width), step * width));
  return out;
}

/** Each item's score after what a network came to. */
export function scoresAfter(table: Float64Array, bias: Float64Array, state: Float64Array): Float64Array {
  const width = state.length;
  return bias.map((sum, item) => {
    let score = sum;
    for (let at = 0, place = item * width; at < width; at += 1, place += 1) score += table[place]! * state[at]!;
    return score;
  });
}

/** Normal with standard deviation .02 (Radford et al. 2018), near enough: the sum of twelve uniform numbers. */
export const small: Start = (shape, random) =>
  Float32Array.from({ length: shape.reduce((product, size) => product * size, 1) }, () => {
    let sum = -6;
    for (let n = 0; n < 12; n += 1) sum += random();
    return 0.02 * sum;
  });
