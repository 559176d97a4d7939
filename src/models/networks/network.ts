import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import type { Graph, Plain } from './layer.ts';
import type { Parameters } from './parameters.ts';

/** Some rows' events on a device, right-aligned: `codes` [rows, steps], `gaps` and `mask` [rows, steps, 1]; the mask is 1 at an event. */
export interface EventTensors {
  codes: Tensor;
  gaps: Tensor3D;
  mask: Tensor3D;
}

/** One row's events, without padding. */
export interface Events {
  codes: Int32Array;
  gaps: Float64Array;
}

/** What turns a row's events into numbers for the head of a network. */
export interface Encoder {
  /** How many numbers. */
  width: number;
  /** Multiply-adds per row. */
  cost: number;
  /** [rows, width]. */
  apply(graph: Graph, events: EventTensors): Tensor;
  compute(weights: Plain, events: Events): Float64Array;
}

/** From rows to scores, before any link. */
export interface Network {
  parameters: Parameters;
  outputs: number;
  /** Multiply-adds per row. */
  cost: number;
  /** Scores [rows, outputs] of columns [rows, columns]. */
  apply(graph: Graph, x: Tensor, events: EventTensors | null): Tensor;
  /** What the events of one row come to; nothing where the network reads none. */
  encode(weights: Plain, events: Events | null): Float64Array;
  /** The scores of one row. */
  score(weights: Plain, encoded: Float64Array, values: Float64Array): Float64Array;
}
