import type { Preparation } from '../../contract/learning.ts';
import { AppError } from '../../core/errors.ts';
import type { FitContext } from '../estimator.ts';
import { specs } from '../specs.ts';
import { nextSlot, type Slot } from '../trainer/slot.ts';
import { baselineMetrics } from '../validation/baseline.ts';
import { testShareOf } from '../validation/compare.ts';
import type { LearningData } from '../validation/fold.ts';
import type { Split } from '../validation/splits.ts';
import { moments } from '../validation/spread.ts';
import { Budget, TimeIsUp } from './budget.ts';
import { jobOf, keptOf, type Kept } from './kept.ts';
import { goodnessOf, verdictOf, type LeaderboardRow, type Verdict } from './leaderboard.ts';
import { proposerOf, type Propose, type SearchMethod } from './propose.ts';
import { spaceOf, type Candidate, type Space } from './space.ts';
import { runTrial, type Trials } from './trial.ts';

export interface SearchOptions {
  method: SearchMethod;
  /** Working time; waiting in a step, or paused, uses none. A trial under way when it ends is left out. */
  seconds: number;
  /** At most so many, the rungs of successive halving all counted; each candidate's defaults come first. */
  trials: number;
  preparation: Preparation;
  /** A key of the task's metrics. */
  metric: string;
  /**
   * Asked before each fold: true, or a promise, holds the search up until it is false, or resolved. A step that waits holds it up
   * as well, and anywhere.
   */
  paused?: () => boolean | Promise<void>;
  /** Milliseconds; left out: the machine's own. */
  clock?: () => number;
}

export interface SearchResult extends Verdict {
  /** The baseline, then the trials as they were made. */
  rows: LeaderboardRow[];
  /** Why it ended: all trials made, no time left, or nothing new to try. */
  ended: 'trials' | 'time' | 'space';
}

/** Called for each row as it comes, those of an earlier run too; the baseline is row 0. */
export type OnTrial = (row: LeaderboardRow, at: number) => void;

const POLL_MS = 100;

/** Throws `search.no-labels`, `search.no-metric`. */
function baselineRow({ task, y, classes }: LearningData, splits: readonly Split[], metric: string): LeaderboardRow {
  const folds = splits.map((split) => baselineMetrics(task, y, split, classes));
  const known = Object.keys(folds[0] ?? {});
  if (known.length === 0) throw new AppError('search.no-labels');
  if (!known.includes(metric)) throw new AppError('search.no-metric', { metric, known: known.join(', ') });
  const values = folds.map((metrics) => metrics[metric] ?? NaN);
  return { estimator: 'baseline', params: {}, ...moments(values), folds: values, seconds: 0, isBaseline: true };
}

/** Waits off the clock while a search is paused; a step in each round lets a cancel arrive. */
const pauseOf =
  ({ paused }: SearchOptions, budget: Budget, context: FitContext): Trials['pause'] =>
  (share) =>
    budget.wait(async () => {
      for (let state = paused?.() ?? false; state !== false; state = paused?.() ?? false) {
        if (state !== true) return state;
        await context.step(share);
        await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      }
    });

/** The context, and what its steps threw. */
export function watched(context: FitContext): { context: FitContext; isStop: Trials['isStop'] } {
  const thrown = new Set<unknown>();
  const step: FitContext['step'] = (done, note) =>
    context.step(done, note).catch((error: unknown) => {
      thrown.add(error);
      throw error;
    });
  return { context: { ...context, step }, isStop: (error) => thrown.has(error) };
}

/** Estimators that are soon done come first, so that a short search has seen the most of them. */
const byPace = (candidates: readonly Candidate[]): Candidate[] => {
  const isSlow = ({ estimator }: Candidate) => Number(specs.get(estimator)?.pace === 'slow');
  return [...candidates].sort((a, b) => isSlow(a) - isSlow(b));
};

/** Rows that teach in a split, on average. */
const trainRowsOf = (splits: readonly Split[]): number =>
  splits.reduce((sum, { train }) => sum + train.length, 0) / splits.length;

