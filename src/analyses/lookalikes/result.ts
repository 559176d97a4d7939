/** Somebody who is like the known users. */
export interface Alike {
  user: string;
  /** Cosine with the known users' mean profile: 0 … 1. */
  score: number;
  /** The items that make him so, strongest first. */
  because: string[];
}

/** What the known users have more than others. */
export interface Common {
  item: string;
  title: string;
  /** Known users with it, and their share; the same of all others. */
  seeds: number;
  share: number;
  othersShare: number;
  lift: number | null;
}

/** How well known users are found again who were left out. */
export interface Quality {
  /** The chance that one left out scores above somebody unknown, with its 95 % interval (DeLong). */
  auc: number;
  low: number;
  high: number;
  /** Of those left out, the share among the first `size`; and what a blind choice would find. */
  found: number;
  blind: number;
  /** Share of users addressed, share of those left out who are among them. */
  gain: [addressed: number, found: number][];
}

export interface LookalikesResult {
  users: number;
  seeds: number;
  /** Known users who had no item beside what makes them known: nothing can be learnt from them. */
  silent: number;
  /** Users beyond the known who share an item with them. */
  candidates: number;
  /** The first `size`, at most a thousand are listed; all are in the table `lookalikes`. */
  audience: Alike[];
  audienceSize: number;
  common: Common[];
  quality: Quality | null;
  definition: {
    by: 'pattern' | 'users' | 'item';
    events: string;
    filters: number;
    /** What the known had, where they are known by that; by its title. */
    item: string | null;
    size: number;
    folds: number;
  };
}
