import * as v from 'valibot';
import { AppError } from '../../core/errors.ts';
import { pack } from '../../core/packed.ts';
import type { Profile } from '../data.ts';
import { products } from '../factors/products.ts';
import { alike, strongest } from '../factors/strongest.ts';
import { hadAny, popularScores, putUnknownLast } from '../popular.ts';
import type { Embeddings, FittedRecommender, Ranked } from '../recommender.ts';
import { packedDoubles, packedFloats, size } from '../state.ts';

/** What a training of vectors comes to: a score is the inner product of a user's and an item's, plus the item's own number. */
export interface LearntVectors {
  kind: string;
  users: number;
  items: number;
  width: number;
  /** What items are, item after item. */
  vectors: Float32Array;
  /** What is added to each item's score. */
  biases: Float32Array;
  /** What having an item says of somebody: a person is `origin` plus the sum of these over what he had, divided by their number to the power of `power`. */
  voices: Float32Array;
  origin: Float32Array;
  power: number;
  /** Whether people's vectors are brought to length 1. */
  unit: boolean;
  /** Users of the training, user after user. */
  people: Float32Array;
  /** How many had each item. */
  counts: Float64Array;
  /** 1 for items that can be judged: those that somebody had, or that are described. */
  judged: Float64Array;
  /** 1 for users of whom something is known but what they had. */
  described: Float64Array;
}

const stateSchema = v.object({
  kind: v.string(),
  users: size,
  items: size,
  width: size,
  power: v.number(),
  unit: v.boolean(),
  vectors: packedFloats,
  biases: packedFloats,
  voices: packedFloats,
  origin: packedFloats,
  people: packedFloats,
  counts: packedDoubles,
  judged: packedDoubles,
  described: packedDoubles,
});

/** Whether the parts of what was read fit each other. */
function fits(learnt: LearntVectors): boolean {
  const { users, items, width, vectors, biases, voices, origin, people, counts, judged, described } = learnt;
  return (
    [vectors, voices].every(({ length }) => length === items * width) &&
    [biases, counts, judged].every(({ length }) => length === items) &&
    origin.length === width &&
    people.length === users * width &&
    described.length === users
  );
}

/** A trained recommender whose users and items are vectors. */
export class FittedVectors implements FittedRecommender {
  readonly kind: string;
  readonly users: number;
  readonly items: number;
  readonly #learnt: LearntVectors;
  readonly #popular: Float32Array;

  constructor(learnt: LearntVectors) {
    this.kind = learnt.kind;
    this.users = learnt.users;
    this.items = learnt.items;
    this.#learnt = learnt;
    this.#popular = popularScores(learnt.counts);
  }

  score(profiles: readonly Profile[], out: Float32Array): void {
    profiles.forEach((profile, row) => {
      const scores = out.subarray(row * this.items, (row + 1) * this.items);
      if (!this.knows(profile)) return scores.set(this.#popular);
      const { vectors, biases, judged } = this.#learnt;
      products(this.#personOf(profile), vectors, scores);
      for (let item = 0; item < this.items; item += 1) scores[item]! += biases[item]!;
      putUnknownLast(scores, judged);
    });
  }

  /** As the training left somebody who was in it; anybody else by what he had. */
  #personOf(profile: Profile): Float32Array {
    const { width, people } = this.#learnt;
    const { user } = profile;
    if (user >= 0 && user < this.users) return people.subarray(user * width, (user + 1) * width);
    const known = this.#knownOf(profile);
    const share = this.#share(known);
    return this.#sum(known).map((value) => share * value);
  }

  /** What anybody is, and what somebody's items say, each in its share, but not brought to length 1. */
  #sum(known: readonly number[]): Float32Array {
    const { width, origin, voices, power } = this.#learnt;
    const said = new Float64Array(width);
    for (const item of known) for (let k = 0; k < width; k += 1) said[k]! += voices[item * width + k]!;
    return origin.map((value, k) => value + said[k]! / known.length ** power);
  }

  /** What the sum is to be multiplied by to be of length 1, where that is wanted. */
  #share(known: readonly number[]): number {
    if (!this.#learnt.unit) return 1;
    return 1 / (Math.hypot(...this.#sum(known)) || 1);
  }

  #knownOf({ items }: Profile): number[] {
    return Array.from(items).filter((item) => this.#learnt.counts[item]! > 0);
  }

  knows(profile: Profile): boolean {
    return hadAny(profile, this.#learnt.counts) || this.#learnt.described[profile.user] === 1;
  }

  judges(item: number): boolean {
    return this.#learnt.judged[item] === 1;
  }

  because(profile: Profile, item: number, most: number): Ranked[] {
    if (!this.judges(item)) return [];
    const { width, vectors, voices, power } = this.#learnt;
    const known = this.#knownOf(profile);
    const share = this.#share(known) / known.length ** power;
    const says = (had: number): number => {
      let sum = 0;
      for (let k = 0; k < width; k += 1) sum += voices[had * width + k]! * vectors[item * width + k]!;
      return share * sum;
    };
    return strongest(
      known.filter((had) => had !== item).map((had) => ({ item: had, score: says(had) })),
      most,
    );
  }

  similar(item: number, most: number): Ranked[] {
    if (!this.judges(item)) return [];
    const { vectors, width } = this.#learnt;
    return alike(vectors, width, item, this.items)
      .filter((other) => this.judges(other.item))
      .slice(0, most);
  }

  /** With the items' own numbers as a last coordinate, which is 1 for every user. */
  get embeddings(): Embeddings {
    const { width, vectors, biases, people } = this.#learnt;
    const ones = new Float32Array(this.users).fill(1);
    return { width: width + 1, items: beside(vectors, width, biases), users: beside(people, width, ones) };
  }

  toJSON(): unknown {
    const { kind, users, items, width, power, unit, ...arrays } = this.#learnt;
    const packed = Object.entries(arrays).map(([name, values]) => [name, pack(values)] as const);
    return { kind, users, items, width, power, unit, ...Object.fromEntries(packed) };
  }
}

/** Vectors with one number more each. */
function beside(vectors: Float32Array, width: number, last: Float32Array): Float32Array {
  const wider = new Float32Array(last.length * (width + 1));
  last.forEach((value, row) => {
    wider.set(vectors.subarray(row * width, (row + 1) * width), row * (width + 1));
    wider[row * (width + 1) + width] = value;
  });
  return wider;
}

/** What `toJSON` wrote, of this kind. Throws `model.unreadable`. */
export function loadVectors(kind: string, state: unknown): FittedVectors {
  const parsed = v.safeParse(stateSchema, state);
  if (!parsed.success || parsed.output.kind !== kind || !fits(parsed.output)) {
    throw new AppError('model.unreadable', { kind });
  }
  return new FittedVectors(parsed.output);
}
