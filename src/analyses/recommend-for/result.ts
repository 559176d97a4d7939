import type { NamedItem, Reason, Source } from '../../core/recommendation-reason.ts';
import type { Params } from './params.ts';

export interface Recommended extends NamedItem {
  rank: number;
  score: number;
  /** In the language of the run; `why` says the same as data. */
  reason: string;
  why: Reason;
  category: string | null;
  price: number | null;
  source: Source;
}

export interface RecommendForResult {
  /** Null for a session of nobody. */
  user: string | null;
  /** Nobody was named: this is the user who had most. */
  example: boolean;
  items: Recommended[];
  /** What it goes by, the last first. */
  had: NamedItem[];
  /** How many different items those are of. */
  hadItems: number;
  /** Of the session: what is no item here. */
  unknown: string[];
  /** Whether the model knows more of this person than of anybody. */
  knows: boolean;
  algorithm: string;
  /** Learnt from. */
  users: number;
  interactions: number;
  /** Answering, and training where the model was not held already. */
  seconds: number;
  definition: Params;
  /** The ratings are those of the reviews. */
  isReviews: boolean;
}
