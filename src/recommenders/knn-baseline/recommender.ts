import * as v from 'valibot';
import { AppError } from '../../core/errors.ts';
import { pack } from '../../core/packed.ts';
import type { FitContext } from '../../models/estimator.ts';
import type { Interactions, LearningData, Profile } from '../data.ts';
import { byItem } from '../factors/by-item.ts';
import { knownOf } from '../factors/known.ts';
import { strongest } from '../factors/strongest.ts';
import { assertInteractions, countsOf, hadAny, putUnknownLast } from '../popular.ts';
import type { Baselines } from '../ratings/baselines.ts';
import { baselinesOf, userBaseline } from '../ratings/baselines.ts';
import type { FittedRecommender, Ranked, RecommenderMaker } from '../recommender.ts';
import { packedDoubles, packedFloats, packWhole, size } from '../state.ts';
import { Nearest } from './nearest.ts';
import type { Deviations } from './similarity.ts';
import { CommonSums } from './similarity.ts';

const KIND = 'knn-baseline';

const stateSchema = v.object({
  kind: v.literal(KIND),
  by: v.picklist(['item', 'user']),
  k: size,
  shrinkage: v.number(),
  users: size,
  items: size,
  mean: v.number(),
  itemBaseline: packedDoubles,
  offsets: packedDoubles,
  item: packedFloats,
  rating: packedDoubles,
});
type Saved = v.InferOutput<typeof stateSchema>;
type Params = Pick<Saved, 'by' | 'k' | 'shrinkage'>;

/** Somebody's ratings of known items, with how far each lies over its baseline. */
interface Known {
  /** −1 for somebody who was not there. */
  user: number;
  baseline: number;
  items: number[];
  deviations: number[];
}

/** Bytes of rows of similarities that are kept from one question to the next. */
const KEPT = 64e6;

/** Items looked at together: of each row of similarities so many lie side by side. */
const BLOCK = 64;

/** The ratings over their baselines, user by user and item by item. */
function deviationsOf(interactions: Interactions, { mean, user: ofUser, item: ofItem }: Baselines): Deviations[] {
  const { users, items, offsets, item, weight } = interactions;
  const value = new Float64Array(item.length);
  for (let user = 0; user < users; user += 1) {
    for (let at = offsets[user]!; at < offsets[user + 1]!; at += 1) {
      value[at] = weight[at]! - mean - ofUser[user]! - ofItem[item[at]!]!;
    }
  }
  const turned = byItem({ ...interactions, weight: value });
  return [
    { rows: users, offsets, column: item, value },
    { rows: items, offsets: turned.offsets, column: turned.user, value: turned.weight },
  ];
}

class FittedNeighbours implements FittedRecommender {
  readonly kind = KIND;
  readonly users: number;
  readonly items: number;
  readonly #params: Params;
  readonly #interactions: Interactions;
  readonly #baselines: Baselines;
  readonly #counts: Float64Array;
  readonly #byUser: Deviations;
  readonly #byItem: Deviations;
  readonly #itemSums: CommonSums;
  readonly #userSums: CommonSums;
  readonly #nearest: readonly Nearest[];
  /** Rows of the items' similarities, the longest kept first. */
  readonly #rows = new Map<number, Float32Array>();

