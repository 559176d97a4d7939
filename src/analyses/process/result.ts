import type { PathSettings } from '../../core/paths.ts';
import type { Params } from './params.ts';

/** An activity (null: any event without a name of its own), or where cases begin and end. */
export type Activity = { kind: 'event'; event: string | null } | { kind: 'start' | 'end' };

export interface ProcessNode {
  count: number;
  cases: number;
  /** Cases in which it happens more than once, and how often beyond the first in all of them. */
  reworked: number;
  repeats: number;
  /** Times it directly follows itself. */
  selfLoops: number;
}

export interface Flow {
  /** Places in `nodes`. */
  from: number;
  to: number;
  count: number;
  cases: number;
  /** Seconds between the two; null at start and end. */
  median: number | null;
  p95: number | null;
}

export interface Variant {
  events: (string | null)[];
  cases: number;
  share: number;
  /** Share of the cases that this one and those before it make up. */
  cumulative: number;
  /** Median seconds from first to last event. */
  throughput: number;
  fits: boolean | null;
}

export type DeviationKind = 'skipped' | 'extra' | 'moved';

export interface Conformance {
  model: string[];
  /** The commonest variant, where none was drawn. */
  assumed: boolean;
  fitting: number;
  /** Mean over the cases of 1 − cost / (events of the case + events of the model). */
  fitness: number;
  /** How many cases have each number of deviations' cost: [cost, cases]. */
  costs: [cost: number, cases: number][];
  deviations: { kind: DeviationKind; event: string | null; cases: number; times: number }[];
}

export interface ProcessResult {
  cases: number;
  events: number;
  users: number;
  nodes: (Activity & ProcessNode)[];
  edges: Flow[];
  variants: Variant[];
  /** Different variants, of which `variants` has the commonest. */
  different: number;
  /** How many of the commonest variants make up 50, 80, 90 and 95 % of the cases. */
  coverage: { share: number; variants: number }[];
  /** Median and 95 % seconds from the first to the last event of a case. */
  throughput: { median: number | null; p95: number | null };
  /** Null where no path was drawn and no way is taken twice. */
  conformance: Conformance | null;
  definition: Params & PathSettings;
}
