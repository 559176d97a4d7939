import type { FitContext } from '../models/estimator.ts';
import type { LearningData, Profile } from './data.ts';

/** An item with a number that says how much: a similarity, a contribution, a score. */
export interface Ranked {
  item: number;
  score: number;
}

/** Where users and items are points: the score is the inner product, or alike things lie close. */
export interface Embeddings {
  width: number;
  /** Item after item. */
  items: Float32Array;
  /** User after user, of the data that was learnt from; absent where a user is what he did. */
  users?: Float32Array;
}

/** A trained recommender: plain data and pure functions. */
export interface FittedRecommender {
  readonly kind: string;
  readonly users: number;
  readonly items: number;
  /**
   * A finite score of every item for each profile, to `out` [profiles × items], row after row; higher is better, seen items
   * included. Ratings: the rating expected. Somebody with an empty profile gets what suits anybody: the popular.
   */
  score(profiles: readonly Profile[], out: Float32Array): void;
  /** Whether it knows more of this person than of anybody: else its scores are the same for all such. */
  knows(profile: Profile): boolean;
  /** Whether anything was learnt of the item: else its score stands for nothing. */
  judges(item: number): boolean;
  /** How much each item of the profile speaks for this one, the strongest first, only positive ones. */
  because?(profile: Profile, item: number, most: number): Ranked[];
  /** Items that stand closest to this one, the closest first, without itself, only positive similarities. */
  similar?(item: number, most: number): Ranked[];
  readonly embeddings?: Embeddings;
  /** About how many characters `toJSON` makes, told without making them; absent where nothing but making them tells. */
  stateLength?(): number;
  /** Plain JSON (typed arrays packed), from which `load` makes one with the same scores. */
  toJSON(): unknown;
}

/** A way to learn what to recommend. */
export interface Recommender {
  readonly kind: string;
  /** Same data, parameters and seed: the same scores, bit for bit on a processor. `recommend.no-interactions`, and the abort of `context.step`. */
  fit(data: LearningData, context: FitContext): Promise<FittedRecommender>;
}

/** The default export of each recommender's `recommender.ts`. `load` reads what any of its `toJSON` wrote; `model.unreadable`. */
export interface RecommenderMaker {
  /** Untrained, with whole, checked hyperparameters. */
  make(params: Record<string, unknown>): Recommender;
  load(state: unknown): FittedRecommender | Promise<FittedRecommender>;
}
