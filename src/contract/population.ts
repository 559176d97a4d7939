import type { ViewName } from './project.ts';

/**
 * A column of the log, or of the users' table, that is no role of its own: what filters, breakdowns and cohorts choose by.
 * Named as its column is; a role by the role's name.
 */
export interface Property {
  /** Unique among a dataset's properties: `country`, or `users.plan` for one of the users' table. */
  name: string;
  view: Extract<ViewName, 'events' | 'users' | 'exposures'>;
  /** Its column in the canonical view. */
  column: string;
  kind: 'text' | 'number' | 'boolean' | 'time';
}

/** How a property is compared; `is`, `isNot`, `contains` and `notContains` hold for any of several values. */
export type Comparison =
  'is' | 'isNot' | 'contains' | 'notContains' | 'greater' | 'atLeast' | 'less' | 'atMost' | 'isSet' | 'isNotSet';

export interface PropertyFilter {
  property: string;
  is: Comparison;
  values?: readonly (string | number | boolean)[];
}

/** Which events are meant: any of these names (none: any event), and all of these filters. */
export interface EventPattern {
  events: readonly string[];
  where?: readonly PropertyFilter[];
}

/** A span of time: from one instant (epoch ms) to another, or the last so long before the observation end; open where nothing is said. */
export interface Span {
  from?: number;
  /** Exclusive. */
  to?: number;
  /** A duration: `30d`. */
  last?: string;
}

export type LifecycleStage = 'new' | 'returning' | 'resurrecting' | 'dormant';

/** Who belongs to a population. Looked up over the whole log, whatever filters an answer stands under. */
export type Condition =
  /** Did it so many times within the span: once at least where nothing is said. `exactly: 0` is "did not"; `atMost` alone holds for those who never did, too. */
  | {
      kind: 'did';
      what: EventPattern;
      times?: { atLeast?: number; atMost?: number; exactly?: number };
      within?: Span;
      /** Counted from the user's own first event on, the end not included: `7d`. */
      ofFirst?: string;
    }
  /** Did it for the first time within the span. */
  | { kind: 'first'; what: EventPattern; within?: Span }
  /** Did these in this order, other events between them or not, from the first to the last within the window where one is given. */
  | { kind: 'sequence'; steps: readonly EventPattern[]; window?: string; within?: Span }
  /** A property of the users' table; or of the user's first, last, or any event (the default). */
  | { kind: 'property'; filter: PropertyFilter; at?: 'first' | 'last' | 'any' }
  | { kind: 'list'; users: readonly string[] }
  /**
   * The user's stage in the bucket that holds `at` (epoch ms; default: the last bucket before the one of the observation end): new there;
   * back from the bucket before (returning) or from an earlier one (resurrecting); or gone since the bucket before (dormant).
   */
  | { kind: 'stage'; stage: LifecycleStage; period: 'day' | 'week' | 'month'; at?: number }
  /** The users behind one mark of an analysis, which stood under a scope of its own where one is named. */
  | {
      kind: 'mark';
      analysis: string;
      version: number;
      params: Record<string, unknown>;
      mark: string;
      label: string;
      scope?: Scope;
    }
  /** One of the project's cohorts, as its rule is today. */
  | { kind: 'cohort'; id: string }
  | { kind: 'and' | 'or'; of: readonly Condition[] }
  | { kind: 'not'; of: Condition };

/**
 * What an answer stands on, of all that the project has. Everything where nothing is said. The population is looked up over the whole
 * log; the rest then says which of its events the answer sees.
 */
export interface Scope {
  population?: Condition;
  span?: Span;
  /** Only these events. */
  events?: readonly string[];
  where?: readonly PropertyFilter[];
}

/** How many users are meant, of all that have an event. */
export interface PopulationSize {
  users: number;
  of: number;
}

/** What a scope leaves of the log: users and events with a user and a time. */
export interface ScopeSize extends PopulationSize {
  events: number;
  ofEvents: number;
}

/** One value of a property, as text, with how many users have it. */
export interface PropertyValue {
  value: string;
  count: number;
}

/** What a person may name while typing: something of the log or of the catalogue. */
export type NameKind = 'item' | 'user' | 'category';

/** One of them: its key, its title where there is one, and a name that means it and nothing else. `often`: its events; of a category its items. */
export interface KnownName {
  key: string;
  title: string | null;
  name: string;
  often: number;
}

/** The users that a file names. */
export interface UserList {
  /** Each once, in the order of the file. */
  users: string[];
  /** The column that they were read from. */
  column: string;
  /** How many of them the log has. */
  known: number;
  /** The first of those that it has not, at most 20. */
  unknown: string[];
}
