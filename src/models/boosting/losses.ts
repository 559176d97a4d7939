import { AppError } from '../../core/errors.ts';
import type { Link } from '../estimator.ts';
import type { Examples } from '../trees/labels.ts';
import { quantileOf } from './quantiles.ts';

/** What boosting descends: a loss of scores, row after row with all outputs of each. */
export interface Loss {
  outputs: number;
  link: Link;
  /** The best constant scores. */
  base(examples: Examples): Float64Array;
  /**
   * First and second derivatives by the scores of one output, times the rows' weights; left out where the kernels have them
   * (the logistic loss).
   */
  gradients?(scores: Float64Array, examples: Examples, output: number, g: Float64Array, h: Float64Array): void;
  /** Loss of one row, without its weight. */
  loss(scores: Float64Array, at: number, y: number): number;
  /** Where the second derivative says nothing: the share of residuals that a leaf's value should lie above. */
  quantile?: number;
}

const mean = ({ y, weights }: Examples): number => {
  let [sum, total] = [0, 0];
  for (let row = 0; row < y.length; row += 1) {
    const weight = weights ? weights[row]! : 1;
    sum += weight * y[row]!;
    total += weight;
  }
  return sum / total;
};

/** log(1 + eᶻ) without overflow. */
const softplus = (z: number): number => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));

const logistic: Loss = {
  outputs: 1,
  link: 'logit',
  base(examples) {
    const p = mean(examples);
    return Float64Array.of(Math.log(p / (1 - p)));
  },
  loss: (scores, at, y) => softplus(scores[at]!) - y * scores[at]!,
};

const softmax = (classes: number): Loss => ({
  outputs: classes,
  link: 'softmax',
  base({ y, weights }) {
    const counts = new Float64Array(classes);
    y.forEach((label, row) => (counts[label]! += weights ? weights[row]! : 1));
    // A class without rows is very unlikely, not impossible.
    const logs = counts.map((count) => Math.log(Math.max(count, 1e-9)));
    const middle = logs.reduce((sum, log) => sum + log, 0) / classes;
    return logs.map((log) => log - middle);
  },
  gradients(scores, { y, weights }, output, g, h) {
    for (let row = 0, from = 0; row < y.length; row += 1, from += classes) {
      let most = -Infinity;
      for (let k = 0; k < classes; k += 1) most = Math.max(most, scores[from + k]!);
      let sum = 0;
      for (let k = 0; k < classes; k += 1) sum += Math.exp(scores[from + k]! - most);
      const p = Math.exp(scores[from + output]! - most) / sum;
      const weight = weights ? weights[row]! : 1;
      g[row] = weight * (p - (y[row] === output ? 1 : 0));
      h[row] = weight * p * (1 - p);
    }
  },
  loss(scores, at, y) {
    const row = scores.subarray(at, at + classes);
    const most = Math.max(...row);
    return Math.log(row.reduce((sum, score) => sum + Math.exp(score - most), 0)) + most - row[y]!;
  },
});

const squared: Loss = {
  outputs: 1,
  link: 'identity',
  base: (examples) => Float64Array.of(mean(examples)),
  gradients(scores, { y, weights }, _, g, h) {
    for (let row = 0; row < y.length; row += 1) {
      const weight = weights ? weights[row]! : 1;
      g[row] = weight * (scores[row]! - y[row]!);
      h[row] = weight;
    }
  },
  loss: (scores, at, y) => (scores[at]! - y) ** 2 / 2,
};

const poisson: Loss = {
  outputs: 1,
  link: 'log',
  base(examples) {
    const bad = examples.y.findIndex((value) => value < 0);
    if (bad >= 0) throw new AppError('boosting.negative-count', { row: bad + 1, value: examples.y[bad]! });
    const average = mean(examples);
    if (average === 0) throw new AppError('boosting.no-counts', { rows: examples.y.length });
    return Float64Array.of(Math.log(average));
  },
  gradients(scores, { y, weights }, _, g, h) {
    for (let row = 0; row < y.length; row += 1) {
      const weight = weights ? weights[row]! : 1;
      const rate = Math.exp(scores[row]!);
      g[row] = weight * (rate - y[row]!);
      h[row] = weight * rate;
    }
  },
  loss: (scores, at, y) => Math.exp(scores[at]!) - y * scores[at]!,
};

/** The pinball loss; twice that of the median is the absolute error. */
const pinball = (share: number): Loss => ({
  outputs: 1,
  link: 'identity',
  quantile: share,
  base: ({ y, weights }) => Float64Array.of(quantileOf(y, share, weights)),
  gradients(scores, { y, weights }, _, g, h) {
    for (let row = 0; row < y.length; row += 1) {
      const weight = weights ? weights[row]! : 1;
      g[row] = weight * (y[row]! > scores[row]! ? -share : 1 - share);
      h[row] = weight;
    }
  },
  loss(scores, at, y) {
    const residual = y - scores[at]!;
    return residual >= 0 ? share * residual : (share - 1) * residual;
  },
});

/** Losses of numbers, by the name of the parameter. */
export type RegressionLoss = 'squared' | 'absolute' | 'poisson' | 'quantile';

export function regressionLoss(name: RegressionLoss, quantile: number): Loss {
  if (name === 'squared') return squared;
  return name === 'poisson' ? poisson : pinball(name === 'absolute' ? 0.5 : quantile);
}

/** The loss of a classifier's labels. */
export const classLoss = (classes: number, binary: boolean): Loss => (binary ? logistic : softmax(classes));
