import { meanAndVariance } from '../../core/statistics.ts';
import type { FitContext } from '../../models/estimator.ts';
import { partly } from '../../models/study/listening.ts';
import { recommenderOf, recommenderParams } from '../../recommenders/catalog.ts';
import type { LearningData } from '../../recommenders/data.ts';
import { compareRepeated } from '../../recommenders/evaluation/compare.ts';
import type { Evaluation } from '../../recommenders/evaluation/evaluate.ts';
import { evaluate } from '../../recommenders/evaluation/evaluate.ts';
import type { Split } from '../../recommenders/evaluation/split.ts';
import { splitOf } from '../../recommenders/evaluation/split.ts';
import type { Choice } from '../../recommenders/serving/final.ts';
import { served } from '../../recommenders/serving/start.ts';
import type { Params } from './params.ts';
import type { AlgorithmRow, Difference, MetricKey, Metrics, RecommendResult, SegmentRow } from './result.ts';
import { metricKeys } from './result.ts';

export const BASELINE = 'popularity';

/** What one recommender did in one repeat. */
interface Trial {
  evaluation: Evaluation;
  seconds: number;
}

/** All that was judged: each repeat's trials, in the order of the choices. */
export interface Judgement {
  choices: Choice[];
  repeats: Trial[][];
  split: RecommendResult['split'];
}

/** What is judged: the one asked for with its settings, others with theirs by default, and popularity always. */
export function choicesOf({ algorithm, params, compare: others }: Params): Choice[] {
  const more = [...new Set([...others, BASELINE])].filter((id) => id !== algorithm);
  return [{ algorithm, params }, ...more.map((id) => ({ algorithm: id, params: {} }))];
}

async function trialOf(choice: Choice, split: Split, params: Params, context: FitContext): Promise<Trial> {
  const begun = performance.now();
  const recommender = await recommenderOf(choice.algorithm, choice.params, split.train.feedback);
  const fitted = served(await recommender.fit(split.train, partly(context, 0, 0.8)), split.train);
  const options = { k: params.k, seen: params.seen };
  const evaluation = await evaluate(fitted, split, options, partly(context, 0.8, 1));
  return { evaluation, seconds: (performance.now() - begun) / 1000 };
}

const splitText = ({ about }: Split, params: Params): RecommendResult['split'] => ({
  kind: params.split,
  train: about.trainInteractions,
  validation: about.validationInteractions,
  test: about.testInteractions,
  cutoff: about.cutoff ?? null,
  repeats: params.repeatedSeeds,
});

/** Trains every choice on the same part and asks it about the same rest, as often as is wanted, each time with the next seed. */
export async function judge(data: LearningData, params: Params, context: FitContext): Promise<Judgement> {
  const choices = choicesOf(params);
  const repeats: Trial[][] = [];
  const parts = params.repeatedSeeds * choices.length;
  let first: Split | undefined;
  for (let repeat = 0; repeat < params.repeatedSeeds; repeat++) {
    const seed = context.seed + repeat;
    const split = splitOf(data, params, seed);
    first ??= split;
    const trials: Trial[] = [];
    for (const [at, choice] of choices.entries()) {
      const part = repeat * choices.length + at;
      const own = partly({ ...context, seed }, part / parts, (part + 1) / parts);
      trials.push(await trialOf(choice, split, params, own));
    }
    repeats.push(trials);
  }
  return { choices, repeats, split: splitText(first!, params) };
}

const known = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;

const byMetric = (value: (key: MetricKey) => number | null): Metrics =>
  Object.fromEntries(metricKeys.map((key) => [key, value(key)])) as Metrics;

const mean = (values: readonly number[]): number => meanAndVariance(values).mean;

/** By the normal approximation over users, within what a share can be; repeats are of the same users and make it no narrower. */
function intervalOf(trials: readonly Trial[]): AlgorithmRow['interval'] {
  const moments = trials.map(({ evaluation }) => meanAndVariance(evaluation.perUser.ndcg));
  const centre = mean(moments.map((each) => each.mean));
  const error = mean(moments.map(({ variance, n }) => Math.sqrt(variance / n)));
  return Number.isFinite(error)
    ? { low: Math.max(0, centre - 1.96 * error), high: Math.min(1, centre + 1.96 * error) }
    : null;
}

/** User by user over all repeats; null where there is nobody to compare. */
function differenceOf(trials: readonly Trial[], others: readonly Trial[], comparisons = 1): Difference | null {
  const evaluations = (of: readonly Trial[]) => of.map(({ evaluation }) => evaluation);
  const found = compareRepeated(evaluations(trials), evaluations(others), comparisons);
  return Number.isFinite(found.low) ? found : null;
}

const segmentRow = ({ name, users, from, to, metrics }: Evaluation['segments'][number]): SegmentRow => ({
  ...{ name, users, from, to },
  metrics: byMetric((key) => known(metrics[key])),
});

function rowOf({ algorithm, params }: Choice, trials: readonly Trial[], baseline: readonly Trial[]): AlgorithmRow {
  const { evaluation } = trials[0]!;
  const of = (key: MetricKey) => trials.map((trial) => trial.evaluation.metrics[key]);
  const rated = (key: 'rmse' | 'mae') => known(mean(trials.map((trial) => trial.evaluation[key] ?? NaN)));
  const isBaseline = algorithm === BASELINE;
  return {
    algorithm,
    params: recommenderParams(algorithm, params),
    users: evaluation.users,
    metrics: byMetric((key) => known(mean(of(key)))),
    sd: trials.length > 1 ? byMetric((key) => known(Math.sqrt(meanAndVariance(of(key)).variance))) : null,
    interval: intervalOf(trials),
    toPopularity: isBaseline ? null : differenceOf(trials, baseline),
    toBest: null,
    rmse: isBaseline ? null : rated('rmse'),
    mae: isBaseline ? null : rated('mae'),
    segments: evaluation.segments.map(segmentRow),
    seconds: mean(trials.map(({ seconds }) => seconds)),
  };
}

/** The rows, best NDCG first, and who can't be told from the best. */
export function rowsOf({ choices, repeats }: Judgement): Pick<RecommendResult, 'rows' | 'best'> {
  const trialsOf = (at: number) => repeats.map((trials) => trials[at]!);
  const baseline = trialsOf(choices.findIndex(({ algorithm }) => algorithm === BASELINE));
  const rows = choices.map((choice, at) => ({ at, row: rowOf(choice, trialsOf(at), baseline) }));
  rows.sort((a, b) => (b.row.metrics.ndcg ?? -1) - (a.row.metrics.ndcg ?? -1) || a.at - b.at);
  const [first] = rows;
  const pairs = (rows.length * (rows.length - 1)) / 2;
  for (const { at, row } of rows.slice(1)) row.toBest = differenceOf(trialsOf(at), trialsOf(first!.at), pairs);
  const tied = rows.filter(({ row }) => row === first!.row || (row.toBest !== null && row.toBest.high >= 0));
  const isJudged = first!.row.metrics.ndcg !== null;
  return {
    rows: rows.map(({ row }) => row),
    best: isJudged ? { algorithm: first!.row.algorithm, tied: tied.map(({ row }) => row.algorithm) } : null,
  };
}
