import type { PathSettings } from '../../core/paths.ts';
import type { Params } from './params.ts';

/** What a path may be at, at a step: an event (null: any without a name of its own), the rare ones together, not begun, or over. */
export type MatrixRow = { kind: 'event'; event: string | null } | { kind: 'other' | 'before' | 'over' };

/** One row of the matrix, a value for each step. */
export type Figures = number[];

export interface StepMatrixResult {
  /** Relative to the centre, or from 1 where paths are followed from their start. */
  steps: number[];
  rows: (MatrixRow & {
    paths: Figures;
    users: Figures;
    /** Paths of the first and the second group, where two are compared. */
    groups?: [Figures, Figures];
    /** Of a test that both groups have the same share (two proportions, pooled), and adjusted for all cells; null where nothing can differ. */
    p?: (number | null)[];
    q?: (number | null)[];
  })[];
  /** Sessions or users in the log, and those with the centre, which the shares are of. */
  cases: number;
  paths: number;
  users: number;
  /** Events brought together as "other". */
  folded: number;
  groups: {
    names: [string | null, string | null];
    paths: [number, number];
    users: [number, number];
    tested: number;
  } | null;
  definition: Params & PathSettings;
}
