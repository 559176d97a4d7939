import type { Tensor2D } from '@tensorflow/tfjs-core';
import { attentionBlock, causal } from '../../models/networks/attention.ts';
import { dropout } from '../../models/networks/dropout.ts';
import { layerNorm } from '../../models/networks/normalisation.ts';
import { Parameters, zeros } from '../../models/networks/parameters.ts';
import type { SequenceNetwork } from '../sequences/network.ts';
import { embedded, embeddedPlain, small } from '../sequences/network.ts';

export interface SasrecShape {
  items: number;
  length: number;
  width: number;
  heads: number;
  layers: number;
  dropout: number;
}

/**
 * Causal self-attention over items and their places in the run (Kang & McAuley 2018); the same table reads items and scores them.
 * Padding stands behind a run, where no item before can see it.
 */
export function sasrecNetwork(shape: SasrecShape): SequenceNetwork {
  const { items, length, width, heads, layers, dropout: rate } = shape;
  const parameters = new Parameters();
  const table = parameters.add([items, width], small, true);
  const places = parameters.add([length, width], small, true);
  const bias = parameters.add([items, 1], zeros);
  const blocks = Array.from({ length: layers }, () => attentionBlock(parameters, { width, heads, length, rate }));
  const last = layerNorm(parameters, width);
  const drop = dropout(rate);
  const scale = Math.sqrt(width);
  return {
    parameters,
    width,
    table,
    bias,
    cost: blocks.reduce((sum, { cost }) => sum + cost, last.cost),
    apply(graph, read) {
      const { tf, weights } = graph;
      const steps = read.shape[1];
      const near = tf.slice(weights[places]!, [0, 0], [steps, width]);
      const start = drop.apply(graph, tf.add(tf.mul(embedded(graph, table, read), scale), near));
      const ahead = causal(tf, steps);
      const end = blocks.reduce((value, block) => block.apply(graph, value, ahead), start);
      return tf.reshape(last.apply(graph, end), [-1, width]) as Tensor2D;
    },
    compute(weights, read, from = 0) {
      const start = embeddedPlain(weights, table, read, width).map(
        (value, at) => value * scale + weights[places]![at]!,
      );
      // What comes before `from` is looked at by the last block, but not worked out by it.
      const end = blocks.reduce<Float64Array>(
        (value, block, at) => block.compute(weights, value, at === layers - 1 ? from : 0),
        start,
      );
      return last.compute(weights, end);
    },
  };
}
