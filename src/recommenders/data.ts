/**
 * What recommenders learn from. Users and items are numbers from 0 in the order of the project's tables of them; the numbers mean
 * the same in every split of one log, so that an item which nobody had in training still has its row.
 */

/** Who had what: users × items in compressed rows. User u has the entries `offsets[u]` … `offsets[u + 1]`, items ascending. */
export interface Interactions {
  users: number;
  items: number;
  offsets: Uint32Array;
  item: Int32Array;
  /** Strength of an implicit interaction (> 0), or the rating. */
  weight: Float64Array;
  /** Epoch ms of the last such event; NaN where the log has no times. */
  time: Float64Array;
}

/**
 * Each user's events with an item in their order, an item as often as it came. User u has `offsets[u]` … `offsets[u + 1]`;
 * `session` numbers the sessions through the whole log.
 */
export interface Histories {
  offsets: Uint32Array;
  item: Int32Array;
  weight: Float64Array;
  time: Float64Array;
  session: Uint32Array;
}

/** Named numbers of some rows, sparse: row r has `offsets[r]` … `offsets[r + 1]`, columns ascending. */
export interface SparseRows {
  rows: number;
  columns: readonly string[];
  offsets: Uint32Array;
  column: Int32Array;
  value: Float64Array;
}

/** What is known of the items themselves; a part that the project does not have is absent. One entry per item. */
export interface Catalogue {
  /** The item's own key, as in the log. */
  ids: readonly string[];
  title?: readonly (string | null)[];
  category?: readonly (string | null)[];
  text?: readonly (string | null)[];
  /** NaN where unknown. */
  price?: Float64Array;
  /** On hand; NaN where unknown. */
  stock?: Float64Array;
}

/** All that a recommender may learn from. */
export interface LearningData {
  feedback: 'implicit' | 'ratings';
  interactions: Interactions;
  histories: Histories;
  catalogue: Catalogue;
  /** Attributes of the users, where the project has any: one row per user, categories as columns of 0 and 1. */
  attributes?: SparseRows;
  /** Epoch ms up to which the data reaches; NaN without times. */
  end: number;
}

/** Somebody for whom items are scored. */
export interface Profile {
  /** The number in the data that was learnt from; −1 for somebody who is not in it. */
  user: number;
  /** What the user had, ascending, with weights as in `Interactions`. */
  items: Int32Array;
  weights: Float64Array;
  /** The same in order, oldest first, an item as often as it came, at most the last 200. */
  history: Int32Array;
  /** Where in `history` the last session begins. */
  session: number;
}
