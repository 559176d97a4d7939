import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset } from '../../contract/project.ts';

/** Kinds of features that a log offers, chosen together. */
export const featureSets = [
  'activity',
  'tempo',
  'sessions',
  'value',
  'target',
  'mix',
  'paths',
  'clock',
  'variety',
  'properties',
  'users',
  'reviews',
] as const;
export type FeatureSet = (typeof featureSets)[number];

/** What a feature is, whatever it came from: a row of the legend without its SQL. */
export interface FeatureMeaning {
  /** In words for tables and models: unique among the features. */
  name: string;
  /** One of `featureSets`; `table` for a column of a table. */
  set: FeatureSet | 'table';
  /** What the figure says, for words: `recency_days`, `share`, … */
  kind: string;
  /** The event, property, number of days or column that it is about; '' for none. */
  of: string;
  type: 'number' | 'category';
  /** Long-tailed: reads better on a logarithmic scale. */
  skewed: boolean;
  /** Nothing says when it came to be known: it may tell what happened after the cutoff. */
  undated: boolean;
}

/** The moment at which features are computed, and the reach of what they look at. */
export interface Moment {
  /** Epoch ms: only what lies strictly before is looked at. */
  cutoff: number;
  /** How far back, ms. */
  history: number;
}

/** What a set of features may build upon. */
export interface FeatureContext extends Moment {
  data: Dataset;
  sql: Dialect;
  /** The condition that the target's events meet, over the events view. */
  target: string;
  /** What follows FROM for the pairs of events that are features: a table like `pairsQuery`. */
  pairs: string;
}

/** One figure of a user at a moment. */
export interface EventFeature extends FeatureMeaning {
  /**
   * `log`: an aggregate over the user's events of the history, with the columns of `scanOf` and those of `reads`;
   * `users` and `reviews`: an aggregate over the user's rows in that view (reviews: those of the history).
   */
  from: 'log' | 'users' | 'reviews';
  expression: string;
  /** For a user without a row in the view; null where it is left out. */
  otherwise?: number;
  /** Of a pair of events: its place among the commonest. The log then gives it its name. */
  pair?: number;
  /** Columns that the expression needs of each event, by name: expressions over the events view. */
  reads?: Readonly<Record<string, string>>;
}

/** The features that a log offers at a moment: the same ones at each. */
export type FeatureMaker = (context: FeatureContext) => EventFeature[];

/** The column that holds a feature in the tables of `learningQueries`. */
export const columnName = (place: number): string => `f${place}`;
