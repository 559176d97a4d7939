import type { GradSaveFunc, Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { logSum } from '../../models/networks/loss.ts';
import { product } from '../../models/networks/product.ts';
import type { Tf } from '../../models/trainer/objective.ts';

/** What is lost where an item is told among others. Written twice, as layers are. */
export interface NextItemLoss {
  /** Whether scores are corrected for how candidates were drawn: only where they stand for all items. */
  corrected: boolean;
  /** The summed loss, each times its weight: states [n, width], items as columns [width] each, and who came, by row of `table`. */
  apply(tf: Tf, states: Tensor2D, table: Tensor2D, bias: Tensor1D, came: Tensor1D, weights: Tensor1D): Scalar;
  compute(scores: Float64Array, came: number): number;
}

/** ln Σ eᶻ of each row of scores whose softmax is known: that of the highest, less the logarithm of its share. */
const logSums = (tf: Tf, scores: Tensor, shares: Tensor): Tensor =>
  tf.sub(tf.max(scores, 1), tf.log(tf.max(shares, 1)));

/** Products without a transposed factor: WebAssembly is quick at no others. */
function softmaxParts(tf: Tf, states: Tensor2D, table: Tensor2D, bias: Tensor, came: Tensor1D) {
  const scores = tf.fused.matMul({ a: states, b: tf.transpose(table), bias });
  const shares = tf.softmax(scores);
  const own = tf.add(tf.sum(tf.mul(states, tf.gather(table, came)), 1), tf.gather(bias, came));
  return { shares, losses: tf.sub(logSums(tf, scores, shares), own) };
}

/**
 * The cross-entropy of a softmax over all columns. One operation with a gradient of its own, which needs neither a table of
 * who came nor a transposed copy of the shares: both are as large as users · positions · items.
 */
function crossEntropyOf(
  tf: Tf,
  states: Tensor2D,
  table: Tensor2D,
  bias: Tensor1D,
  came: Tensor1D,
  weights: Tensor1D,
): Scalar {
  const column = tf.reshape(weights, [-1, 1]) as Tensor2D;
  const op = tf.customGrad((...args) => {
    const save = args.at(-1) as unknown as GradSaveFunc;
    const { shares, losses } = softmaxParts(tf, states, table, bias, came);
    save([shares, states, table]);
    const gradFunc = (dy: Scalar, [p, h, e]: [Tensor2D, Tensor2D, Tensor2D]) => {
      const heavy = tf.mul(column, dy) as Tensor2D;
      const weighted = tf.mul(h, heavy) as Tensor2D;
      const toTable = tf.transpose(tf.matMul(tf.transpose(weighted), p));
      const items = e.shape[0];
      return [
        tf.mul(heavy, tf.sub(tf.matMul(p, e), tf.gather(e, came))),
        tf.sub(toTable, tf.unsortedSegmentSum(weighted, came, items)),
        tf.sub(
          tf.reshape(tf.matMul(tf.transpose(heavy), p), [-1]),
          tf.reshape(tf.unsortedSegmentSum(heavy, came, items), [-1]),
        ),
      ];
    };
    return { value: tf.sum(tf.mul(losses, weights)), gradFunc: gradFunc as never };
  });
  return op(states, table, bias) as Scalar;
}

const crossEntropy: NextItemLoss = {
  corrected: true,
  apply: crossEntropyOf,
  compute: (scores, came) => logSum(scores) - scores[came]!,
};

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

/** Below any score that matters, and a number that every backend has. */
const NEVER = 1e9;
/** Keeps the logarithm finite. */
const LEAST = 1e-24;
/** Of the score regularisation of BPR-max. */
const REGULARISATION = 1;

/** A loss over an item that came and the others, these weighted by their softmax (Hidasi & Karatzoglou 2018). */
interface RankingMax {
  /** `own` [n, 1]; `others`, `heavy` [n, columns]. */
  apply(tf: Tf, own: Tensor, others: Tensor, heavy: Tensor): Tensor;
  compute(own: number, others: Float64Array, heavy: Float64Array): number;
}

const bprMax: RankingMax = {
  apply(tf, own, others, heavy) {
    const won = tf.sum(tf.mul(heavy, tf.sigmoid(tf.sub(own, others))), 1);
    const size = tf.sum(tf.mul(heavy, tf.square(others)), 1);
    return tf.add(tf.neg(tf.log(tf.add(won, LEAST))), tf.mul(size, REGULARISATION));
  },
  compute(own, others, heavy) {
    let [won, size] = [0, 0];
    others.forEach((other, at) => {
      won += heavy[at]! * sigmoid(own - other);
      size += heavy[at]! * other ** 2;
    });
    return -Math.log(won + LEAST) + REGULARISATION * size;
  },
};

const top1Max: RankingMax = {
  apply: (tf, own, others, heavy) =>
    tf.sum(tf.mul(heavy, tf.add(tf.sigmoid(tf.sub(others, own)), tf.sigmoid(tf.square(others)))), 1),
  compute: (own, others, heavy) =>
    others.reduce((sum, other, at) => sum + heavy[at]! * (sigmoid(other - own) + sigmoid(other ** 2)), 0),
};

const rankingMax = (loss: RankingMax): NextItemLoss => ({
  corrected: false,
  apply(tf, states, table, bias, came, weights) {
    const scores = tf.add(product(tf, states, tf.transpose(table), null), bias);
    // WebAssembly's `oneHot` writes whole numbers where floating-point ones are read.
    const columns = tf.range(0, table.shape[0], 1, 'int32');
    const is = tf.cast(tf.equal(tf.reshape(came, [-1, 1]), columns), 'float32');
    const own = tf.sum(tf.mul(scores, is), 1, true);
    const heavy = tf.softmax(tf.sub(scores, tf.mul(is, NEVER)));
    return tf.sum(tf.mul(loss.apply(tf, own, scores, heavy), weights));
  },
  compute(scores, came) {
    const rest = scores.map((score, at) => (at === came ? -NEVER : score));
    const sum = logSum(rest);
    return loss.compute(
      scores[came]!,
      scores,
      rest.map((score) => Math.exp(score - sum)),
    );
  },
});

/** By name. */
export const nextItemLosses = {
  'cross-entropy': crossEntropy,
  'bpr-max': rankingMax(bprMax),
  'top1-max': rankingMax(top1Max),
} as const satisfies Record<string, NextItemLoss>;
export type NextItemLossName = keyof typeof nextItemLosses;
