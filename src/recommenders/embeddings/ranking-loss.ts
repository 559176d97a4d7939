import type { Scalar, Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import type { Random } from '../../core/random.ts';
import { randomAt } from '../../models/trainer/batches.ts';
import type { Tf } from '../../models/trainer/objective.ts';
import type { Pairs } from './pairs.ts';
import { negative } from './pairs.ts';

/** What a pair is told apart from: so many items that the user did not have. */
export interface Against {
  pairs: Pairs;
  negatives: number;
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

/** Rows on a device: users, their items, those they did not have, and weights. */
export function uploadRows(tf: Tf, against: Against, rows: Uint32Array, random: Random | null): Tensor[] {
  const { user, item, weight } = against.pairs;
  return [
    tf.tensor1d(
      Int32Array.from(rows, (row) => user[row]!),
      'int32',
    ),
    tf.tensor1d(
      Int32Array.from(rows, (row) => item[row]!),
      'int32',
    ),
    tf.tensor1d(negativesOf(against, rows, random), 'int32'),
    tf.tensor1d(Float32Array.from(rows, (row) => weight[row]!)),
  ];
}

/** Vectors on a device whose inner product is the score, and what is added to an item's. */
export interface Vectors {
  users: Tensor;
  items: Tensor;
  /** [items, 1] */
  biases?: Tensor;
}

/**
 * The summed loss of Bayesian personalised ranking (Rendle et al. 2009): −ln σ(score of the item − score of one that the user did
 * not have), the mean over several such.
 */
export function rankingLoss(tf: Tf, { users, items, biases }: Vectors, batch: Tensor[], negatives: number): Scalar {
  const [user, item, other, weight] = batch as Tensor1D[];
  const rows = user!.size;
  const picked = (table: Tensor, ids: Tensor1D, each: number) =>
    tf.reshape(tf.gather(table, ids), [rows, each, table.shape[1]!]);
  const over = (table: Tensor) => tf.sub(picked(table, item!, 1), picked(table, other!, negatives));
  const taste = tf.sum(tf.mul(picked(users, user!, 1), over(items)), 2);
  const margins = biases ? tf.add(taste, tf.sum(over(biases), 2)) : taste;
  return tf.sum(tf.mul(tf.mean(tf.softplus(tf.neg(margins)), 1), weight!));
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
  const { negatives } = against;
  let sum = 0;
  rows.forEach((row, at) => {
    for (let n = 0; n < negatives; n += 1) {
      const over = margin(user[row]!, item[row]!, others[at * negatives + n]!);
      sum += (weight[row]! * softplus(-over)) / negatives;
    }
  });
  return sum;
}
