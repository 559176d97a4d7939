import type { Preparation } from '../../contract/learning.ts';
import { AppError } from '../../core/errors.ts';
import type { FitContext } from '../estimator.ts';
import { judgeFold, type LearningData } from '../validation/fold.ts';
import { seedOf } from '../validation/shuffled.ts';
import type { Split } from '../validation/splits.ts';
import { moments } from '../validation/spread.ts';
import type { Budget } from './budget.ts';
import { someRows } from './halving.ts';
import type { FoldScore } from './kept.ts';
import type { LeaderboardRow } from './leaderboard.ts';
import type { Proposal } from './propose.ts';
import { paramsAt, type Space } from './space.ts';

/** What the trials of a search have in common. */
export interface Trials {
  data: LearningData;
  splits: readonly Split[];
  spaces: readonly Space[];
  baseline: LeaderboardRow;
  preparation: Preparation;
  metric: string;
  budget: Budget;
  context: FitContext;
  /** Whether an error came out of a step: the end of the search, not of a trial. */
  isStop(error: unknown): boolean;
  /** Waits while the search is paused. */
  pause(share: number): Promise<void>;
  /** The share of the search that is done after so many trials. */
  progress(trials: number): number;
}

/** Over the folds in which the baseline has a value: a model must not choose where it is judged. */
function overFolds(values: readonly number[], baseline: readonly number[]): { mean: number; sd: number } {
  const asked = values.filter((_, fold) => !Number.isNaN(baseline[fold]!));
  return asked.some(Number.isNaN) ? { mean: NaN, sd: NaN } : moments(asked);
}

type Failure = LeaderboardRow['failed'];

function rowOf({ spaces, baseline }: Trials, { point, rung }: Proposal, folds: readonly FoldScore[], failed?: Failure) {
  const space = spaces[point.candidate]!;
  const values = folds.map(({ value }) => value);
  const row: LeaderboardRow = {
    estimator: space.estimator,
    params: paramsAt(space, point),
    ...(failed ? { mean: NaN, sd: NaN } : overFolds(values, baseline.folds)),
    folds: values,
    seconds: folds.reduce((sum, { seconds }) => sum + seconds, 0),
    ...(rung !== undefined && { rung }),
    ...(failed && { failed }),
  };
  return row;
}

/** Trains on a share of a split's training rows, and asks about all of the others. */
async function foldScore(trials: Trials, { point, share }: Proposal, fold: number, context: FitContext) {
  const { data, splits, spaces, preparation, metric } = trials;
  const space = spaces[point.candidate]!;
  const { train, test } = splits[fold]!;
  const strata = data.task === 'binary' || data.task === 'multiclass' ? data.y : undefined;
  const rows = someRows(train, share, strata, seedOf(context.seed, 9000 + fold));
  const config = { estimator: space.estimator, estimatorParams: paramsAt(space, point), preparation };
  const { metrics, seconds } = await judgeFold(config, data, { train: rows, test }, context);
  return { value: metrics[metric] ?? NaN, seconds };
}

/**
 * The folds of the n-th trial, from those that an earlier run finished; `keep` is told of each. An error with a code ends the
 * trial, not the search. Throws `TimeIsUp`, but not in the first trial: a search that ends with nothing would be for nothing.
 */
export async function runTrial(
  trials: Trials,
  proposal: Proposal,
  n: number,
  earlier: readonly FoldScore[],
  keep: (folds: FoldScore[]) => void,
): Promise<LeaderboardRow> {
  const { splits, budget } = trials;
  const folds = [...earlier];
  const share = (within: number) => trials.progress(n + (folds.length + within) / splits.length);
  const context = budget.context(trials.context, share, n > 0);
  try {
    while (folds.length < splits.length) {
      await trials.pause(share(0));
      await context.step(0);
      folds.push(await foldScore(trials, proposal, folds.length, context));
      keep([...folds]);
    }
  } catch (error) {
    // An estimator that can't learn this with these parameters says so in a code; all else is no business of a leaderboard.
    if (!(error instanceof AppError) || trials.isStop(error)) throw error;
    return rowOf(trials, proposal, folds, { code: error.code, values: error.values });
  }
  return rowOf(trials, proposal, folds);
}
