import type { PathSettings } from '../../core/paths.ts';
import type { Params } from './params.ts';

/** An event (null: any without a name of its own), or where paths begin and end. */
export type TransitionNode = { kind: 'event'; event: string | null } | { kind: 'start' | 'end' };

export interface TransitionGroup {
  count: number;
  /** Share of the group's transitions out of the event that are this one; null where it has none. */
  probabilityOut: number | null;
}

export interface Transition {
  /** Places in `nodes`. */
  from: number;
  to: number;
  count: number;
  /** Paths that have it, and users. */
  cases: number;
  users: number;
  probabilityOut: number;
  probabilityIn: number;
  /** Of all transitions, start and end among them. */
  share: number;
  /** Seconds between the two events; null where one is the start or the end. */
  median: number | null;
  p95: number | null;
  compared?: {
    groups: [TransitionGroup, TransitionGroup];
    /** Probability out of the first group less that of the second; null where one never leaves the event. */
    difference: number | null;
    /** Of a permutation of users between the groups, two-sided; null where there is nothing to test. */
    p: number | null;
    /** p adjusted for all transitions tested (Benjamini–Hochberg). */
    q: number | null;
  };
}

export interface TransitionsResult {
  nodes: (TransitionNode & {
    /** Times it happens. */
    count: number;
    cases: number;
    users: number;
  })[];
  /** All of them, the commonest first. */
  edges: Transition[];
  cases: number;
  users: number;
  groups: {
    names: [string | null, string | null];
    users: [number, number];
    /** How many permutations were made: fewer than asked for where the log is large. */
    permutations: number;
    tested: number;
  } | null;
  definition: Params & PathSettings;
}
