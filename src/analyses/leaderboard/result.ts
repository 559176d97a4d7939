import type { LearningAbout } from '../../core/learning.ts';
import type { Params } from './params.ts';

export interface BoardRow {
  /** `baseline` says the same of everyone. */
  estimator: string;
  params: Record<string, unknown>;
  /** Of the metric, over the folds; null where the trial failed. */
  mean: number | null;
  sd: number | null;
  folds: number[];
  seconds: number;
  isBaseline: boolean;
  /** Of successive halving: 0 … */
  rung: number | null;
  /** The error's code. */
  failed: string | null;
}

/** One row beside another: the difference of the metric with its 95 % interval, corrected for folds that share rows. */
export interface Beside {
  row: number;
  difference: number;
  low: number;
  high: number;
  p: number;
}

/** A fold of the nested search: what was chosen without it, and how that did in it. */
export interface NestedRow {
  name: string;
  /** Null where nothing could be chosen: then `failed` is the error's code. */
  estimator: string | null;
  params: Record<string, unknown>;
  value: number | null;
  baseline: number | null;
  failed: string | null;
}

export interface LeaderboardResult {
  /** The baseline first, then as they were tried. */
  rows: BoardRow[];
  /** The place of the best in `rows`; −1 where every trial failed. */
  best: number;
  /** `clear`: ahead of the next estimator and of the baseline by more than the noise of the folds. */
  winner: 'clear' | 'within noise';
  runnerUp: Beside | null;
  baseline: Beside | null;
  /** How well the search does on rows that had no part in the choice; null where nobody asked. */
  nested: { folds: NestedRow[]; mean: number | null; sd: number | null; baseline: number | null } | null;
  metric: string;
  ended: 'trials' | 'time' | 'space';
  n: number;
  columns: number;
  classes: string[];
  split: { kind: string; folds: number; repeats: number };
  definition: Params;
  about: LearningAbout;
  seconds: number;
}
