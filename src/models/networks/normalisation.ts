import type { Layer } from './layer.ts';
import type { Parameters } from './parameters.ts';
import { ones, zeros } from './parameters.ts';

const EPSILON = 1e-5;

/** Each row to mean 0 and variance 1, then a gain and a bias per unit (Ba, Kiros & Hinton 2016). */
export function layerNorm(parameters: Parameters, width: number): Layer {
  const gain = parameters.add([width], ones);
  const bias = parameters.add([width], zeros);
  return {
    cost: 4 * width,
    apply({ tf, weights }, x) {
      const centred = tf.sub(x, tf.mean(x, -1, true));
      const variance = tf.mean(tf.square(centred), -1, true);
      const scaled = tf.mul(centred, tf.rsqrt(tf.add(variance, EPSILON)));
      return tf.add(tf.mul(scaled, weights[gain]!), weights[bias]!);
    },
    compute(weights, x) {
      const out = new Float64Array(x.length);
      for (let from = 0; from < x.length; from += width) {
        const row = x.subarray(from, from + width);
        const mean = row.reduce((sum, value) => sum + value, 0) / width;
        const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / width;
        const scale = 1 / Math.sqrt(variance + EPSILON);
        row.forEach((value, at) => {
          out[from + at] = (value - mean) * scale * weights[gain]![at]! + weights[bias]![at]!;
        });
      }
      return out;
    },
  };
}
