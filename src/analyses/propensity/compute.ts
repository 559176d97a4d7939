import type { Table } from 'apache-arrow';
import { Table as ArrowTable, makeVector } from 'apache-arrow';
import type { Compute, Context } from '../../contract/analysis.ts';
import type { Backend } from '../../contract/workers.ts';
import { DAY } from '../../core/calendar.ts';
import { column, numbers } from '../../core/columns.ts';
import { AppError } from '../../core/errors.ts';
import {
  averagePrecision,
  brier,
  calibrationTable,
  expectedCalibrationError,
  liftAtTop,
  logLoss,
  prevalence,
  rocAucInterval,
} from '../../core/metrics.ts';
import type { FittedLogistic } from '../../models/logistic/logistic.ts';
import { logistic } from '../../models/logistic/logistic.ts';
import type { Matrix } from '../../models/matrix.ts';
import { matrixOf } from '../../models/matrix.ts';
import { listening } from '../../models/study/listening.ts';
import { groupOf, groupsFor, rankedGroups } from '../../models/study/ranked-groups.ts';
import type definition from './index.ts';
import type { Params } from './params.ts';
import type { PropensityResult } from './result.ts';

const SCORES = 'propensity_scores';

/** All columns but the user and the label, as a model reads them. */
function matrixFrom(table: Table): Matrix {
  const names = table.schema.fields.map(({ name }) => name).filter((name) => name !== 'user' && name !== 'label');
  return matrixOf(
    names,
    names.map((name) => numbers(table, name)),
    table.numRows,
  );
}

interface Split {
  x: Matrix;
  y: Float64Array;
}

/** Features and labels of one cutoff. Throws `propensity.no-users`, and `propensity.one-class` where all or none did it. */
function splitOf(table: Table, cutoff: string, { target, horizon }: Params): Split {
  const y = numbers(table, 'label');
  if (y.length === 0) throw new AppError('propensity.no-users', { cutoff });
  const share = prevalence(y);
  if (share === 0 || share === 1) {
    throw new AppError('propensity.one-class', {
      share: 100 * share,
      users: y.length,
      cutoff,
      horizon,
      target: target || '*',
    });
  }
  return { x: matrixFrom(table), y };
}

function scoresTable(table: Table, scores: Float64Array, judged: number): Table {
  const groups = groupOf(scores, groupsFor(scores.length, judged));
  return new ArrowTable({
    user: column(table, 'user'),
    score: makeVector(scores),
    decile: makeVector(Float64Array.from(groups)),
  });
}

type Evaluated = Pick<PropensityResult, 'prevalence' | 'metrics' | 'spread' | 'baseline' | 'calibration'>;

/** All that the test says of the probabilities, beside what the training's prevalence alone would have said. */
function evaluated(y: Float64Array, p: Float64Array, rate: number): Evaluated {
  const { auc, low, high } = rocAucInterval(y, p);
  return {
    prevalence: prevalence(y),
    metrics: {
      auc,
      averagePrecision: averagePrecision(y, p),
      logLoss: logLoss(y, p),
      brier: brier(y, p),
      ece: expectedCalibrationError(y, p),
      liftTop10: liftAtTop(y, p),
    },
    spread: { auc: { low, high } },
    baseline: { auc: 0.5, logLoss: logLoss(y, new Float64Array(y.length).fill(rate)) },
    calibration: calibrationTable(y, p),
  };
}

function keep(
  context: Context,
  model: FittedLogistic,
  result: PropensityResult,
  params: Params,
  backend: Backend,
): void {
  const { cutoffs, n, metrics, baseline, prevalence: share } = result;
  context.keep('propensity', {
    kind: 'logistic',
    state: model.toJSON(),
    scores: SCORES,
    card: {
      analysis: 'propensity',
      params,
      seed: context.seed,
      data: {
        trainCutoff: cutoffs.train,
        testCutoff: cutoffs.test,
        trainUsers: n.train,
        testUsers: n.test,
        prevalence: share,
      },
      metrics,
      baseline,
      backend,
    },
  });
}

/** Learns at the training's cutoff, is judged at the test's, and scores everyone as of the log's end. */
export default (async (tables, params, context): Promise<PropensityResult> => {
  await context.step(0);
  const [trainAt, testAt] = ['train', 'test'].map((name) => new Date(numbers(tables.plan, name)[0]!).toISOString());
  const train = splitOf(tables.train, trainAt!, params);
  const test = splitOf(tables.test, testAt!, params);
  const ran = listening(context);
  const model = await logistic(params.c > 0 ? { c: params.c } : {}).fit(train.x, train.y, ran.context);
  const predicted = model.predict(test.x);
  const scores = model.predict(matrixFrom(tables.score));
  await context.step(0.95);
  const result: PropensityResult = {
    cutoffs: { train: trainAt!, test: testAt! },
    n: { train: train.y.length, test: test.y.length },
    ...evaluated(test.y, predicted, prevalence(train.y)),
    weights: model.explain(),
    deciles: rankedGroups(scores, predicted, test.y).map(({ rows: users, ...group }) => ({ ...group, users })),
    scores: scores.length,
    definition: { ...params, c: model.state.c, historyDays: numbers(tables.plan, 'history')[0]! / DAY },
  };
  context.publish(SCORES, scoresTable(tables.score, scores, predicted.length));
  keep(context, model, result, params, ran.backend());
  await context.step(1);
  return result;
}) satisfies Compute<typeof definition>;
