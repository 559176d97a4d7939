/**
 * A rating as mean + user's bias + item's bias + item's factors · (user's factors + what the items he rated say of him). Rows of
 * `width` numbers, one after the other; of SVD `implicit` is null, of SVD++ it has a row for each item.
 */
export interface BiasedFactors {
  width: number;
  mean: number;
  userBias: Float64Array;
  itemBias: Float64Array;
  users: Float64Array;
  items: Float64Array;
  implicit: Float64Array | null;
}

/** Step length and regularisation of the descent. */
export interface DescentParams {
  rate: number;
  regularisation: number;
}

/** The ratings of one user. */
export interface Rated {
  items: Int32Array;
  ratings: Float64Array;
}

/** What the items that somebody rated say of him: Σ y / √n, added to `out`. */
export function addImplicit(implicit: Float64Array, items: ArrayLike<number>, width: number, out: Float64Array): void {
  const root = Math.sqrt(items.length);
  for (let n = 0; n < items.length; n += 1) {
    for (let k = 0, at = items[n]! * width; k < width; k += 1, at += 1) out[k]! += implicit[at]! / root;
  }
}

/**
 * What one user's ratings do to the factors y of the items he rated. At each rating every one of them moves by the same vector and is
 * shrunk by the same factor, so that one sum stands for all, and they are moved once, at the end: the result is that of moving all
 * of them at each rating, at the cost of one.
 */
class ImplicitMove {
  /** Σ y / √n as the ratings so far have left it. */
  readonly sum: Float64Array;
  /** An item's factors before its own move. */
  readonly before: Float64Array;
  readonly #moved: Float64Array;
  readonly #items: Int32Array;
  #kept = 1;

  constructor(implicit: Float64Array, items: Int32Array, width: number) {
    this.sum = new Float64Array(width);
    this.before = new Float64Array(width);
    this.#moved = new Float64Array(width);
    this.#items = items;
    addImplicit(implicit, items, width, this.sum);
  }

  /** After a rating: every y by `length` · direction / √n, shrunk first by `kept`. */
  move(direction: Float64Array, length: number, kept: number): void {
    const each = length / Math.sqrt(this.#items.length);
    for (let k = 0; k < this.sum.length; k += 1) {
      this.sum[k] = kept * this.sum[k]! + length * direction[k]!;
      this.#moved[k] = kept * this.#moved[k]! + each * direction[k]!;
    }
    this.#kept *= kept;
  }

  finish(implicit: Float64Array): void {
    const width = this.sum.length;
    for (const item of this.#items) {
      for (let k = 0, at = item * width; k < width; k += 1, at += 1) {
        implicit[at] = this.#kept * implicit[at]! + this.#moved[k]!;
      }
    }
  }
}

/** The user's bias and factors, wherever they lie. */
interface Person {
  bias: Float64Array;
  factors: Float64Array;
  user: number;
}

/** The inner product of `width` numbers of each from a place on: four sums that do not wait for each other. */
function innerProduct(a: Float64Array, at: number, b: Float64Array, to: number, width: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let k = 0;
  for (; k + 4 <= width; k += 4) {
    s0 += a[at + k]! * b[to + k]!;
    s1 += a[at + k + 1]! * b[to + k + 1]!;
    s2 += a[at + k + 2]! * b[to + k + 2]!;
    s3 += a[at + k + 3]! * b[to + k + 3]!;
  }
  for (; k < width; k += 1) s0 += a[at + k]! * b[to + k]!;
  return s0 + s1 + (s2 + s3);
}

/** What is wrong with a rating's prediction. */
function errorOf(model: BiasedFactors, person: Person, sum: Float64Array | null, item: number, rating: number): number {
  const { width, mean, itemBias, items } = model;
  const q = item * width;
  const expected =
    mean +
    person.bias[person.user]! +
    itemBias[item]! +
    innerProduct(items, q, person.factors, person.user * width, width) +
    (sum ? innerProduct(items, q, sum, 0, width) : 0);
  return rating - expected;
}

/**
 * One pass of stochastic gradient descent over one user's ratings (Koren 2008; Funk 2006; the order and the steps of Surprise's SVD
 * and SVD++). The user's part of the model is changed, and the items' unless `held`.
 */
export function passOver(
  model: BiasedFactors,
  { items: rated, ratings }: Rated,
  { rate, regularisation }: DescentParams,
  person: Person,
  held = false,
): void {
  const { width, itemBias, items, implicit } = model;
  const { bias, factors, user } = person;
  const kept = 1 - rate * regularisation;
  const move = implicit && new ImplicitMove(implicit, rated, width);
  const p = user * width;
  for (let n = 0; n < rated.length; n += 1) {
    const item = rated[n]!;
    const q = item * width;
    const length = rate * errorOf(model, person, move && move.sum, item, ratings[n]!);
    bias[user] = kept * bias[user]! + length;
    if (held) {
      for (let k = 0; k < width; k += 1) factors[p + k] = kept * factors[p + k]! + length * items[q + k]!;
      continue;
    }
    itemBias[item] = kept * itemBias[item]! + length;
    // The item's factors as they were move the implicit ones, and its own move needs the sum as it was.
    if (move) stepWith(model, p, q, length, kept, move, factors);
    else step(items, q, factors, p, width, length, kept);
  }
  if (move && !held) move.finish(implicit!);
}

function step(
  items: Float64Array,
  q: number,
  users: Float64Array,
  p: number,
  width: number,
  length: number,
  kept: number,
): void {
  for (let k = 0; k < width; k += 1) {
    const ofUser = users[p + k]!;
    const ofItem = items[q + k]!;
    users[p + k] = kept * ofUser + length * ofItem;
    items[q + k] = kept * ofItem + length * ofUser;
  }
}

function stepWith(
  { width, items }: BiasedFactors,
  p: number,
  q: number,
  length: number,
  kept: number,
  move: ImplicitMove,
  users: Float64Array,
): void {
  const { before, sum } = move;
  before.set(items.subarray(q, q + width));
  for (let k = 0; k < width; k += 1) {
    const ofUser = users[p + k]!;
    users[p + k] = kept * ofUser + length * before[k]!;
    items[q + k] = kept * before[k]! + length * (ofUser + sum[k]!);
  }
  move.move(before, length, kept);
}
