import type { LearningData, Profile } from '../data.ts';
import { countsOf } from '../popular.ts';
import type { Embeddings, FittedRecommender, Ranked } from '../recommender.ts';
import { recommenderSpecs } from '../specs.ts';
import { AttributePopularity } from './start-popularity.ts';

/** What is known of whom a list is for: what was had, a session alone, attributes alone, or nothing. */
export type UserStart = 'history' | 'session' | 'attributes' | 'popular';

/** What an item is offered for: who had it, or what it is. */
export type ItemStart = 'behaviour' | 'content';

/**
 * A trained recommender that also serves those of whom it knows nothing: by what is popular among people with the same attributes, where
 * there are any. It says of each row how it came about.
 */
export class Starting implements FittedRecommender {
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
  readonly #byContent: boolean;

  constructor(fitted: FittedRecommender, data: LearningData) {
    this.kind = fitted.kind;
    this.users = fitted.users;
    this.items = fitted.items;
    if (fitted.embeddings) this.embeddings = fitted.embeddings;
    if (fitted.because) this.because = (profile, item, most) => fitted.because!(profile, item, most);
    if (fitted.similar) this.similar = (item, most) => fitted.similar!(item, most);
    this.#fitted = fitted;
    this.#data = data;
    this.#counts = countsOf(data.interactions);
    this.#alike = new AttributePopularity(data);
    this.#byContent = recommenderSpecs.get(fitted.kind)?.family === 'content';
  }

  score(profiles: readonly Profile[], out: Float32Array): void {
    this.#fitted.score(profiles, out);
    profiles.forEach((profile, row) => {
      if (this.startOfUser(profile) !== 'attributes') return;
      this.#alike.score(this.#alike.groupsOf(profile.user), out.subarray(row * this.items, (row + 1) * this.items));
    });
  }

  knows(profile: Profile): boolean {
    return this.#fitted.knows(profile);
  }

  judges(item: number): boolean {
    return this.#fitted.judges(item);
  }

  /** How it comes that somebody is offered what he is. A user who had nothing in training is known by what he did since: a session. */
  startOfUser(profile: Profile): UserStart {
    const { user } = profile;
    if (this.#fitted.knows(profile)) return this.#had(user) ? 'history' : 'session';
    // What goes by popularity on purpose knows nobody: those who had something are not told from the others by their attributes.
    return !this.#had(user) && this.#alike.groupsOf(user).length > 0 ? 'attributes' : 'popular';
  }

  #had(user: number): boolean {
    const { users, offsets } = this.#data.interactions;
    return user >= 0 && user < users && offsets[user + 1]! > offsets[user]!;
  }

  /** How it comes that an item is offered: one that nobody had by what it is, as every item where content alone is looked at. */
  startOfItem(profile: Profile, item: number): ItemStart {
    if (!(this.#counts[item]! > 0)) return 'content';
    return this.#byContent && this.#fitted.knows(profile) ? 'content' : 'behaviour';
  }

  toJSON(): unknown {
    return this.#fitted.toJSON();
  }
}
