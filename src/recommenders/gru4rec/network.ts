import type { Tensor2D } from '@tensorflow/tfjs-core';
import { affine } from '../../models/networks/dense.ts';
import { dropout } from '../../models/networks/dropout.ts';
import { glorot, orthogonal, Parameters, zeros } from '../../models/networks/parameters.ts';
import { gruCell, gruOutputs, inputGates } from '../../models/networks/recurrent.ts';
import type { SequenceNetwork } from '../sequences/network.ts';
import { embedded, embeddedPlain } from '../sequences/network.ts';

export interface Gru4recShape {
  items: number;
  width: number;
  /** The same table reads items and scores them. */
  tied: boolean;
  dropout: number;
}

/** A gated recurrent unit over the items of a session (Hidasi et al. 2016). */
export function gru4recNetwork({ items, width, tied, dropout: rate }: Gru4recShape): SequenceNetwork {
  const size = gruCell.gates * width;
  const parameters = new Parameters();
  const table = parameters.add([items, width], glorot, true);
  const read = tied ? table : parameters.add([items, width], glorot, true);
  const bias = parameters.add([items, 1], zeros);
  const w = parameters.add([width, size], glorot, true);
  const u = parameters.add([width, size], orthogonal, true);
  const b = parameters.add([size], zeros);
  const ub = parameters.add([size], zeros);
  const drop = dropout(rate);
  return {
    parameters,
    width,
    table,
    bias,
    cost: 2 * width * size,
    apply(graph, ids) {
      const { tf, weights } = graph;
      const x = drop.apply(graph, embedded(graph, read, ids));
      const gates = inputGates(tf, x, weights[w] as Tensor2D, weights[b]!);
      const outputs = tf.transpose(gruOutputs(tf, gates, weights[u] as Tensor2D, weights[ub]!), [1, 0, 2]);
      return tf.reshape(drop.apply(graph, outputs), [-1, width]) as Tensor2D;
    },
    compute(weights, ids, from = 0) {
      const gates = affine(embeddedPlain(weights, read, ids, width), weights[w]!, weights[b]!, width);
      const out = new Float64Array(ids.length * width);
      const state = new Float64Array(width);
      for (let step = 0; step < ids.length; step += 1) {
        const own = affine(state, weights[u]!, weights[ub]!, width);
        gruCell.compute(gates.subarray(step * size, (step + 1) * size), own, [state]);
        out.set(state, step * width);
      }
      return out.subarray(from * width);
    },
  };
}
