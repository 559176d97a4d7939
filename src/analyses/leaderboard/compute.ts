import type { Compute, Context } from '../../contract/analysis.ts';
import { reachOf, studyInput } from '../../models/study/input.ts';
import { headOf } from '../../models/study/study.ts';
import { partly } from '../../models/study/listening.ts';
import { teachingNestedSplits, teachingSplits } from '../../models/study/splits.ts';
import type { NestedSearch } from '../../models/search/nested.ts';
import { nestedSearch } from '../../models/search/nested.ts';
import type { LeaderboardRow } from '../../models/search/leaderboard.ts';
import { search } from '../../models/search/search.ts';
import { specs } from '../../models/specs.ts';
import { mainMetric } from '../../models/validation/metrics-of.ts';
import { isHigherBetter } from '../../core/metrics.ts';
import type { Backend } from '../../contract/workers.ts';
import type definition from './index.ts';
import type { Params } from './params.ts';
import type { BoardRow, LeaderboardResult } from './result.ts';
import { isOfNumber } from './task.ts';

const known = (value: number): number | null => (Number.isNaN(value) ? null : value);

const rowOf = ({
  estimator,
  params,
  mean,
  sd,
  folds,
  seconds,
  isBaseline,
  rung,
  failed,
}: LeaderboardRow): BoardRow => ({
  estimator,
  params,
  mean: known(mean),
  sd: known(sd),
  folds,
  seconds,
  isBaseline: isBaseline ?? false,
  rung: rung ?? null,
  failed: failed?.code ?? null,
});

/** Those that take part where nobody says: quick ones of each kind, a forest, and boosting. */
const USUAL = {
  binary: ['logistic', 'gaussian-nb', 'tree', 'random-forest', 'boosting'],
  multiclass: ['logistic', 'gaussian-nb', 'tree', 'random-forest', 'boosting'],
  regression: ['ridge', 'lasso', 'tree', 'random-forest', 'boosting'],
};

/** Chosen ones that can't learn this fail in their own row; of the usual ones only those that can. */
function candidatesOf({ estimators, sequence }: Params, task: keyof typeof USUAL): string[] {
  const fits = (id: string) =>
    specs.get(id)?.tasks.includes(task) && (sequence > 0 || !specs.get(id)?.inputs.sequences);
  return estimators.length > 0 ? estimators : USUAL[task].filter(fits);
}

/** Says how far it is: the best so far. */
function teller(context: Context, metric: string) {
  let best: LeaderboardRow | null = null;
  let tried = 0;
  const isBetter = (row: LeaderboardRow) =>
    best === null || (isHigherBetter(metric) ? row.mean > best.mean : row.mean < best.mean);
  return {
    heard: (row: LeaderboardRow) => {
      if (row.isBaseline) return;
      tried += 1;
      if (!Number.isNaN(row.mean) && isBetter(row)) best = row;
    },
    note: () =>
      best ? `${tried} · ${specs.get(best.estimator)?.texts[context.language].title} ${best.mean.toPrecision(4)}` : '',
  };
}

const nestedOf = ({ folds, mean, sd, baseline }: NestedSearch): LeaderboardResult['nested'] => ({
  folds: folds.map(({ name, chosen, failed, value, baseline: usual }) => ({
    name,
    estimator: chosen?.estimator ?? null,
    params: chosen?.params ?? {},
    value: known(value),
    baseline: known(usual),
    failed,
  })),
  mean: known(mean),
  sd: known(sd),
  baseline: known(baseline),
});

/** Tries estimators and settings on the same splits until the budget is used up. */
export default (async (tables, params, context): Promise<LeaderboardResult> => {
  await context.step(0);
  const { data, labels, about } = studyInput(tables, isOfNumber(params) ? 'regress' : 'classify', params);
  const learnt = { ...data, table: headOf(data.table, data.y.length) };
  const splits = teachingSplits(learnt, params, reachOf(about), context.seed);
  const metric = params.metric === 'auto' ? mainMetric(labels.task) : params.metric;
  const tell = teller(context, metric);
  const step: Context['step'] = (done) => context.step(done, tell.note());
  const begun = performance.now();
  const candidates = candidatesOf(params, labels.task).map((estimator) => ({ estimator }));
  const judges = params.nested ? teachingNestedSplits(learnt, params, reachOf(about), context.seed) : [];
  // As much time for each search as for any other.
  const share = 1 / (1 + judges.length);
  const options = {
    ...{ method: params.method, trials: params.trials, preparation: params, metric },
    seconds: params.budget * share,
  };
  const whole = { ...context, step, ranOn: (backend: Backend) => context.ranOn(backend) };
  const found = await search(learnt, splits, candidates, options, partly(whole, 0, share), tell.heard);
  const nested = params.nested
    ? await nestedSearch(learnt, judges, candidates, options, partly(whole, share, 1))
    : null;
  await context.step(1);
  const [first] = splits;
  const repeats = first?.method === 'time' ? 1 : params.repeats;
  return {
    rows: found.rows.map(rowOf),
    best: found.best,
    winner: found.winner,
    runnerUp: found.runnerUp ?? null,
    baseline: found.baseline ?? null,
    nested: nested && nestedOf(nested),
    metric,
    ended: found.ended,
    n: data.y.length,
    columns: data.table.columns.length,
    classes: [...labels.levels],
    split: { kind: first?.method ?? 'kfold', folds: splits.length / repeats, repeats },
    definition: params,
    about,
    seconds: (performance.now() - begun) / 1000,
  };
}) satisfies Compute<typeof definition>;
