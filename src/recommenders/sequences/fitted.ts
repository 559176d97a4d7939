import * as v from 'valibot';
import { pack } from '../../core/packed.ts';
import type { Profile } from '../data.ts';
import { popularScores, putUnknownLast } from '../popular.ts';
import type { Embeddings, FittedRecommender, Ranked } from '../recommender.ts';
import { packedDoubles, packedFloats, size } from '../state.ts';
import type { SequenceNetwork } from './network.ts';
import { scoresAfter } from './network.ts';
import { strongest } from './strongest.ts';
import type { Vocabulary } from './vocabulary.ts';
import { spelled, vocabularyOf } from './vocabulary.ts';

export const stateSchema = v.object({
  kind: v.string(),
  users: size,
  items: size,
  params: v.record(v.string(), v.unknown()),
  /** What is read of somebody: all that he did, or his last session. */
  extent: v.picklist(['history', 'session']),
  /** How many events name each item. */
  counts: packedDoubles,
  /** Behind each other; none where nothing came after anything. */
  weights: packedFloats,
  /** The mean loss of each epoch: of what taught, and of what the epochs were judged by. */
  history: v.object({ losses: v.array(v.number()), measures: v.array(v.number()) }),
});
export type SequenceState = v.InferOutput<typeof stateSchema>;

/** A reason is looked for among so many of the last items. */
const REASONS = 20;

/** A profile read with one of its items left out. */
interface Without {
  /** Number in the vocabulary. */
  item: number;
  /** What the network comes to; null: nothing is left to read. */
  state: Float64Array | null;
}

/** A trained network over sequences. Scores are computed in plain numbers and need no backend. */
export class FittedSequence implements FittedRecommender {
  readonly kind: string;
  readonly users: number;
  readonly items: number;
  readonly #state: SequenceState;
  readonly #network: SequenceNetwork;
  readonly #length: number;
  readonly #vocabulary: Vocabulary;
  readonly #weights: Float64Array[] | null;
  readonly #popular: Float32Array;
  readonly #reasons = new WeakMap<Profile, Without[]>();

  /** `network`: for the vocabulary of the state's counts, reading at most `length` items. */
  constructor(state: SequenceState, network: SequenceNetwork, length: number) {
    this.kind = state.kind;
    this.users = state.users;
    this.items = state.items;
    this.#state = state;
    this.#network = network;
    this.#length = length;
    this.#vocabulary = vocabularyOf(state.counts);
    this.#weights = state.weights.length > 0 ? network.parameters.plain(state.weights) : null;
    this.#popular = popularScores(state.counts);
  }

  /** What is read of a profile, by number in the vocabulary. */
  #read({ history, session }: Profile): Int32Array {
    const part = this.#state.extent === 'session' ? history.subarray(session) : history;
    return spelled(this.#vocabulary, part, this.#length);
  }

  /** What the network comes to after the last item. */
  #after(read: Int32Array): Float64Array {
    return this.#network.compute(this.#weights!, read, read.length - 1);
  }

  score(profiles: readonly Profile[], out: Float32Array): void {
    profiles.forEach((profile, at) => {
      const row = out.subarray(at * this.items, (at + 1) * this.items);
      const read = this.#read(profile);
      if (this.#weights && read.length > 0) this.#scoreRow(read, row);
      else row.set(this.#popular);
    });
  }

  #scoreRow(read: Int32Array, row: Float32Array): void {
    const { table, bias } = this.#network;
    const scores = scoresAfter(this.#weights![table]!, this.#weights![bias]!, this.#after(read));
    this.#vocabulary.items.forEach((item, number) => (row[item] = scores[number]!));
    putUnknownLast(row, this.#state.counts);
  }

  knows(profile: Profile): boolean {
    return this.#weights !== null && this.#read(profile).length > 0;
  }

  judges(item: number): boolean {
    return this.#weights !== null && this.#state.counts[item]! > 0;
  }

  /** How far an item's score is above the mean of all items'. */
  #above(state: Float64Array, number: number): number {
    const { table, bias, width } = this.#network;
    const [vectors, added] = [this.#weights![table]!, this.#weights![bias]!];
    const own = scoresAfter(
      vectors.subarray(number * width, (number + 1) * width),
      added.subarray(number, number + 1),
      state,
    );
    const all = scoresAfter(vectors, added, state);
    return own[0]! - all.reduce((sum, score) => sum + score, 0) / all.length;
  }

  /** The profile read without each of its last items in turn; kept, as one asks for the reasons of a list of items. */
  #withouts(profile: Profile): Without[] {
    const known = this.#reasons.get(profile);
    if (known) return known;
    const read = this.#read(profile);
    const last = [...new Set(read.toReversed())].slice(0, REASONS);
    const made = last.map((item) => {
      const rest = read.filter((each) => each !== item);
      return { item, state: rest.length > 0 ? this.#after(rest) : null };
    });
    this.#reasons.set(profile, made);
    return made;
  }

  /** By how much less the item would stand above the others, had each of the last items not been there. */
  because(profile: Profile, item: number, most: number): Ranked[] {
    const number = this.#vocabulary.numbers[item] ?? -1;
    if (number < 0 || !this.knows(profile)) return [];
    const above = this.#above(this.#after(this.#read(profile)), number);
    return strongest(
      this.#withouts(profile).map((without) => ({
        item: this.#vocabulary.items[without.item]!,
        score: above - (without.state ? this.#above(without.state, number) : 0),
      })),
      most,
    );
  }

  /** By the cosine of the vectors with which items are scored. */
  similar(item: number, most: number): Ranked[] {
    const number = this.#vocabulary.numbers[item] ?? -1;
    if (number < 0 || !this.#weights) return [];
    const { table, width } = this.#network;
    const vectors = this.#weights[table]!;
    const vector = (at: number) => vectors.subarray(at * width, (at + 1) * width);
    const inner = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, at) => sum + value * b[at]!, 0);
    const own = vector(number);
    const ranked = Array.from(this.#vocabulary.items, (other, at) => {
      const long = Math.sqrt(inner(own, own) * inner(vector(at), vector(at)));
      return { item: other, score: at === number || long === 0 ? 0 : inner(own, vector(at)) / long };
    });
    return strongest(ranked, most);
  }

  get embeddings(): Embeddings | undefined {
    if (!this.#weights) return undefined;
    const { table, width } = this.#network;
    const items = new Float32Array(this.items * width);
    this.#vocabulary.items.forEach((item, number) => {
      items.set(this.#weights![table]!.subarray(number * width, (number + 1) * width), item * width);
    });
    return { width, items };
  }

  toJSON(): unknown {
    const { counts, weights, ...rest } = this.#state;
    return { ...rest, counts: pack(counts), weights: pack(weights) };
  }
}
