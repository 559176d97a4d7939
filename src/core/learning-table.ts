/** The events before each row's cutoff, the last `length` of them, right-aligned: row r has `r · length` … in each array. */
export interface Sequences {
  length: number;
  /** How many kinds of events there are; codes are 1 … kinds, 0 is padding. */
  kinds: number;
  codes: Int32Array;
  /** Natural logarithm of 1 + seconds since the event before (0 for the first and for padding). */
  gaps: Float32Array;
}

/** A column as it was read: numbers (NaN is missing), or codes of named categories (−1 is missing). */
export type LearningColumn = { name: string } & (
  { kind: 'number'; values: Float64Array } | { kind: 'category'; codes: Int32Array; levels: readonly string[] }
);

/** What a model may learn from, before anything was fitted to it: a pipeline makes a matrix of it. */
export interface LearningTable {
  rows: number;
  columns: readonly LearningColumn[];
  sequences?: Sequences;
}
