import type { Tensor } from '@tensorflow/tfjs-core';
import type { Graph, Plain } from './layer.ts';
import type { Events, EventTensors } from './network.ts';
import type { Parameters } from './parameters.ts';
import { spread } from './parameters.ts';

/** Events as vectors: what is learnt of each kind, and the time since the event before. */
export interface EventInput {
  width: number;
  /** [rows, steps, width], zeros where there is no event. */
  apply(graph: Graph, events: EventTensors): Tensor;
  /** One event after the other. */
  compute(weights: Plain, events: Events): Float64Array;
}

/** `size` numbers for each of the codes 1 … kinds, and the gap behind them. */
export function eventInput(parameters: Parameters, kinds: number, size: number): EventInput {
  const table = parameters.add([kinds + 1, size], spread);
  const width = size + 1;
  return {
    width,
    apply({ tf, weights }, { codes, gaps, mask }) {
      const [rows, steps] = codes.shape as [number, number];
      const vectors = tf.gather(weights[table]!, tf.reshape(codes, [-1]) as never);
      return tf.mul(tf.concat([tf.reshape(vectors, [rows, steps, size]), gaps], 2), mask);
    },
    compute(weights, { codes, gaps }) {
      const out = new Float64Array(codes.length * width);
      codes.forEach((code, step) => {
        out.set(weights[table]!.subarray(code * size, (code + 1) * size), step * width);
        out[step * width + size] = gaps[step]!;
      });
      return out;
    },
  };
}
