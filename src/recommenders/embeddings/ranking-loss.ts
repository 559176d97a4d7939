import type { Scalar, Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import type { Random } from '../../core/random.ts';
import { logSum } from '../../models/networks/loss.ts';
import { randomAt } from '../../models/trainer/batches.ts';
import type { Tf } from '../../models/trainer/objective.ts';
import type { Vectors } from './margins.ts';
import { margins } from './margins.ts';
import type { Pairs } from './pairs.ts';
import { negative } from './pairs.ts';

/** What a pair is told apart from: so many items that the user did not have. */
export interface Against {
  pairs: Pairs;
  negatives: number;
  temperature: number;
  seed: number;
}

/** The place, among the random numbers of a training, of the items that pairs are held against where nothing is to be drawn. */
const FIXED = 0xf1ed;

/** The items that each row's is held against, row after row: drawn, or always the same. */
export function negativesOf({ pairs, negatives, seed }: Against, rows: Uint32Array, random: Random | null): Int32Array {
  const drawn = new Int32Array(rows.length * negatives);
  rows.forEach((row, at) => {
    const source = random ?? randomAt(seed, FIXED, row);
    for (let n = 0; n < negatives; n += 1) drawn[at * negatives + n] = negative(pairs, pairs.user[row]!, source);
  });
  return drawn;
}

/** What some rows have in a column. `from` with a function of each row takes ten times as long. */
function picked<T extends Int32Array | Float32Array>(column: T, rows: Uint32Array, out: T): T {
  for (let at = 0; at < rows.length; at += 1) out[at] = column[rows[at]!]!;
  return out;
}

/** Rows on a device: users, their items, those they did not have, and weights. */
export function uploadRows(tf: Tf, against: Against, rows: Uint32Array, random: Random | null): Tensor[] {
  const { user, item, weight } = against.pairs;
  const numbers = (column: Int32Array) => tf.tensor1d(picked(column, rows, new Int32Array(rows.length)), 'int32');
  return [
    numbers(user),
    numbers(item),
    tf.tensor1d(negativesOf(against, rows, random), 'int32'),
    tf.tensor1d(picked(weight, rows, new Float32Array(rows.length))),
  ];
}

/**
 * The summed loss of Bayesian personalised ranking (Rendle et al. 2009): −ln σ(score of the item − score of one that the user did
 * not have), of several such the tilted mean τ · ln(mean of e^(loss / τ)) (Li, Beirami, Sanjabi & Smith 2021): between the plain mean, at
 * high temperatures τ, and the hardest one alone, at low ones (Zhang, Chen, Wang & Yu 2013).
 */
export function rankingLoss(tf: Tf, vectors: Vectors, batch: Tensor[], { negatives, temperature }: Against): Scalar {
  const [who, what, others, weight] = batch as [Tensor1D, Tensor1D, Tensor1D, Tensor1D];
  const losses = tf.softplus(tf.neg(margins(tf, vectors, { who, what, others })));
  const tilted = tf.sub(tf.logSumExp(tf.div(losses, temperature), 1), Math.log(negatives));
  return tf.sum(tf.mul(tf.mul(tilted, temperature), weight));
}

const softplus = (z: number): number => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));

/** The same in plain numbers, against the items that are always the same; `margin`: how far a user puts one item over another. */
export function exactRankingLoss(
  against: Against,
  rows: Uint32Array,
  margin: (user: number, item: number, other: number) => number,
): number {
  const { user, item, weight } = against.pairs;
  const others = negativesOf(against, rows, null);
  const { negatives, temperature } = against;
  let sum = 0;
  rows.forEach((row, at) => {
    const own = others.subarray(at * negatives, (at + 1) * negatives);
    const losses = Float64Array.from(own, (other) => softplus(-margin(user[row]!, item[row]!, other)) / temperature);
    sum += weight[row]! * temperature * (logSum(losses) - Math.log(negatives));
  });
  return sum;
}
