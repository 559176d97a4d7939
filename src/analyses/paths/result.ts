import type { PathSettings } from '../../core/paths.ts';
import type { Params } from './params.ts';

/** What stands at a step: an event (null: any without a name of its own), the rare ones together, events passed over, or the end. */
export type Place = { kind: 'event'; event: string | null } | { kind: 'other' | 'middle' | 'end' };

export type FlowNode = Place & {
  /** From 1 on; where paths are followed back from their goal, up to 0. */
  step: number;
  paths: number;
  users: number;
  /** Paths that begin here, that end here, and that go on beyond the last step followed. paths = in + began = out + over. */
  began: number;
  over: number;
};

export interface FlowEdge {
  /** Places in `nodes`. */
  from: number;
  to: number;
  paths: number;
  users: number;
  /** Median seconds between the two; null at an end, and where events were passed over. */
  median: number | null;
  /** Whether the limits let it be drawn. */
  shown: boolean;
}

export interface TopPath {
  places: Place[];
  paths: number;
  share: number;
  users: number;
  /** Median seconds from its first to its last event. */
  median: number;
}

export interface PathsResult {
  /** Sessions, users or windows in the log. */
  cases: number;
  /** Those that have the first event, where one is asked for. */
  started: number;
  /** Those followed: with all the events asked for. */
  paths: number;
  users: number;
  nodes: FlowNode[];
  edges: FlowEdge[];
  top: TopPath[];
  /** Different paths, of which `top` has the commonest. */
  different: number;
  /** Different events brought together as "other", over all steps. */
  folded: number;
  definition: Params & PathSettings;
}
