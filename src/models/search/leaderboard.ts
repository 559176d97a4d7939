import type { ErrorValues } from '../../core/errors.ts';
import { isHigherBetter } from '../../core/metrics.ts';
import { beyondNoise, type Comparison } from '../validation/compare.ts';

/** One set of hyperparameters of an estimator, and how it did by the metric asked for. */
export interface LeaderboardRow {
  /** `baseline` where nothing is learnt. */
  estimator: string;
  params: Record<string, unknown>;
  /** Over the folds; NaN where the trial failed, or has no value in a fold in which the baseline has one. */
  mean: number;
  /** Sample standard deviation over the folds. */
  sd: number;
  folds: number[];
  seconds: number;
  /** Of successive halving: 0 … the last, where all training rows teach. */
  rung?: number;
  isBaseline?: boolean;
  /** The error by which the trial ended. */
  failed?: { code: string; values: ErrorValues };
}

/** Which row is ahead, and of what one may be sure. */
export interface Verdict {
  /** The best row that learnt something, of the highest rung there is; −1 where every trial failed. */
  best: number;
  /** `clear`: ahead of the runner-up by more than the folds' noise (p < 0.05). */
  winner: 'clear' | 'within noise';
  /** The best row of another estimator; where there is one estimator only, the next set of parameters. */
  runnerUp?: Comparison & { row: number };
  baseline?: Comparison & { row: number };
}

/** How good a row is by a metric: higher is better, −Infinity where it failed. */
export const goodnessOf = ({ mean }: Pick<LeaderboardRow, 'mean'>, metric: string): number =>
  Number.isNaN(mean) ? -Infinity : isHigherBetter(metric) ? mean : -mean;

/** Places of rows from the best on: later rungs before earlier ones, failed rows and baselines left out; among equals the earlier. */
function ordered(rows: readonly LeaderboardRow[], metric: string): number[] {
  const places = [...rows.keys()].filter((at) => !rows[at]!.isBaseline && !Number.isNaN(rows[at]!.mean));
  const goodness = rows.map((row) => goodnessOf(row, metric));
  return places.sort((a, b) => (rows[b]!.rung ?? 0) - (rows[a]!.rung ?? 0) || goodness[b]! - goodness[a]! || a - b);
}

/** The row that a winner must be told from, of the same rung. */
function rivalOf(rows: readonly LeaderboardRow[], order: readonly number[]): number {
  const [best, ...others] = order;
  const same = others.filter((at) => rows[at]!.rung === rows[best!]!.rung);
  return same.find((at) => rows[at]!.estimator !== rows[best!]!.estimator) ?? same[0] ?? -1;
}

/** Who is ahead, and whether by more than noise: see `beyondNoise`. `testShare`: tested rows of all rows of a split. */
export function verdictOf(rows: readonly LeaderboardRow[], metric: string, testShare: number): Verdict {
  const order = ordered(rows, metric);
  const best = order[0] ?? -1;
  const against = (row: number) =>
    best >= 0 && row >= 0 ? { row, ...beyondNoise(rows[best]!.folds, rows[row]!.folds, testShare) } : undefined;
  const runnerUp = best < 0 ? undefined : against(rivalOf(rows, order));
  const baseline = against(rows.findIndex(({ isBaseline }) => isBaseline));
  const ahead = (comparison: Comparison | undefined) =>
    comparison !== undefined && comparison.p < 0.05 && comparison.difference > 0 === isHigherBetter(metric);
  return {
    best,
    winner: ahead(runnerUp ?? baseline) && ahead(baseline ?? runnerUp) ? 'clear' : 'within noise',
    ...(runnerUp && { runnerUp }),
    ...(baseline && { baseline }),
  };
}
