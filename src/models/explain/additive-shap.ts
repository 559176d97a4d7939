import type { AdditiveForm } from '../estimator.ts';
import type { Matrix } from '../matrix.ts';
import type { Shap } from './tree-shap.ts';

/** The scores of each row: rows × outputs. */
export function additiveScores({ base, terms }: AdditiveForm, x: Matrix): Float64Array {
  const outputs = base.length;
  const scores = Float64Array.from({ length: x.rows * outputs }, (_, at) => base[at % outputs]!);
  const all = terms(x);
  const width = x.columns * outputs;
  for (let at = 0; at < all.length; at += 1) scores[Math.floor(at / width) * outputs + (at % outputs)]! += all[at]!;
  return scores;
}

/**
 * Exact interventional Shapley values of a sum of functions of one column each: a column's term less its mean over the background.
 * For every row of `x`. Lundberg & Lee, NIPS 2017, corollary 1, holds for any such sum.
 */
export function additiveShap({ base, terms }: AdditiveForm, x: Matrix, background: Matrix): Shap {
  const outputs = base.length;
  const width = x.columns * outputs;
  const means = new Float64Array(width);
  terms(background).forEach((term, at) => (means[at % width]! += term / background.rows));
  const usual = base.map((value, output) => {
    let sum = value;
    for (let at = output; at < width; at += outputs) sum += means[at]!;
    return sum;
  });
  return { values: terms(x).map((term, at) => term - means[at % width]!), base: usual };
}
