import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Random } from '../../core/random.ts';
import { logSum } from '../../models/networks/loss.ts';
import { product } from '../../models/networks/product.ts';
import { randomAt } from '../../models/trainer/batches.ts';
import type { BatchObjective, Tf } from '../../models/trainer/objective.ts';
import type { Pairs } from '../embeddings/pairs.ts';
import type { Towers } from './towers.ts';
import { toUnit } from './towers.ts';

export interface TwoTowerOptions {
  width: number;
  temperature: number;
  history: number;
  anonymous: number;
  regularisation: number;
}

/** Places among the random numbers of a training: of the weights' beginning, and of bags where nothing is to be drawn. */
const BEGINNING = 0xb001;
const FIXED = 0xf1ed;

/** What an item that cannot stand against another is worth: e to this is nothing. */
const NEVER = -1e9;

/** Rows of a batch off the device. */
interface Rows {
  users: Int32Array;
  items: Int32Array;
  /** `history` items a row, and the share of each: 1 / number, 0 where there is none. */
  ids: Int32Array;
  shares: Float32Array;
  /** ln of the chance to be in a batch; and for each row and column, `NEVER` where the row's user had the column's item. */
  chances: Float32Array;
  masks: Float32Array;
  weights: Float32Array;
}

/** Some of a user's items other than one, at most `size`, without repeats: reservoir sampling, so that all are as likely. */
function bagOf(pairs: Pairs, row: number, size: number, random: Random): Int32Array {
  const { offsets, item, user } = pairs;
  const who = user[row]!;
  const bag = new Int32Array(Math.min(size, offsets[who + 1]! - offsets[who]! - 1));
  let seen = 0;
  for (let at = offsets[who]!; at < offsets[who + 1]!; at += 1) {
    if (at === row) continue;
    const place = seen < bag.length ? seen : Math.floor(random() * (seen + 1));
    if (place < bag.length) bag[place] = item[at]!;
    seen += 1;
  }
  return bag;
}

/** The loss of a batch as data: who, what, and what stands against it. */
function gathered(pairs: Pairs, seed: number, history: number, rows: Uint32Array, random: Random | null): Rows {
  const size = rows.length;
  const counts = new Float64Array(pairs.items);
  for (const each of pairs.item) counts[each]! += 1;
  const items = Int32Array.from(rows, (row) => pairs.item[row]!);
  const made: Rows = {
    users: Int32Array.from(rows, (row) => pairs.user[row]!),
    items,
    ids: new Int32Array(size * history),
    shares: new Float32Array(size * history),
    chances: Float32Array.from(items, (item) => Math.log(counts[item]! / pairs.item.length)),
    masks: new Float32Array(size * size),
    weights: Float32Array.from(rows, (row) => pairs.weight[row]!),
  };
  const own = new Uint8Array(pairs.items);
  rows.forEach((row, at) => {
    const bag = bagOf(pairs, row, history, random ?? randomAt(seed, FIXED, row));
    made.ids.set(bag, at * history);
    made.shares.fill(1 / bag.length, at * history, at * history + bag.length);
    const theirs = pairs.item.subarray(pairs.offsets[pairs.user[row]!], pairs.offsets[pairs.user[row]! + 1]);
    for (const item of theirs) own[item] = 1;
    for (let other = 0; other < size; other += 1) {
      if (other !== at && own[items[other]!] === 1) made.masks[at * size + other] = NEVER;
    }
    for (const item of theirs) own[item] = 0;
  });
  return made;
}

/**
 * The sampled softmax of the items of a batch: each user's own item against all that the others of the batch have and he has not,
 * every score less the logarithm of how often the item comes (Yi et al. 2019), so that the frequent do not pay for being drawn often.
 */
export function twoTowerObjective(
  towers: Towers,
  pairs: Pairs,
  options: TwoTowerOptions,
  seed: number,
): BatchObjective {
  const { width, temperature, history, anonymous, regularisation } = options;
  const { parameters } = towers;
  const rowsOfBatch = (rows: Uint32Array, random: Random | null) => gathered(pairs, seed, history, rows, random);

  return {
    shapes: parameters.shapes,
    start: parameters.start(randomAt(seed, BEGINNING)),
    // The trainer's penalty stands beside the mean loss.
    decay: parameters.decay(regularisation / pairs.item.length),
    training: Uint32Array.from(pairs.item, (_, row) => row),
    validation: new Uint32Array(0),
    cost: 3 * width * (history + 4 * width),
    batch(tf, rows, random) {
      const made = rowsOfBatch(rows, random);
      const size = rows.length;
      const named = Float32Array.from(rows, () => Number(!random || random() >= anonymous));
      return [
        tf.tensor1d(made.users, 'int32'),
        tf.tensor1d(made.items, 'int32'),
        tf.tensor1d(made.ids, 'int32'),
        tf.tensor3d(made.shares, [size, history, 1]),
        tf.tensor2d(named, [size, 1]),
        tf.tensor2d(
          made.masks.map((mask, at) => mask - made.chances[at % size]!),
          [size, size],
        ),
        tf.tensor1d(made.weights),
      ];
    },
    loss(tf: Tf, weights: Tensor[], batch: Tensor[]) {
      const [users, items, ids, shares, named, shift, heavy] = batch as [Tensor1D, Tensor1D, Tensor1D, ...Tensor[]];
      const who = towers.users(tf, weights, { users, ids, weights: shares! });
      const what = towers.itemsOf(tf, weights, items, named!);
      const scores = product(tf, who, tf.transpose(what) as Tensor2D, null);
      const logits = tf.add(tf.div(scores, temperature), shift!);
      const own = tf.sum(tf.mul(tf.logSoftmax(logits), tf.eye(users.size)), 1);
      return tf.neg(tf.sum(tf.mul(own, heavy!)));
    },
    exact(flat, rows) {
      const plain = parameters.plain(flat);
      const made = rowsOfBatch(rows, null);
      const size = rows.length;
      const voices = towers.voices(plain);
      const items = towers.plainItems(plain, made.items, () => true);
      let sum = 0;
      rows.forEach((_, at) => {
        const person = towers.base(plain).map((value, k) => value + towers.told(plain, made.users[at]!)[k]!);
        for (let n = at * history; n < (at + 1) * history; n += 1) {
          for (let k = 0; k < width; k += 1) person[k]! += made.shares[n]! * voices[made.ids[n]! * width + k]!;
        }
        toUnit(person, width);
        const logits = Float64Array.from({ length: size }, (_unused, other) => {
          let score = 0;
          for (let k = 0; k < width; k += 1) score += person[k]! * items[other * width + k]!;
          return score / temperature + made.masks[at * size + other]! - made.chances[other]!;
        });
        sum += made.weights[at]! * (logSum(logits) - logits[at]!);
      });
      return sum;
    },
  };
}
