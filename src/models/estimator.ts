import type { Context } from '../contract/analysis.ts';
import type { Matrix } from './matrix.ts';

/** What a training needs of the outside world. */
export type FitContext = Pick<Context, 'seed' | 'language' | 'backend' | 'step' | 'ranOn' | 'snapshots'>;

/** How much one column moves the prediction, on a scale that columns share. */
export interface Weight {
  feature: string;
  weight: number;
}

/** A trained model: plain data and pure functions. */
export interface Fitted {
  /** One number per row; for a classifier the probability of label 1. `model.wrong-columns`, `model.not-finite`. */
  predict(x: Matrix): Float64Array;
  /** The strongest first. */
  explain(): Weight[];
  /** Plain JSON, from which `load` makes a model with the same predictions. */
  toJSON(): unknown;
}

/** A way to learn: `fit` returns what was learnt, so an untrained model cannot predict. */
export interface Estimator<F extends Fitted = Fitted> {
  readonly kind: string;
  /** One label per row of `x`. `model.not-finite`, `model.no-rows`, and whatever the method cannot learn from. */
  fit(x: Matrix, y: ArrayLike<number>, context: FitContext): Promise<F>;
  /** A model from its JSON; `model.unreadable` if it is none of this kind. */
  load(state: unknown): F;
}