/** Makes the trials that are left; each fold and each trial is kept. */
async function makeTrials(
  trials: Trials,
  propose: Propose,
  kept: Kept,
  slot: Slot | undefined,
  add: (row: LeaderboardRow) => void,
): Promise<'time' | 'proposed'> {
  const { budget, metric, splits } = trials;
  const keep = (state: Pick<Kept, 'trials' | 'folds'>, last = false) =>
    slot?.write(
      { job: kept.job, spent: budget.spent, ...state },
      state.trials.length * splits.length + state.folds.length,
      last,
    );
  let [done, folds] = [kept.trials, kept.folds];
  for (;;) {
    if (done.length > 0 && budget.isSpent) return 'time';
    const proposal = propose(done.map(({ point, row }) => ({ point, goodness: goodnessOf(row, metric) })));
    if (!proposal) return 'proposed';
    const before = done;
    const row = await runTrial(trials, proposal, done.length, folds, (some) => keep({ trials: before, folds: some }));
    add(row);
    [done, folds] = [[...done, { point: proposal.point, row }], []];
    keep({ trials: done, folds });
  }
}

const untilTime = (made: Promise<'time' | 'proposed'>) =>
  made.catch((error: unknown) => {
    if (error instanceof TimeIsUp) return 'time' as const;
    throw error;
  });

/** Throws the first failure where there was nothing else. */
function assertSome(rows: readonly LeaderboardRow[]): void {
  const failures = rows.flatMap(({ failed }) => failed ?? []);
  if (failures.length > 0 && failures.length === rows.length - 1) {
    throw new AppError(failures[0]!.code, failures[0]!.values);
  }
}

/**
 * Looks for the estimator and hyperparameters that do best by a metric over the splits, until the trials or the time are used up.
 * Row 0 is the baseline; each candidate's defaults come first, quick estimators before slow ones. The n-th trial depends on the
 * seed and on the trials before it, never on the clock: time only cuts. A trial that fails with a code is a row without a mean.
 * Each finished fold is kept among the context's snapshots, and a later run of the same search goes on with the next.
 * Throws `search.no-candidates`, `search.no-labels`, `search.no-metric`, `search.bad-range`, what the catalog throws, and where every
 * trial failed the first one's error.
 */
export async function search(
  data: LearningData,
  splits: readonly Split[],
  candidates: readonly Candidate[],
  options: SearchOptions,
  context: FitContext,
  onTrial?: OnTrial,
): Promise<SearchResult> {
  if (candidates.length === 0) throw new AppError('search.no-candidates');
  const { method, trials, seconds, preparation, metric } = options;
  const spaces: Space[] = byPace(candidates).map(spaceOf);
  const rows = [baselineRow(data, splits, metric)];
  const slot = nextSlot(context.snapshots);
  // Halving plans by the number of trials; of the other methods more trials only go further.
  const plan = [
    data.task,
    data.classes,
    spaces,
    method,
    method === 'halving' && trials,
    preparation,
    metric,
    context.seed,
  ];
  const kept = keptOf(slot, jobOf(splits, plan));
  const budget = new Budget(seconds, kept.spent, options.clock ?? (() => performance.now()));
  rows.push(...kept.trials.slice(0, trials).map(({ row }) => row));
  rows.forEach((row, at) => onTrial?.(row, at));
  const watch = watched(context);
  const common: Trials = {
    ...{ data, splits, spaces, preparation, metric, budget, ...watch },
    baseline: rows[0]!,
    pause: pauseOf(options, budget, watch.context),
    progress: (made) => Math.min(1, Math.max(made / trials, budget.spent / seconds)),
  };
  const propose = proposerOf(method, spaces, { trials, trainRows: trainRowsOf(splits), seed: context.seed });
  const add = (row: LeaderboardRow) => {
    rows.push(row);
    onTrial?.(row, rows.length - 1);
  };
  const end = await untilTime(makeTrials(common, propose, kept, slot, add));
  assertSome(rows);
  const all = method === 'halving' || rows.length > trials;
  return {
    rows,
    ended: end === 'time' ? 'time' : all ? 'trials' : 'space',
    ...verdictOf(rows, metric, testShareOf(splits)),
  };
}
