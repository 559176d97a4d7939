import type { PathSettings } from '../../core/paths.ts';
import type { Params } from './params.ts';

export interface Pattern {
  /** In order; null is any event without a name of its own. */
  events: (string | null)[];
  /** Paths that have it, and their share. */
  cases: number;
  support: number;
  users: number;
  compared?: {
    /** Users of each group who have it in one of their paths. */
    users: [number, number];
    /** Share of the first group's users less that of the second's. */
    difference: number;
    /** How many times the odds of the first group are those of the second (with 0.5 added where a cell is empty). */
    oddsRatio: number;
    /** By Fisher's exact test where a cell is expected below 5, else by chi-square; and adjusted for all patterns found. */
    p: number;
    q: number;
  };
}

export interface SequencesResult {
  cases: number;
  users: number;
  /** The commonest first; all patterns with the least support, or the commonest of them. */
  patterns: Pattern[];
  /** The support down to which nothing is left out: the least asked for, or where the list or the work ended. */
  complete: number;
  /** Why the search ended: nothing more with the least support, the list is full, or it would have taken too long. */
  ended: 'all' | 'most' | 'work';
  groups: { names: [string | null, string | null]; users: [number, number] } | null;
  definition: Params & PathSettings;
}
