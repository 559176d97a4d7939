import type { Table } from 'apache-arrow';
import { Table as ArrowTable, makeVector } from 'apache-arrow';
import type { Compute } from '../../contract/analysis.ts';
import { column } from '../../core/columns.ts';
import { meanOf, median } from '../../core/metrics.ts';
import { seededRandom } from '../../core/random.ts';
import { meanAndVariance } from '../../core/statistics.ts';
import { sampleRows } from '../../models/explain/sample-rows.ts';
import type { LearningTables, StudyInput } from '../../models/study/input.ts';
import { reachOf, studyInput } from '../../models/study/input.ts';
import { keepModel, meaningOf } from '../../models/study/keep.ts';
import { partly } from '../../models/study/listening.ts';
import type { Study, StudyOptions } from '../../models/study/study.ts';
import { study } from '../../models/study/study.ts';
import { groupOf, groupsFor, rankedGroups } from '../../models/study/ranked-groups.ts';
import { toldInUnits } from '../../models/study/units.ts';
import type definition from './index.ts';
import type { Params } from './params.ts';
import type { RegressResult } from './result.ts';

const SCORES = 'regress_scores';
/** Rows drawn. */
const POINTS = 1000;

function optionsOf(params: Params, { about, scoreFrom }: StudyInput): StudyOptions {
  const { estimator, estimatorParams, explain } = params;
  const lead = 'rmse';
  return {
    estimator,
    estimatorParams,
    preparation: params,
    validation: params,
    explain,
    lead,
    gap: reachOf(about),
    scoreFrom,
  };
}

function scoresTable(tables: LearningTables, { scoreFrom }: StudyInput, { scores, asked }: Study): Table {
  const groups = groupOf(scores, groupsFor(scores.length, asked.length));
  return new ArrowTable({
    user: column(scoreFrom > 0 ? tables.score : tables.rows, 'user'),
    score: makeVector(scores),
    decile: makeVector(Float64Array.from(groups)),
  });
}

/** Predicted out of fold, and what came. */
const pointsOf = ({ judged, asked }: Study, { data }: StudyInput, seed: number): RegressResult['points'] =>
  Array.from(sampleRows(asked, POINTS, seededRandom(seed)), (row) => ({
    predicted: judged.predictions[row]!,
    observed: data.y[row]!,
  }));

function resultOf(params: Params, input: StudyInput, done: Study, scores: Float64Array, seed: number): RegressResult {
  const { data, legend, flags, guarded, times, about } = input;
  const judged = Float64Array.from(done.asked, (row) => done.judged.predictions[row]!);
  const labels = Float64Array.from(done.asked, (row) => data.y[row]!);
  return {
    ...done.result,
    ...toldInUnits({ ...done.result, counterfactuals: [] }, legend),
    flags,
    guarded,
    times,
    legend: legend.filter(({ set }) => set !== 'table').map(meaningOf),
    label: { mean: meanOf(data.y), sd: Math.sqrt(meanAndVariance(data.y).variance), median: median(data.y) },
    deciles: rankedGroups(scores, judged, labels),
    points: pointsOf(done, input, seed),
    scores: { rows: scores.length, sum: scores.reduce((sum, value) => sum + value, 0) },
    definition: params,
    about,
  };
}

/** Learns, is judged, explains itself, and scores whoever is there now. */
export default (async (tables, params, context): Promise<RegressResult> => {
  await context.step(0);
  const input = studyInput(tables, 'regress', { ...params, positive: '' });
  const done = await study(input.data, optionsOf(params, input), partly(context, 0, 0.99));
  const { scores } = done;
  const result = resultOf(params, input, done, scores, context.seed);
  context.publish(SCORES, scoresTable(tables, input, done));
  keepModel(context, 'regress', done, { params, result, scores: SCORES });
  await context.step(1);
  return result;
}) satisfies Compute<typeof definition>;