  constructor(params: Params, interactions: Interactions, baselines: Baselines) {
    this.users = interactions.users;
    this.items = interactions.items;
    this.#params = params;
    this.#interactions = interactions;
    this.#baselines = baselines;
    this.#counts = countsOf(interactions);
    [this.#byUser, this.#byItem] = deviationsOf(interactions, baselines) as [Deviations, Deviations];
    this.#itemSums = new CommonSums(this.items);
    this.#userSums = new CommonSums(this.users);
    this.#nearest = Array.from({ length: BLOCK }, () => new Nearest(params.k));
  }

  knows(profile: Profile): boolean {
    return hadAny(profile, this.#counts);
  }

  judges(item: number): boolean {
    return this.#counts[item]! > 0;
  }

  #knownOf(profile: Profile): Known {
    const { mean, item: ofItem } = this.#baselines;
    const known = knownOf(profile, this.#counts);
    const items = known.map((at) => profile.items[at]!);
    const ratings = known.map((at) => profile.weights[at]!);
    const baseline = userBaseline(items, ratings, mean, ofItem);
    const deviations = ratings.map((rating, n) => rating - mean - baseline - ofItem[items[n]!]!);
    return { user: profile.user, baseline, items, deviations };
  }

  /** How alike each item is to this one. */
  #rowOf(item: number): Float32Array {
    const kept = this.#rows.get(item);
    if (kept) return kept;
    const { offsets, column, value } = this.#byItem;
    const [from, to] = [offsets[item]!, offsets[item + 1]!];
    const { shrinkage } = this.#params;
    const row = this.#itemSums.similarities(
      column.subarray(from, to),
      value.subarray(from, to),
      this.#byUser,
      shrinkage,
    );
    row[item] = 0;
    if ((this.#rows.size + 1) * row.byteLength > KEPT) this.#rows.delete(this.#rows.keys().next().value!);
    this.#rows.set(item, row);
    return row;
  }

  /** For each item the mean deviation of those rated that are most like it. */
  #fromItems({ items, deviations }: Known, out: Float32Array): void {
    const rows = items.map((item) => this.#rowOf(item));
    for (let from = 0; from < out.length; from += BLOCK) {
      const to = Math.min(from + BLOCK, out.length);
      for (let at = 0; at < BLOCK; at += 1) this.#nearest[at]!.clear();
      for (let n = 0; n < rows.length; n += 1) {
        const row = rows[n]!;
        for (let item = from; item < to; item += 1) {
          if (row[item]! > 0) this.#nearest[item - from]!.offer(row[item]!, deviations[n]!);
        }
      }
      for (let item = from; item < to; item += 1) out[item] = this.#nearest[item - from]!.mean();
    }
  }

  /** For each item the mean deviation of the users most like this one who rated it: those most alike are asked first. */
  #fromUsers({ user, items, deviations }: Known, out: Float32Array): void {
    const alike = this.#userSums.similarities(items, deviations, this.#byItem, this.#params.shrinkage);
    const others = Array.from(alike.keys()).filter((other) => alike[other]! > 0 && other !== user);
    others.sort((a, b) => alike[b]! - alike[a]! || a - b);
    const [sums, totals] = [new Float64Array(out.length), new Float64Array(out.length)];
    const asked = new Uint32Array(out.length);
    const { offsets, column, value } = this.#byUser;
    for (const other of others) {
      for (let at = offsets[other]!; at < offsets[other + 1]!; at += 1) {
        const item = column[at]!;
        if (asked[item]! >= this.#params.k) continue;
        asked[item]! += 1;
        sums[item]! += alike[other]! * value[at]!;
        totals[item]! += alike[other]!;
      }
    }
    for (let item = 0; item < out.length; item += 1) out[item] = totals[item]! > 0 ? sums[item]! / totals[item]! : 0;
  }

  score(profiles: readonly Profile[], out: Float32Array): void {
    const { mean, item: ofItem } = this.#baselines;
    profiles.forEach((profile, at) => {
      const row = out.subarray(at * this.items, (at + 1) * this.items);
      const known = this.#knownOf(profile);
      if (this.#params.by === 'item') this.#fromItems(known, row);
      else this.#fromUsers(known, row);
      for (let item = 0; item < row.length; item += 1) row[item]! += mean + known.baseline + ofItem[item]!;
      putUnknownLast(row, this.#counts);
    });
  }

  /** The items rated over their baseline that are like this one: each one's part of what moves the expectation. */
  because(profile: Profile, item: number, most: number): Ranked[] {
    if (!this.judges(item)) return [];
    const { items, deviations } = this.#knownOf(profile);
    const row = this.#rowOf(item);
    const near = items.map((each, n) => ({ item: each, similarity: row[each]!, deviation: deviations[n]! }));
    const asked = near.sort((a, b) => b.similarity - a.similarity || a.item - b.item).slice(0, this.#params.k);
    const total = asked.reduce((sum, { similarity }) => sum + Math.max(similarity, 0), 0);
    const speaking = asked.filter(({ similarity }) => similarity > 0);
    const parts = speaking.map(({ item: each, similarity, deviation }) => ({
      item: each,
      score: (similarity * deviation) / total,
    }));
    return strongest(parts, most);
  }

  similar(item: number, most: number): Ranked[] {
    if (!this.judges(item)) return [];
    return strongest(
      Array.from(this.#rowOf(item), (score, other) => ({ item: other, score })),
      most,
    );
  }

  toJSON(): unknown {
    const { offsets, item, weight } = this.#interactions;
    return {
      ...{ kind: KIND, ...this.#params, users: this.users, items: this.items, mean: this.#baselines.mean },
      itemBaseline: pack(this.#baselines.item),
      offsets: pack(Float64Array.from(offsets)),
      item: packWhole(item),
      rating: pack(weight),
    };
  }
}

async function fit(data: LearningData, { by, k, shrinkage }: Params, context: FitContext): Promise<FittedNeighbours> {
  assertInteractions(data);
  const baselines = await baselinesOf(data.interactions, (share) => context.step(share));
  context.ranOn({ name: 'cpu' });
  return new FittedNeighbours({ by, k, shrinkage }, data.interactions, baselines);
}

/** The interactions and baselines that were saved; null where they do not hold together. */
function restored(saved: Saved): { interactions: Interactions; baselines: Baselines } | null {
  const { users, items, mean, itemBaseline, offsets, item, rating } = saved;
  const entries = offsets[users] ?? -1;
  const whole =
    offsets.length === users + 1 &&
    offsets.every((offset, user) => offset >= (offsets[user - 1] ?? 0)) &&
    itemBaseline.length === items &&
    item.length === entries &&
    rating.length === entries &&
    item.every((each) => each >= 0 && each < items);
  if (!whole) return null;
  const interactions = {
    ...{ users, items, offsets: Uint32Array.from(offsets), item: Int32Array.from(item), weight: rating },
    time: new Float64Array(0),
  };
  const user = Float64Array.from({ length: users }, (_, each) => {
    const [from, to] = [offsets[each]!, offsets[each + 1]!];
    return userBaseline(interactions.item.subarray(from, to), rating.subarray(from, to), mean, itemBaseline);
  });
  return { interactions, baselines: { mean, user, item: itemBaseline } };
}

function load(json: unknown): FittedNeighbours {
  const parsed = v.safeParse(stateSchema, json);
  const found = parsed.success ? restored(parsed.output) : null;
  if (!parsed.success || !found) throw new AppError('model.unreadable', { kind: KIND });
  const { by, k, shrinkage } = parsed.output;
  return new FittedNeighbours({ by, k, shrinkage }, found.interactions, found.baselines);
}

/** Nearest neighbours over a baseline (Koren 2010): Surprise's `KNNBaseline` with `pearson_baseline`. */
export default {
  make: (params) => ({ kind: KIND, fit: (data, context) => fit(data, params as unknown as Params, context) }),
  load,
} satisfies RecommenderMaker;
