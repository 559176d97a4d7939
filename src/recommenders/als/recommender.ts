import * as v from 'valibot';
import { AppError } from '../../core/errors.ts';
import { pack, unpack } from '../../core/packed.ts';
import type { FitContext } from '../../models/estimator.ts';
import type { LearningData, Profile } from '../data.ts';
import { countsOf } from '../factors/by-item.ts';
import { products } from '../factors/products.ts';
import { Standing } from '../factors/standing.ts';
import { alike, strongest } from '../factors/strongest.ts';
import type { Embeddings, FittedRecommender, Ranked, RecommenderMaker } from '../recommender.ts';
import type { AlsParams } from './factorise.ts';
import { factorise } from './factorise.ts';
import type { PersonalEquations } from './fold-in.ts';
import { foldIn, gramOf, solvePersonal } from './fold-in.ts';

const KIND = 'als';

const natural = v.pipe(v.number(), v.integer(), v.minValue(1));
const stateSchema = v.object({
  users: natural,
  items: natural,
  width: natural,
  regularisation: v.number(),
  alpha: v.number(),
  userFactors: v.instance(Float32Array),
  itemFactors: v.instance(Float32Array),
  counts: v.instance(Float64Array),
});
type State = v.InferOutput<typeof stateSchema>;

class FittedAls implements FittedRecommender {
  readonly kind = KIND;
  readonly users: number;
  readonly items: number;
  readonly embeddings: Embeddings;
  readonly #state: State;
  readonly #standing: Standing;
  readonly #gram: Float64Array;

  constructor(state: State) {
    this.users = state.users;
    this.items = state.items;
    this.embeddings = { width: state.width, items: state.itemFactors, users: state.userFactors };
    this.#state = state;
    this.#standing = new Standing(state.counts);
    this.#gram = gramOf(state.itemFactors, state.width, state.regularisation);
  }

  knows(profile: Profile): boolean {
    return this.#standing.knows(profile);
  }

  judges(item: number): boolean {
    return this.#standing.judges(item);
  }

  #equations(profile: Profile): PersonalEquations {
    const { itemFactors, width, alpha } = this.#state;
    const known = this.#standing.known(profile);
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
      if (!this.knows(profile)) return this.#standing.popular(row);
      products(this.#vector(profile), this.#state.itemFactors, row);
      this.#standing.sink(row);
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
    return { kind: KIND, state: pack(this.#state) };
  }
}

async function fit(data: LearningData, params: AlsParams, context: FitContext): Promise<FittedAls> {
  const { users, items, item } = data.interactions;
  if (item.length === 0) throw new AppError('recommend.no-interactions', { users, items });
  const factors = await factorise(data.interactions, params, context);
  context.ranOn({ name: 'wasm' });
  return new FittedAls({
    ...{ users, items, width: params.factors, regularisation: params.regularisation, alpha: params.alpha },
    userFactors: factors.users,
    itemFactors: factors.items,
    counts: Float64Array.from(countsOf(data.interactions)),
  });
}

function load(json: unknown): FittedAls {
  const packed = v.safeParse(v.object({ kind: v.literal(KIND), state: v.string() }), json);
  const parsed = v.safeParse(stateSchema, packed.success ? unpack(packed.output.state) : undefined);
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
