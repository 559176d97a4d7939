import type { Sequences } from './matrix.ts';

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
