import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { affine } from './dense.ts';
import { eventInput } from './event-input.ts';
import type { Graph, Plain } from './layer.ts';
import type { Encoder } from './network.ts';
import type { Parameters } from './parameters.ts';
import { glorot, zeros } from './parameters.ts';
import { product } from './product.ts';

interface Convolution {
  cost: number;
  apply(graph: Graph, x: Tensor): Tensor;
  compute(weights: Plain, x: Float64Array): Float64Array;
}

/**
 * A causal convolution over steps: each reads itself and those `dilation`, 2 · `dilation` … before; zeros before the first.
 * As one product of shifted copies side by side, since no backend but the plain one has the gradient of a convolution's filters.
 */
export function causalConvolution(
  parameters: Parameters,
  about: { from: number; to: number; width: number; dilation: number },
): Convolution {
  const { from, to, width, dilation } = about;
  const w = parameters.add([width * from, to], glorot, true);
  const b = parameters.add([to], zeros);
  const reach = (width - 1) * dilation;
  return {
    cost: width * from * to,
    apply({ tf, weights }, x) {
      const [rows, steps] = x.shape as [number, number];
      const padded = tf.pad(x as Tensor3D, [
        [0, 0],
        [reach, 0],
        [0, 0],
      ]) as Tensor3D;
      const shifted = Array.from({ length: width }, (_, tap) =>
        tf.slice3d(padded, [0, tap * dilation, 0], [rows, steps, from]),
      );
      const beside = tf.reshape(tf.concat(shifted, 2), [rows * steps, width * from]);
      const out = product(tf, beside as Tensor2D, weights[w] as Tensor2D, weights[b]!);
      return tf.reshape(out, [rows, steps, to]);
    },
    compute(weights, x) {
      const steps = x.length / from;
      const beside = new Float64Array(steps * width * from);
      for (let step = 0; step < steps; step += 1) {
        for (let tap = 0; tap < width; tap += 1) {
          const source = step - reach + tap * dilation;
          if (source < 0) continue;
          beside.set(x.subarray(source * from, (source + 1) * from), (step * width + tap) * from);
        }
      }
      return affine(beside, weights[w]!, weights[b]!, width * from);
    },
  };
}

/** The largest value of each unit over all steps, and then its value at the last step; none is below 0. */
function pooled(x: Float64Array, units: number): Float64Array {
  const out = new Float64Array(2 * units);
  for (let at = 0; at < x.length; at += 1) out[at % units] = Math.max(out[at % units]!, x[at]!);
  if (x.length > 0) out.set(x.subarray(x.length - units), units);
  return out;
}

/**
 * Causal convolutions over the events, each reaching twice as far back as the one before (Bai, Kolter & Koltun 2018), with
 * ReLU; then the largest value of each filter anywhere, and that at the last event.
 */
export function convolutional(
  parameters: Parameters,
  about: { kinds: number; length: number; size: number; filters: number; width: number; layers: number },
): Encoder {
  const { filters, width, layers } = about;
  const input = eventInput(parameters, about.kinds, about.size);
  const convolutions = Array.from({ length: layers }, (_, layer) =>
    causalConvolution(parameters, {
      from: layer === 0 ? input.width : filters,
      to: filters,
      width,
      dilation: 2 ** layer,
    }),
  );
  return {
    width: 2 * filters,
    cost: about.length * convolutions.reduce((sum, { cost }) => sum + cost, 0),
    apply(graph, events) {
      const { tf } = graph;
      const [rows, steps] = events.codes.shape as [number, number];
      const x = convolutions.reduce(
        (value, convolution) => tf.mul(tf.relu(convolution.apply(graph, value)), events.mask),
        input.apply(graph, events),
      ) as Tensor3D;
      const last = tf.reshape(tf.slice3d(x, [0, steps - 1, 0], [rows, 1, filters]), [rows, filters]);
      return tf.concat([tf.max(x, 1), last], 1);
    },
    compute(weights, events) {
      const x = convolutions.reduce(
        (value, convolution) => convolution.compute(weights, value).map((z) => Math.max(0, z)),
        input.compute(weights, events),
      );
      return pooled(x, filters);
    },
  };
}
