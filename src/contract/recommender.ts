import type * as v from 'valibot';
import type { Schema } from './analysis.ts';
import type { Range } from './estimator.ts';

/** What is learnt from: what people did (more is more interest, nothing is unknown), or what they said they thought of it. */
export const feedbacks = ['implicit', 'ratings'] as const;
export type Feedback = (typeof feedbacks)[number];

/** How a recommender comes to its scores; the menu is ordered by it. */
export const families = [
  'baseline',
  'neighbours',
  'linear',
  'factors',
  'network',
  'sequence',
  'content',
  'blend',
] as const;
export type Family = (typeof families)[number];

export type RecommenderTextKey<S extends Schema> = 'title' | 'about' | `param.${keyof v.InferOutput<S> & string}`;

/** What a page must know of a recommender without loading it: the file `spec.ts` of its folder. */
export interface RecommenderSpec<S extends Schema = Schema> {
  /** The folder's name. */
  id: string;
  family: Family;
  feedback: readonly Feedback[];
  /** Hyperparameters, each with a default. */
  params: S;
  /** Those that a search varies. */
  search: Partial<Record<keyof v.InferOutput<S> & string, Range>>;
  /** Learns from what items are, not only from who had them: it can judge an item that nobody had yet. */
  readsContent?: boolean;
  /** Learns from the order of events: what counts is what somebody did last. */
  readsOrder?: boolean;
  /** `quick` in seconds at a million interactions on one thread, else `slow`. */
  pace: 'quick' | 'slow';
  texts: Record<'en' | 'zh', Record<RecommenderTextKey<S>, string> & Partial<Record<`option.${string}`, string>>>;
}

/** The erased form that lists hold. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyRecommenderSpec = RecommenderSpec<any>;

/** Infers the type parameter; does nothing else. */
export const defineRecommender = <const S extends Schema>(spec: RecommenderSpec<S>): RecommenderSpec<S> => spec;
