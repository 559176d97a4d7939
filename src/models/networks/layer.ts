import type { Tensor } from '@tensorflow/tfjs-core';
import type { Random } from '../../core/random.ts';
import type { Tf } from '../trainer/objective.ts';

/** A network at work on a device. */
export interface Graph {
  tf: Tf;
  /** By place among the network's parameters. */
  weights: Tensor[];
  /** Draws the units to drop; null where none are dropped. */
  random: Random | null;
}

/** The weights off the device, by place. */
export type Plain = readonly Float64Array[];

/** A layer that treats each row by itself, written twice: for a device, and in plain numbers that need none. */
export interface Layer {
  /** Multiply-adds per row. */
  cost: number;
  /** The last dimension changes, those before stay. */
  apply(graph: Graph, x: Tensor): Tensor;
  /** `x` holds rows behind each other. */
  compute(weights: Plain, x: Float64Array): Float64Array;
}

/** Layers one after the other. */
export const chain = (layers: readonly Layer[]): Layer => ({
  cost: layers.reduce((sum, { cost }) => sum + cost, 0),
  apply: (graph, x) => layers.reduce((value, layer) => layer.apply(graph, value), x),
  compute: (weights, x) => layers.reduce((value, layer) => layer.compute(weights, value), x),
});
