import { pack } from '../../core/packed.ts';
import type { Profile } from '../data.ts';
import { knownOf } from '../factors/known.ts';
import { strongest } from '../factors/strongest.ts';
import { Nearest } from '../neighbours/nearest.ts';
import type { Similarity, Vectors, Weighing } from '../neighbours/vectors.ts';
import { divisorOf, sizeOf, sizesOf, transposed, weighed, weighedVectors, weighingOf } from '../neighbours/vectors.ts';
import { hadAny, popularScores, putUnknownLast } from '../popular.ts';
import type { FittedRecommender, Ranked } from '../recommender.ts';
import { packedLength, packWhole } from '../state.ts';

export const KIND = 'user-knn';

export interface State {
  similarity: Similarity;
  k: number;
  shrinkage: number;
  /** Users by what they had, as it was. */
  had: Vectors;
}

/** Somebody's nearest, by their numbers, with how alike they are, and what of each similarity is divided by. */
interface Neighbours {
  users: Int32Array;
  alike: Float64Array;
  divisors: Float64Array;
}

/** Room for one question after the other: products with each user, and those who share an item. */
interface Ground {
  products: Float64Array;
  touched: Int32Array;
  nearest: Nearest;
}

const groundOf = (users: number): Ground => ({
  products: new Float64Array(users),
  touched: new Int32Array(users),
  nearest: new Nearest(users),
});

/** What a similarity is a sum of: the profile's known items and their weighed numbers. */
interface Asked {
  user: number;
  items: Int32Array;
  values: Float64Array;
}

export class FittedUserNeighbours implements FittedRecommender {
  readonly kind = KIND;
  readonly users: number;
  readonly items: number;
  readonly #state: State;
  readonly #counts: Float64Array;
  readonly #weighing: Weighing;
  readonly #weighed: Vectors;
  readonly #byItem: Vectors;
  readonly #sizes: Float64Array;

  constructor(state: State) {
    const { had, similarity } = state;
    this.users = had.rows;
    this.items = had.columns;
    this.#state = state;
    this.#counts = new Float64Array(had.columns);
    for (const item of had.column) this.#counts[item]! += 1;
    this.#weighing = weighingOf(similarity, had);
    this.#weighed = weighedVectors(this.#weighing, had);
    this.#byItem = transposed(this.#weighed);
    this.#sizes = sizesOf(this.#weighed, this.#weighing);
  }

  knows(profile: Profile): boolean {
    return hadAny(profile, this.#counts);
  }

  judges(item: number): boolean {
    return this.#counts[item]! > 0;
  }

  score(profiles: readonly Profile[], out: Float32Array): void {
    const [ground, sums] = [groundOf(this.users), new Float64Array(this.items)];
    profiles.forEach((profile, at) => {
      const row = out.subarray(at * this.items, (at + 1) * this.items);
      if (!this.knows(profile)) return row.set(popularScores(this.#counts));
      this.#sum(this.#nearest(this.#asked(profile), ground), sums);
      row.set(sums);
      putUnknownLast(row, this.#counts);
    });
  }

  #asked(profile: Profile): Asked {
    const known = knownOf(profile, this.#counts);
    const items = Int32Array.from(known, (at) => profile.items[at]!);
    const values = Float64Array.from(known, (at) => profile.weights[at]!);
    return { user: profile.user, items, values: weighed(this.#weighing, items, values) };
  }

  /** The k most alike of the other users, ascending; the lower number first among equals. */
  #nearest({ user, items, values }: Asked, { products, touched, nearest }: Ground): Neighbours {
    const { similarity, k, shrinkage } = this.#state;
    const { offsets, column, value } = this.#byItem;
    products.fill(0);
    let found = 0;
    for (let n = 0; n < items.length; n += 1) {
      const [own, end] = [values[n]!, offsets[items[n]! + 1]!];
      for (let at = offsets[items[n]!]!; at < end; at += 1) {
        const other = column[at]!;
        if (products[other] === 0) touched[found++] = other;
        products[other]! += own * value[at]!;
      }
    }
    const size = sizeOf(values, similarity);
    const divisor = (other: number) => divisorOf(similarity, products[other]!, size, this.#sizes[other]!, shrinkage);
    for (let n = 0; n < found; n += 1) {
      const other = touched[n]!;
      nearest.alike[n] = other === user ? -1 : products[other]! / divisor(other);
    }
    const { others, weights } = nearest.of(touched, found, k);
    return { users: others, alike: weights, divisors: Float64Array.from(others, divisor) };
  }

  #sum({ users, alike }: Neighbours, sums: Float64Array): void {
    const { offsets, column, value } = this.#state.had;
    sums.fill(0);
    users.forEach((user, n) => {
      for (let at = offsets[user]!; at < offsets[user + 1]!; at += 1) sums[column[at]!]! += alike[n]! * value[at]!;
    });
  }

  /** A similarity is a sum over what both had, so that a score is one over what the profile has. */
  because(profile: Profile, item: number, most: number): Ranked[] {
    if (!this.judges(item)) return [];
    const asked = this.#asked(profile);
    const { users, divisors } = this.#nearest(asked, groundOf(this.users));
    const parts = new Float64Array(asked.items.length);
    users.forEach((user, n) => {
      const own = valueIn(this.#state.had, user, item);
      if (own === 0) return;
      asked.items.forEach((each, at) => {
        parts[at]! += (own * asked.values[at]! * valueIn(this.#weighed, user, each)) / divisors[n]!;
      });
    });
    return strongest(
      Array.from(asked.items, (each, at) => ({ item: each, score: parts[at]! })),
      most,
    );
  }

  stateLength(): number {
    const entries = this.#state.had.column.length;
    return packedLength({ floats: entries, doubles: entries + this.users });
  }

  toJSON(): unknown {
    const { had, ...params } = this.#state;
    const { rows, columns, offsets, column, value } = had;
    const packed = { offsets: pack(Float64Array.from(offsets)), column: packWhole(column), value: pack(value) };
    return { kind: KIND, ...params, users: rows, items: columns, ...packed };
  }
}

/** A number of a row, by bisection; 0 where it has none. */
function valueIn({ offsets, column, value }: Vectors, row: number, wanted: number): number {
  let [from, to] = [offsets[row]!, offsets[row + 1]!];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (column[middle]! < wanted) from = middle + 1;
    else to = middle;
  }
  return from < offsets[row + 1]! && column[from] === wanted ? value[from]! : 0;
}
