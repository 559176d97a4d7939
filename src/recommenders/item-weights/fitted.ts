import * as v from 'valibot';
import { AppError } from '../../core/errors.ts';
import { pack } from '../../core/packed.ts';
import type { Interactions, Profile } from '../data.ts';
import { strongest } from '../factors/strongest.ts';
import { countsOf, hadAny, popularScores, putUnknownLast } from '../popular.ts';
import type { FittedRecommender, Ranked } from '../recommender.ts';
import { packedDoubles, packedFloats, packedLength, packWhole, size } from '../state.ts';
import type { ItemWeights } from './item-weights.ts';
import { turned } from './item-weights.ts';

/** A recommender whose score of an item is a weighted sum over what somebody had: score(j) = Σᵢ xᵢ B[i, j]. */
export class FittedItemWeights implements FittedRecommender {
  readonly kind: string;
  readonly users: number;
  readonly items: number;
  readonly #counts: Float64Array;
  readonly #weights: ItemWeights;
  /** The same by the item that speaks: what scoring walks along. */
  readonly #spoken: ItemWeights;

  constructor(kind: string, users: number, counts: Float64Array, weights: ItemWeights) {
    this.kind = kind;
    this.users = users;
    this.items = weights.items;
    this.#counts = counts;
    this.#weights = weights;
    this.#spoken = turned(weights);
  }

  knows(profile: Profile): boolean {
    return hadAny(profile, this.#counts);
  }

  judges(item: number): boolean {
    return this.#counts[item]! > 0;
  }

  score(profiles: readonly Profile[], out: Float32Array): void {
    const sums = new Float64Array(this.items);
    profiles.forEach((profile, at) => {
      const row = out.subarray(at * this.items, (at + 1) * this.items);
      if (!this.knows(profile)) return row.set(popularScores(this.#counts));
      this.#sum(profile, sums);
      row.set(sums);
      putUnknownLast(row, this.#counts);
    });
  }

  #sum({ items, weights }: Profile, sums: Float64Array): void {
    const { offsets, source: target, weight } = this.#spoken;
    sums.fill(0);
    for (let n = 0; n < items.length; n += 1) {
      const item = items[n]!;
      if (item >= this.items) continue;
      const [own, end] = [weights[n]!, offsets[item + 1]!];
      for (let at = offsets[item]!; at < end; at += 1) sums[target[at]!]! += own * weight[at]!;
    }
  }

  /** The parts of the sum. */
  because({ items, weights }: Profile, item: number, most: number): Ranked[] {
    if (!this.judges(item)) return [];
    const { offsets, source, weight } = this.#weights;
    const had = new Map(Array.from(items, (each, n) => [each, weights[n]!]));
    const parts: Ranked[] = [];
    for (let at = offsets[item]!; at < offsets[item + 1]!; at += 1) {
      const own = had.get(source[at]!);
      if (own !== undefined) parts.push({ item: source[at]!, score: own * weight[at]! });
    }
    return strongest(parts, most);
  }

  /** The items that speak for it most. */
  similar(item: number, most: number): Ranked[] {
    if (!this.judges(item)) return [];
    const { offsets, source, weight } = this.#weights;
    const [from, to] = [offsets[item]!, offsets[item + 1]!];
    const all = Array.from(source.subarray(from, to), (each, n) => ({ item: each, score: weight[from + n]! }));
    return strongest(all, most);
  }

  stateLength(): number {
    return packedLength({ floats: 2 * this.#weights.weight.length, doubles: 2 * this.items });
  }

  toJSON(): unknown {
    const { kind, users, items } = this;
    const { offsets, source, weight } = this.#weights;
    const packed = { offsets: pack(Float64Array.from(offsets)), source: packWhole(source), weight: pack(weight) };
    return { kind, users, items, counts: pack(this.#counts), ...packed };
  }
}

const stateSchema = v.object({
  kind: v.string(),
  users: size,
  items: size,
  counts: packedDoubles,
  offsets: packedDoubles,
  source: packedFloats,
  weight: packedFloats,
});

function isWhole({ items, counts, offsets, source, weight }: v.InferOutput<typeof stateSchema>): boolean {
  const ascending = offsets.every((offset, at) => at === 0 || offset >= offsets[at - 1]!);
  const within = source.every((item) => item >= 0 && item < items);
  const lengths = [counts.length === items, offsets.length === items + 1, source.length === weight.length];
  return ascending && within && lengths.every(Boolean) && offsets[0] === 0 && offsets[items] === weight.length;
}

/** Reads what `toJSON` wrote. Throws `model.unreadable`. */
export function loadItemWeights(kind: string, state: unknown): FittedItemWeights {
  const parsed = v.safeParse(stateSchema, state);
  if (!parsed.success || parsed.output.kind !== kind || !isWhole(parsed.output)) {
    throw new AppError('model.unreadable', { kind });
  }
  const { users, items, counts, offsets, source, weight } = parsed.output;
  const weights = { items, offsets: Uint32Array.from(offsets), source: Int32Array.from(source), weight };
  return new FittedItemWeights(kind, users, counts, weights);
}

/** A recommender of the interactions and of what was learnt from them. */
export const fittedItemWeights = (kind: string, interactions: Interactions, weights: ItemWeights): FittedItemWeights =>
  new FittedItemWeights(kind, interactions.users, countsOf(interactions), weights);
