import type { Source } from '../../core/recommendation-reason.ts';
import type { LearningData, Profile } from '../data.ts';
import { byPopularity } from '../popular.ts';
import { usersOfItems } from '../reasons/reasons.ts';
import type { Embeddings, FittedRecommender, Ranked } from '../recommender.ts';
import { recommenderSpecs } from '../specs.ts';
import { AttributePopularity } from './start-popularity.ts';

/**
 * A trained recommender that also serves those of whom it knows nothing: by what is popular among people with the same attributes, where
 * there are any; a baseline goes by popularity on purpose and is left as it is. It says of each entry where it comes from.
 */
class Starting implements FittedRecommender {
  readonly kind: string;
  readonly users: number;
  readonly items: number;
  readonly embeddings?: Embeddings;
  readonly because?: (profile: Profile, item: number, most: number) => Ranked[];
  readonly similar?: (item: number, most: number) => Ranked[];
  readonly #fitted: FittedRecommender;
  readonly #data: LearningData;
  readonly #counts: Float64Array;
  readonly #alike: AttributePopularity;
  readonly #isBaseline: boolean;
  #order?: Int32Array;

  constructor(fitted: FittedRecommender, data: LearningData) {
    this.kind = fitted.kind;
    this.users = fitted.users;
    this.items = fitted.items;
    if (fitted.embeddings) this.embeddings = fitted.embeddings;
    if (fitted.because) this.because = (profile, item, most) => fitted.because!(profile, item, most);
    if (fitted.similar) this.similar = (item, most) => fitted.similar!(item, most);
    this.#fitted = fitted;
    this.#data = data;
    this.#counts = usersOfItems(data);
    this.#alike = new AttributePopularity(data);
    this.#isBaseline = recommenderSpecs.get(fitted.kind)?.family === 'baseline';
  }

  score(profiles: readonly Profile[], out: Float32Array): void {
    this.#fitted.score(profiles, out);
    profiles.forEach((profile, row) => {
      const groups = this.#groupsOf(profile);
      if (groups.length > 0) this.#alike.score(groups, out.subarray(row * this.items, (row + 1) * this.items));
    });
  }

  /** The groups that somebody is served by who is known by nothing else. */
  #groupsOf(profile: Profile): number[] {
    return this.#isBaseline || this.#fitted.knows(profile) ? [] : this.#alike.groupsOf(profile.user);
  }

  knows(profile: Profile): boolean {
    return this.#fitted.knows(profile);
  }

  judges(item: number): boolean {
    return this.#fitted.judges(item);
  }

  /** Items that equal scores are told apart by: the popular first. */
  get order(): Int32Array {
    return (this.#order ??= byPopularity(this.#data.interactions));
  }

  /** A score of exactly 0 says nothing of the item: it stands where it stands as it is popular. */
  sourceOf(profile: Profile, item: number, score: number): Source {
    if (!this.#fitted.knows(profile)) return this.#groupsOf(profile).length > 0 ? 'attributes' : 'popularity';
    if (!(this.#counts[item]! > 0)) return 'content';
    if (profile.items.length === 0) return 'attributes';
    if (this.#isBaseline || score === 0) return 'popularity';
    return this.#had(profile.user) ? 'behaviour' : 'session';
  }

  #had(user: number): boolean {
    const { users, offsets } = this.#data.interactions;
    return user >= 0 && user < users && offsets[user + 1]! > offsets[user]!;
  }

  toJSON(): unknown {
    return this.#fitted.toJSON();
  }
}

export type Served = FittedRecommender & Pick<Starting, 'sourceOf' | 'order'>;

const made = new WeakMap<FittedRecommender, Served>();

/** The recommender as people are served by it, with the data it was trained on; made once, as a live question has no time to. */
export function served(fitted: FittedRecommender, data: LearningData): Served {
  const known = made.get(fitted) ?? new Starting(fitted, data);
  made.set(fitted, known);
  return known;
}
