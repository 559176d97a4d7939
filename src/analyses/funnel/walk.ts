/** What decides whether an event continues an attempt. Times are microseconds. */
export interface Rules {
  /** For each code of an event's name, the places it has among the steps, as bits. */
  masks: Int32Array;
  steps: number;
  /** From the entry to the last step, inclusive; the largest number where there is none. */
  window: number;
  /** A later step is strictly later. */
  later: boolean;
  /** Only the first occurrence of the first step is an entry. */
  first: boolean;
}

/** A user's events in order, `from` (inclusive) to `to` (exclusive). */
export interface Events {
  times: Float64Array;
  codes: Uint8Array;
  from: number;
  to: number;
}

/** How many steps a user reached, and how long the earliest attempt to reach all of them took (µs); -1 if none did. */
export interface Outcome {
  depth: number;
  took: number;
}

export type Walk = (events: Events, rules: Rules) => Outcome;

/** No time of a log: further back than any window reaches. */
export const NEVER = -Number.MAX_VALUE;
