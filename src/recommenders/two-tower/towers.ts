import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Plain } from '../../models/networks/layer.ts';
import { affine } from '../../models/networks/dense.ts';
import { glorot, Parameters, zeros } from '../../models/networks/parameters.ts';
import { product } from '../../models/networks/product.ts';
import type { Tf } from '../../models/trainer/objective.ts';
import type { SparseMatrix } from '../embeddings/sparse.ts';
import { multiply, rowsOf, transposed } from '../embeddings/sparse.ts';
import { sparseProduct } from '../embeddings/sparse-product.ts';

/** What towers are built over. */
export interface TowerInput {
  items: number;
  width: number;
  /** What is known of items and of users beside who had what; no columns where nothing is. */
  features: SparseMatrix;
  attributes: SparseMatrix;
}

/** Rows of a batch on a device: the items drawn to say who each user is, with weights that add up to 1 (0: none). */
export interface Bags {
  ids: Tensor1D;
  weights: Tensor;
  users: Tensor1D;
}

const EPSILON = 1e-12;

/** Each row at length 1. */
const unit = (tf: Tf, x: Tensor): Tensor => tf.div(x, tf.sqrt(tf.add(tf.sum(tf.square(x), 1, true), EPSILON)));

/** The same in plain numbers, in place. */
export function toUnit(x: Float64Array, width: number): Float64Array {
  for (let at = 0; at < x.length; at += width) {
    const row = x.subarray(at, at + width);
    const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, EPSILON));
    for (let k = 0; k < width; k += 1) row[k]! /= length;
  }
  return x;
}

const plus = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, at) => value + b[at]!);

/**
 * Two networks that end in vectors of length 1. User: the mean of what his items say, through a linear layer, plus what each
 * attribute says: linear up to the length, so that each item's part is known. Item: its own vector, plus a layer with tanh over its features.
 */
export class Towers {
  readonly parameters = new Parameters();
  readonly #input: TowerInput;
  readonly #featuresBack: SparseMatrix;
  readonly #attributesBack: SparseMatrix;
  readonly #said: number;
  readonly #mix: number;
  readonly #base: number;
  readonly #own: number;
  readonly #attribute: number;
  readonly #feature: number;
  readonly #bend: number;
  readonly #out: number;

  constructor(input: TowerInput) {
    const { items, width, features, attributes } = input;
    this.#input = input;
    this.#featuresBack = transposed(features);
    this.#attributesBack = transposed(attributes);
    this.#said = this.parameters.add([items, width], glorot, true);
    this.#mix = this.parameters.add([width, width], glorot, true);
    this.#base = this.parameters.add([width], zeros);
    this.#own = this.parameters.add([items, width], glorot, true);
    this.#attribute = attributes.columns ? this.parameters.add([attributes.columns, width], glorot, true) : -1;
    this.#feature = features.columns ? this.parameters.add([features.columns, width], glorot, true) : -1;
    this.#bend = features.columns ? this.parameters.add([width], zeros) : -1;
    this.#out = features.columns ? this.parameters.add([width, width], glorot, true) : -1;
  }

  /** Users' vectors [rows, width] on a device. */
  users(tf: Tf, weights: Tensor[], { ids, weights: shares, users }: Bags): Tensor2D {
    const rows = users.size;
    const { width, attributes } = this.#input;
    const said = tf.reshape(tf.gather(weights[this.#said]!, ids), [rows, ids.size / rows, width]);
    const mean = tf.sum(tf.mul(said, shares), 1) as Tensor2D;
    const mixed = product(tf, mean, weights[this.#mix] as Tensor2D, weights[this.#base]!);
    if (this.#attribute < 0) return unit(tf, mixed) as Tensor2D;
    const told = sparseProduct(tf, attributes, this.#attributesBack, weights[this.#attribute]!);
    return unit(tf, tf.add(mixed, tf.gather(told, users))) as Tensor2D;
  }

  /** Vectors of some items [rows, width] on a device; `named` [rows, 1] is 0 for those told by their features alone. */
  itemsOf(tf: Tf, weights: Tensor[], items: Tensor1D, named: Tensor): Tensor2D {
    const own = tf.mul(tf.gather(weights[this.#own]!, items), named);
    if (this.#feature < 0) return unit(tf, own) as Tensor2D;
    const all = sparseProduct(tf, this.#input.features, this.#featuresBack, weights[this.#feature]!);
    const bent = tf.tanh(tf.add(tf.gather(all, items), weights[this.#bend]!)) as Tensor2D;
    return unit(tf, tf.add(own, product(tf, bent, weights[this.#out] as Tensor2D, null))) as Tensor2D;
  }

  /** What having each item says, through the layer, in plain numbers: [items, width]. */
  voices(plain: Plain): Float64Array {
    return affine(plain[this.#said]!, plain[this.#mix]!, null, this.#input.width);
  }

  /** What is so of anybody. */
  base(plain: Plain): Float64Array {
    return plain[this.#base]!;
  }

  /** What a user's attributes say. */
  told(plain: Plain, user: number): Float64Array {
    const { width, attributes } = this.#input;
    if (this.#attribute < 0) return new Float64Array(width);
    return multiply(rowsOf(attributes, [user]), plain[this.#attribute]!, width, new Float64Array(width));
  }

  /** Vectors of items in plain numbers, of length 1, behind each other; those for which `named` is false by their features alone. */
  plainItems(plain: Plain, items: ArrayLike<number>, named: (item: number) => boolean): Float64Array {
    const { width, features } = this.#input;
    const own = new Float64Array(items.length * width);
    for (let at = 0; at < items.length; at += 1) {
      const item = items[at]!;
      if (named(item)) own.set(plain[this.#own]!.subarray(item * width, (item + 1) * width), at * width);
    }
    if (this.#feature < 0) return toUnit(own, width);
    const bent = multiply(rowsOf(features, items), plain[this.#feature]!, width, new Float64Array(own.length));
    for (let at = 0; at < bent.length; at += 1) bent[at] = Math.tanh(bent[at]! + plain[this.#bend]![at % width]!);
    return toUnit(plus(own, affine(bent, plain[this.#out]!, null, width)), width);
  }
}
