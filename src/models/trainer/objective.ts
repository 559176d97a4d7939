import type * as tfjs from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { Random } from '../../core/random.ts';
import type { Matrix } from '../matrix.ts';

/** The tfjs core as a value: it is loaded when a training starts, and handed on. */
export type Tf = typeof tfjs;

/** What a training reads: one label per row. */
export interface TrainingData {
  x: Matrix;
  y: Float32Array;
}

/** A loss at some weights, with its gradient. */
export interface Evaluation {
  loss: number;
  gradient: Float64Array;
}

/** What a training minimises: the sum of `loss` over the rows, plus `penalty`; weights are one flat vector. */
export interface Objective {
  /** The shapes of the weight tensors, in the order in which the flat vector holds them. */
  shapes: readonly number[][];
  start: Float64Array;
  /** The summed loss of some rows (`x` [rows, columns], `y` [rows, 1]), in operations that every backend has. */
  loss(tf: Tf, weights: Tensor[], x: Tensor, y: Tensor): Scalar;
  /** The penalty and its gradient, in float64 and off the device. */
  penalty(weights: Float64Array): Evaluation;
  /** The summed loss over all rows and its gradient in float64, off the device: the arbiter of what the device says. */
  exact(weights: Float64Array, data: TrainingData): Evaluation;
}

/** What a training by mini-batches minimises: the mean loss of the rows, plus `decay` · w² / 2 for each weight. */
export interface BatchObjective {
  /** The shapes of the weight tensors, in the order in which the flat vector holds them. */
  shapes: readonly number[][];
  start: Float32Array;
  /** The strength of each weight's L2 penalty. */
  decay: Float32Array;
  /** The rows that teach, and those that are asked after each epoch; none of these: the loss of the others is the measure. */
  training: Uint32Array;
  validation: Uint32Array;
  /** Multiply-adds for one row's loss, roughly: how often a training lets others have a turn. */
  cost: number;
  /** Some rows on the device, with what is drawn for them, as `loss` draws. The caller disposes of them. */
  batch(tf: Tf, rows: Uint32Array, random: Random | null): Tensor[];
  /** The summed loss of the rows, in operations that every backend has; `random` drops units, null is without dropout. */
  loss(tf: Tf, weights: Tensor[], batch: Tensor[], random: Random | null): Scalar;
  /** The same sum without dropout, in float64 and off the device: the arbiter of what the device says. */
  exact(weights: Float32Array, rows: Uint32Array): number;
}
