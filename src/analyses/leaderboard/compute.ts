import type { Compute, Context } from '../../contract/analysis.ts';
import { studyInput } from '../../models/study/input.ts';
import { reachOf } from '../../models/study/input.ts';
import { headOf } from '../../models/study/study.ts';
import { teachingSplits } from '../../models/study/splits.ts';
import type { LeaderboardRow } from '../../models/search/leaderboard.ts';
import { search } from '../../models/search/search.ts';
import { specs } from '../../models/specs.ts';
import { mainMetric } from '../../models/validation/metrics-of.ts';
import type definition from './index.ts';
import type { Params } from './params.ts';
import type { BoardRow, LeaderboardResult } from './result.ts';

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
    best === null || (/Loss|brier|rmse|mae/i.test(metric) ? row.mean < best.mean : row.mean > best.mean);
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

/** Tries estimators and settings on the same splits until the budget is used up. */
export default (async (tables, params, context): Promise<LeaderboardResult> => {
  await context.step(0);
  const isNumber = params.target === 'count' || params.target === 'sum' || params.task === 'number';
  const { data, labels, about } = studyInput(tables, isNumber ? 'regress' : 'classify', params);
  const learnt = { ...data, table: headOf(data.table, data.y.length) };
  const splits = teachingSplits(learnt, params, reachOf(about), context.seed);
  const metric = params.metric === 'auto' ? mainMetric(labels.task) : params.metric;
  const tell = teller(context, metric);
  const step: Context['step'] = (done) => context.step(done, tell.note());
  const begun = performance.now();
  const found = await search(
    learnt,
    splits,
    candidatesOf(params, labels.task).map((estimator) => ({ estimator })),
    { method: params.method, seconds: params.budget, trials: params.trials, preparation: params, metric },
    { ...context, step, ranOn: (backend) => context.ranOn(backend) },
    tell.heard,
  );
  await context.step(1);
  const [first] = splits;
  const repeats = first?.method === 'time' ? 1 : params.repeats;
  return {
    rows: found.rows.map(rowOf),
    best: found.best,
    winner: found.winner,
    runnerUp: found.runnerUp ?? null,
    baseline: found.baseline ?? null,
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
