import type * as tfjs from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
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
