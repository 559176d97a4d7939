import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Layer } from './layer.ts';
import type { Parameters } from './parameters.ts';
import { glorot, zeros } from './parameters.ts';
import { product } from './product.ts';

/** x · w + b for rows behind each other; `out` begins as it is where given. */
export function affine(x: Float64Array, w: Float64Array, b: Float64Array | null, from: number): Float64Array {
  const rows = x.length / from;
  const to = w.length / from;
  const out = new Float64Array(rows * to);
  for (let row = 0; row < rows; row += 1) {
    const at = row * to;
    if (b) out.set(b, at);
    for (let input = 0; input < from; input += 1) {
      const value = x[row * from + input]!;
      if (value === 0) continue;
      const place = input * to;
      for (let unit = 0; unit < to; unit += 1) out[at + unit]! += value * w[place + unit]!;
    }
  }
  return out;
}

/** A fully connected layer without an activation: `from` inputs, `to` outputs. `constant`: the input needs no gradient. */
export function dense(parameters: Parameters, from: number, to: number, constant = false): Layer {
  const w = parameters.add([from, to], glorot, true);
  const b = parameters.add([to], zeros);
  return {
    cost: from * to,
    apply({ tf, weights }, x): Tensor {
      const rows = tf.reshape(x, [-1, from]) as Tensor2D;
      const out = product(tf, rows, weights[w] as Tensor2D, weights[b]!, constant);
      return x.shape.length === 2 ? out : tf.reshape(out, [...x.shape.slice(0, -1), to]);
    },
    compute: (weights, x) => affine(x, weights[w]!, weights[b]!, from),
  };
}
