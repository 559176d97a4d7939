import type { Context } from '../contract/analysis.ts';
import type { Matrix } from './matrix.ts';
import type { TreeEnsemble } from './trees/ensemble.ts';

/** What a training needs of the outside world. */
export type FitContext = Pick<Context, 'seed' | 'language' | 'backend' | 'step' | 'ranOn' | 'snapshots'>;

/** How much one column moves the prediction, on a scale that columns share. */
export interface Weight {
  feature: string;
  weight: number;
}

/** From a score to a prediction: as it is, through the logistic function, through the softmax of all outputs, or exp. */
export type Link = 'identity' | 'logit' | 'softmax' | 'log';

/** A model whose score is a weighted sum: score of output k = intercept[k] + Σ x[column] · coefficients[k · columns + column]. */
export interface LinearForm {
  coefficients: Float64Array;
  intercept: Float64Array;
  link: Link;
}

/** A model whose score is a sum of what each column says by itself: score of output k = base[k] + Σ terms[(row · columns + column) · outputs + k]. */
export interface AdditiveForm {
  base: Float64Array;
  link: Link;
  terms(x: Matrix): Float64Array;
}

/** A trained model: plain data and pure functions. */
export interface Fitted {
  /**
   * One number per row; for a classifier of two classes the probability of label 1. With several `outputs`, row after row.
   * `model.wrong-columns`, `model.not-finite`.
   */
  predict(x: Matrix): Float64Array;
  /** Numbers per row of `predict`: the classes of a classifier of several; else 1, which is meant where it is left out. */
  readonly outputs?: number;
  /** The strongest first. */
  explain(): Weight[];
  /** Plain JSON, from which `load` makes a model with the same predictions. */
  toJSON(): unknown;
  /** About how many multiplications a row's prediction takes, where they are more than some thousands: of such a model less is asked. */
  readonly cost?: number;
  /** Where the model is a weighted sum. */
  readonly linear?: LinearForm;
  /** Where columns add up, each in a way of its own. */
  readonly additive?: AdditiveForm | undefined;
  /** Where the model is a sum of trees. */
  readonly ensemble?: TreeEnsemble;
}

/** A way to learn: `fit` returns what was learnt, so an untrained model cannot predict. */
export interface Estimator<F extends Fitted = Fitted> {
  readonly kind: string;
  /**
   * One label per row of `x`: 0 or 1, a class 0 … K − 1, or a number; `weights` likewise, 1 each where left out.
   * `model.not-finite`, `model.no-rows`, and whatever the method cannot learn from.
   */
  fit(x: Matrix, y: ArrayLike<number>, context: FitContext, weights?: ArrayLike<number>): Promise<F>;
  /** A model from its JSON; `model.unreadable` if it is none of this kind. One made of others waits for their code. */
  load(state: unknown): F | Promise<F>;
}
