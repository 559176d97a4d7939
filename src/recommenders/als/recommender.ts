import * as v from 'valibot';
import { AppError } from '../../core/errors.ts';
import { pack } from '../../core/packed.ts';
import type { FitContext } from '../../models/estimator.ts';
import type { LearningData, Profile } from '../data.ts';
import { productsWithPresent } from '../factors/present.ts';
import { products } from '../factors/products.ts';
import { knownOf } from '../factors/known.ts';
import { alike, strongest } from '../factors/strongest.ts';
import { assertInteractions, countsOf, hadAny, popularScores, putUnknownLast } from '../popular.ts';
import type { Embeddings, FittedRecommender, Ranked, RecommenderMaker } from '../recommender.ts';
import { packedDoubles, packedFloats, size } from '../state.ts';
import type { AlsParams } from './factorise.ts';
import { factorise } from './factorise.ts';
import type { PersonalEquations } from './fold-in.ts';
import { foldIn, gramOf, solvePersonal } from './fold-in.ts';

const KIND = 'als';

const stateSchema = v.object({
  kind: v.literal(KIND),
  users: size,
  items: size,
  width: size,
  regularisation: v.number(),
  alpha: v.number(),
  userFactors: packedFloats,
  itemFactors: packedFloats,
  counts: packedDoubles,
});
type State = v.InferOutput<typeof stateSchema>;

class FittedAls implements FittedRecommender {
  readonly kind = KIND;
  readonly users: number;
  readonly items: number;
  readonly embeddings: Embeddings;
  readonly #state: State;
  readonly #gram: Float64Array;

  constructor(state: State) {
    this.users = state.users;
    this.items = state.items;
    this.embeddings = { width: state.width, items: state.itemFactors, users: state.userFactors };
    this.#state = state;
    this.#gram = gramOf(state.itemFactors, state.width, state.regularisation);
  }

  knows(profile: Profile): boolean {
    return hadAny(profile, this.#state.counts);
  }

  judges(item: number): boolean {
    return this.#state.counts[item]! > 0;
  }

  #equations(profile: Profile): PersonalEquations {
    const { itemFactors, width, alpha, counts } = this.#state;
    const known = knownOf(profile, counts);
    return {
      ...{ gram: this.#gram, factors: itemFactors, width },
      items: known.map((at) => profile.items[at]!),
      weights: known.map((at) => alpha * profile.weights[at]!),
    };
  }

  /** The trained user's factors; of somebody new, those that suit the items. */
  #vector(profile: Profile): Float32Array | Float64Array {
    const { userFactors, width } = this.#state;
    const { user } = profile;
    if (user >= 0 && user < this.users) return userFactors.subarray(user * width, (user + 1) * width);
    return foldIn(this.#equations(profile));
  }

  score(profiles: readonly Profile[], out: Float32Array): void {
    profiles.forEach((profile, at) => {
      const row = out.subarray(at * this.items, (at + 1) * this.items);
      if (!this.knows(profile)) return row.set(popularScores(this.#state.counts));
      productsWithPresent(this.#vector(profile), this.#state.itemFactors, row);
      putUnknownLast(row, this.#state.counts);
    });
  }

  /** Hu, Koren & Volinsky, section 5: the score is Σ (1 + α w) yᵢᵀ (YᵀCY + λI)⁻¹ yⱼ over the items j had. */
  because(profile: Profile, item: number, most: number): Ranked[] {
    if (!this.judges(item)) return [];
    const { itemFactors, width } = this.#state;
    const equations = this.#equations(profile);
    const own = itemFactors.subarray(item * width, (item + 1) * width);
    const pull = solvePersonal(equations, Float64Array.from(own));
    const shares = new Float32Array(equations.items.length);
    const had = new Float32Array(shares.length * width);
    equations.items.forEach((each, n) => had.set(itemFactors.subarray(each * width, (each + 1) * width), n * width));
    products(pull, had, shares);
    const ranked = equations.items.map((each, n) => ({ item: each, score: (1 + equations.weights[n]!) * shares[n]! }));
    return strongest(ranked, most);
  }

  similar(item: number, most: number): Ranked[] {
    return this.judges(item) ? alike(this.#state.itemFactors, this.#state.width, item, most) : [];
  }

  toJSON(): unknown {
    const { userFactors, itemFactors, counts, ...plain } = this.#state;
    const packed = { userFactors: pack(userFactors), itemFactors: pack(itemFactors), counts: pack(counts) };
    return { ...plain, ...packed };
  }
}

async function fit(data: LearningData, params: AlsParams, context: FitContext): Promise<FittedAls> {
  assertInteractions(data);
  const { users, items } = data.interactions;
  const factors = await factorise(data.interactions, params, context);
  context.ranOn({ name: 'wasm' });
  return new FittedAls({
    ...{ kind: KIND, users, items, width: params.factors },
    ...{ regularisation: params.regularisation, alpha: params.alpha },
    userFactors: factors.users,
    itemFactors: factors.items,
    counts: countsOf(data.interactions),
  });
}

function load(json: unknown): FittedAls {
  const parsed = v.safeParse(stateSchema, json);
  if (!parsed.success) throw new AppError('model.unreadable', { kind: KIND });
  const { users, items, width, userFactors, itemFactors, counts } = parsed.output;
  const whole = userFactors.length === users * width && itemFactors.length === items * width && counts.length === items;
  if (!whole) throw new AppError('model.unreadable', { kind: KIND });
  return new FittedAls(parsed.output);
}

/** Implicit matrix factorisation by alternating least squares (Hu, Koren & Volinsky 2008). */
export default {
  make: (params) => ({ kind: KIND, fit: (data, context) => fit(data, params as unknown as AlsParams, context) }),
  load,
} satisfies RecommenderMaker;
