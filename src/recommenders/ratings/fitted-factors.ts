import * as v from 'valibot';
import { AppError } from '../../core/errors.ts';
import { pack } from '../../core/packed.ts';
import type { FitContext } from '../../models/estimator.ts';
import type { LearningData, Profile } from '../data.ts';
import { knownOf } from '../factors/known.ts';
import { products } from '../factors/products.ts';
import { alike } from '../factors/strongest.ts';
import { assertInteractions, countsOf, hadAny, putUnknownLast } from '../popular.ts';
import type { Embeddings, FittedRecommender, Ranked, RecommenderMaker } from '../recommender.ts';
import { packedDoubles, packedFloats, size } from '../state.ts';
import type { BiasedFactors } from './biased-factors.ts';
import type { FactorParams, Place } from './descent.ts';
import { descend, placeOf, startOf, userVectors } from './descent.ts';

const stateSchema = v.object({
  kind: v.string(),
  users: size,
  items: size,
  width: size,
  epochs: size,
  rate: v.number(),
  regularisation: v.number(),
  mean: v.number(),
  /** Ratings are divided by it before anything is learnt. */
  scale: v.pipe(v.number(), v.gtValue(0)),
  userBias: packedDoubles,
  itemBias: packedDoubles,
  userVectors: packedFloats,
  itemFactors: packedFloats,
  implicit: v.nullable(packedFloats),
  counts: packedDoubles,
});
type State = v.InferOutput<typeof stateSchema>;

const packOr = (numbers: Float32Array | null): string | null => numbers && pack(numbers);

class FittedFactors implements FittedRecommender {
  readonly kind: string;
  readonly users: number;
  readonly items: number;
  readonly embeddings: Embeddings;
  readonly #state: State;
  /** For those who come later: the items' side as the descent reads it. */
  readonly #model: BiasedFactors;

  constructor(state: State) {
    const { kind, users, items, width, userVectors: vectors, itemFactors, implicit } = state;
    this.kind = kind;
    this.users = users;
    this.items = items;
    this.embeddings = { width, items: itemFactors, users: vectors };
    this.#state = state;
    this.#model = {
      ...{ width, mean: state.mean, userBias: state.userBias, itemBias: state.itemBias },
      users: new Float64Array(0),
      items: Float64Array.from(itemFactors),
      implicit: implicit && Float64Array.from(implicit),
    };
  }

  knows(profile: Profile): boolean {
    return hadAny(profile, this.#state.counts);
  }

  judges(item: number): boolean {
    return this.#state.counts[item]! > 0;
  }

  #placeOf(profile: Profile): Place {
    const { width, userBias, userVectors: vectors, counts, scale } = this.#state;
    const { user } = profile;
    if (!this.knows(profile)) return { bias: 0, vector: new Float64Array(width) };
    if (user >= 0 && user < this.users) {
      return { bias: userBias[user]!, vector: Float64Array.from(vectors.subarray(user * width, (user + 1) * width)) };
    }
    const known = knownOf(profile, counts);
    const items = Int32Array.from(known, (at) => profile.items[at]!);
    const ratings = Float64Array.from(known, (at) => profile.weights[at]! / scale);
    return placeOf(this.#model, { items, ratings }, { factors: width, ...this.#state });
  }

  score(profiles: readonly Profile[], out: Float32Array): void {
    const { mean, itemBias, itemFactors, counts, scale } = this.#state;
    profiles.forEach((profile, at) => {
      const row = out.subarray(at * this.items, (at + 1) * this.items);
      const { bias, vector } = this.#placeOf(profile);
      products(vector, itemFactors, row);
      for (let item = 0; item < row.length; item += 1) row[item] = scale * (row[item]! + mean + bias + itemBias[item]!);
      putUnknownLast(row, counts);
    });
  }

  similar(item: number, most: number): Ranked[] {
    return this.judges(item) ? alike(this.#state.itemFactors, this.#state.width, item, most) : [];
  }

  toJSON(): unknown {
    const { userBias, itemBias, userVectors: vectors, itemFactors, implicit, counts, ...plain } = this.#state;
    return {
      ...plain,
      ...{ userBias: pack(userBias), itemBias: pack(itemBias), counts: pack(counts) },
      ...{ userVectors: pack(vectors), itemFactors: pack(itemFactors), implicit: packOr(implicit) },
    };
  }
}

/** From the lowest to the highest of five stars: the scale for which the defaults of rate and regularisation are meant. */
const STARS = 4;

/** By how much ratings are wider than five stars: a scale of a hundred would make the descent leap, one of two stand still. */
function scaleOf(ratings: Float64Array): number {
  let least = Infinity;
  let most = -Infinity;
  for (const rating of ratings) {
    least = Math.min(least, rating);
    most = Math.max(most, rating);
  }
  return most > least ? (most - least) / STARS : 1;
}

async function fit(
  kind: string,
  implicit: boolean,
  data: LearningData,
  params: FactorParams,
  context: FitContext,
): Promise<FittedFactors> {
  assertInteractions(data);
  const scale = scaleOf(data.interactions.weight);
  const interactions = { ...data.interactions, weight: data.interactions.weight.map((rating) => rating / scale) };
  const { factors: width, epochs, rate, regularisation } = params;
  const model = startOf(interactions, width, context.seed, implicit);
  await descend(model, interactions, params, (share) => context.step(share));
  context.ranOn({ name: 'cpu' });
  return new FittedFactors({
    ...{ kind, users: interactions.users, items: interactions.items, width, epochs, rate, regularisation },
    ...{ scale, mean: model.mean, userBias: model.userBias, itemBias: model.itemBias },
    userVectors: Float32Array.from(userVectors(model, interactions)),
    itemFactors: Float32Array.from(model.items),
    implicit: model.implicit && Float32Array.from(model.implicit),
    counts: countsOf(interactions),
  });
}

function isWhole({
  users,
  items,
  width,
  userBias,
  itemBias,
  userVectors: vectors,
  itemFactors,
  implicit,
  counts,
}: State): boolean {
  return (
    userBias.length === users &&
    [itemBias, counts].every(({ length }) => length === items) &&
    vectors.length === users * width &&
    [itemFactors, implicit ?? itemFactors].every(({ length }) => length === items * width)
  );
}

function load(kind: string, implicit: boolean, json: unknown): FittedFactors {
  const parsed = v.safeParse(stateSchema, json);
  const whole =
    parsed.success &&
    parsed.output.kind === kind &&
    (parsed.output.implicit !== null) === implicit &&
    isWhole(parsed.output);
  if (!whole) throw new AppError('model.unreadable', { kind });
  return new FittedFactors(parsed.output);
}

/** The maker of SVD, or with `implicit` of SVD++. */
export const factorMaker = (kind: string, implicit: boolean): RecommenderMaker => ({
  make: (params) => ({
    kind,
    fit: (data, context) => fit(kind, implicit, data, params as unknown as FactorParams, context),
  }),
  load: (state) => load(kind, implicit, state),
});
