import type { Compute, Context } from '../../contract/analysis.ts';
import type { ChosenThreshold, ThresholdRule } from '../../core/metrics.ts';
import {
  bootstrapBandsInSteps,
  calibrationTable,
  chooseThreshold,
  confusionMatrix,
  prevalence,
} from '../../core/metrics.ts';
import type { FitContext } from '../../models/estimator.ts';
import { columnAt } from '../../models/explain/dependence.ts';
import type { Answered } from '../../models/study/counterfactuals.ts';
import { counterfactuals } from '../../models/study/counterfactuals.ts';
import type { StudyInput } from '../../models/study/input.ts';
import { reachOf, studyInput } from '../../models/study/input.ts';
import { keepModel, meaningOf } from '../../models/study/keep.ts';
import { partly } from '../../models/study/listening.ts';
import type { Study, StudyOptions } from '../../models/study/study.ts';
import { study } from '../../models/study/study.ts';
import { rankedGroups } from '../../models/study/ranked-groups.ts';
import { toldInUnits } from '../../models/study/units.ts';
import type definition from './index.ts';
import type { Params } from './params.ts';
import type { ClassifyResult, Threshold } from './result.ts';
import { classesTable, rowsAbove, saidOf, scoresTable, stakesOf } from './scores-table.ts';

const SCORES = 'classify_scores';
const ROUNDS = 200;

/** Labels and out-of-fold predictions of the rows that were asked about. */
interface Judged {
  y: Float64Array;
  p: Float64Array;
}

function judgedOf({ judged, asked }: Study, { data }: StudyInput): Judged {
  const outputs = data.task === 'multiclass' ? data.classes : 1;
  const p = new Float64Array(asked.length * outputs);
  asked.forEach((row, at) => p.set(judged.predictions.subarray(row * outputs, (row + 1) * outputs), at * outputs));
  return { y: Float64Array.from(asked, (row) => data.y[row]!), p };
}

function ruleOf({ threshold, costOfAction, costOfMiss, capacity, precision }: Params): ThresholdRule {
  switch (threshold) {
    case 'cost':
      return { kind: 'cost', falsePositive: costOfAction, falseNegative: costOfMiss };
    case 'capacity':
      return { kind: 'capacity', share: capacity };
    case 'precision':
      return { kind: 'precision', least: precision };
    case 'f1':
      return { kind: 'f1' };
  }
}

/** Nothing is as high as Infinity; but what is kept and shown is a number. */
const NOBODY = 1.000001;

function thresholdOf(
  by: string,
  { threshold, confusion, precision, recall, share, money }: ChosenThreshold,
): Threshold {
  return {
    by,
    value: Number.isFinite(threshold) ? threshold : NOBODY,
    confusion,
    precision,
    recall,
    share,
    cost: { chosen: money!.cost, nobody: money!.costOfNone, everybody: money!.costOfAll },
  };
}

async function curvesOf({ y, p }: Judged, context: FitContext): Promise<ClassifyResult['curve']> {
  const bands = await bootstrapBandsInSteps(y, p, context.seed, ROUNDS, (share) => context.step(share));
  const { roc, precisionRecall, gain, lift } = bands.curves;
  return { roc, pr: precisionRecall, gain, lift, calibration: calibrationTable(y, p) };
}

/** What is decided; threshold and curves of two classes alone. */
interface Decided {
  threshold: Threshold | null;
  curve: ClassifyResult['curve'];
  changes: Answered;
}

async function decide(
  params: Params,
  input: StudyInput,
  done: Study,
  judged: Judged,
  context: Context,
): Promise<Decided> {
  const changesAt = (threshold: number | null) =>
    counterfactuals(
      done,
      input,
      { threshold, actionable: params.actionable },
      partly(context, SHARES.bands, SHARES.changes),
    );
  if (input.data.task !== 'binary') return { threshold: null, curve: noCurves, changes: await changesAt(null) };
  const costs = { falsePositive: params.costOfAction, falseNegative: params.costOfMiss };
  const threshold = thresholdOf(params.threshold, chooseThreshold(judged.y, judged.p, ruleOf(params), costs));
  const curve = await curvesOf(judged, partly(context, SHARES.study, SHARES.bands));
  return { threshold, curve, changes: await changesAt(threshold.value) };
}

const noCurves: ClassifyResult['curve'] = { roc: [], pr: [], gain: [], lift: [], calibration: [] };

function confusionOf({ y, p }: Judged, classes: number, threshold: Threshold | null): number[][] {
  if (threshold) {
    const { tn, fp, fn, tp } = threshold.confusion;
    return [
      [tn, fp],
      [fn, tp],
    ];
  }
  const matrix = confusionMatrix(y, p, classes);
  return Array.from({ length: classes }, (_, row) => [...matrix.subarray(row * classes, (row + 1) * classes)]);
}

const shareOfMostFrequent = ({ y, classes }: StudyInput['labels']): number => {
  const counts = new Float64Array(classes);
  for (const label of y) counts[label]! += 1;
  return Math.max(...counts) / y.length;
};

/** The study's share of the job, and where the bands and the changes end. */
const SHARES = { study: 0.85, bands: 0.92, changes: 0.97 };

function optionsOf(params: Params, { data, about, scoreFrom }: StudyInput): StudyOptions {
  const { estimator, estimatorParams, explain } = params;
  const lead = data.task === 'binary' ? 'auc' : 'logLoss';
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

function scoresOf(input: StudyInput, { scores }: Study, threshold: Threshold | null): ClassifyResult['scores'] {
  const rows = input.data.table.rows - input.scoreFrom;
  const { classes } = input.labels;
  if (!threshold) {
    const said = new Float64Array(classes);
    for (const best of saidOf(scores, classes)) said[best]! += 1;
    return { rows, above: 0, atStake: null, said: [...said] };
  }
  const above = rowsAbove(scores, threshold.value);
  const stakes = stakesOf(input);
  return { rows, above: above.length, atStake: stakes && above.reduce((sum, row) => sum + stakes[row]!, 0), said: [] };
}

function resultOf(params: Params, input: StudyInput, done: Study, judged: Judged, decided: Decided): ClassifyResult {
  const { labels, legend, flags, guarded, times, about } = input;
  const { threshold, curve, changes } = decided;
  return {
    ...done.result,
    ...toldInUnits({ ...done.result, counterfactuals: changes.found }, legend),
    unreached: changes.unreached,
    flags,
    guarded,
    times,
    legend: legend.filter(({ set }) => set !== 'table').map(meaningOf),
    prevalence: threshold ? prevalence(labels.y) : shareOfMostFrequent(labels),
    classes: [...labels.levels],
    curve,
    threshold,
    costs: { action: params.costOfAction, miss: params.costOfMiss },
    deciles: threshold ? rankedGroups(done.scores, judged.p, judged.y) : [],
    confusion: confusionOf(judged, labels.classes, threshold),
    scores: scoresOf(input, done, threshold),
    definition: params,
    about,
  };
}

/** Learns, is judged, explains itself, and scores whoever is there now. */
export default (async (tables, params, context): Promise<ClassifyResult> => {
  await context.step(0);
  const input = studyInput(tables, 'classify', params);
  // A name that is not there is told before anything is learnt.
  for (const name of params.actionable) columnAt(input.data.table, name);
  const done = await study(input.data, optionsOf(params, input), partly(context, 0, SHARES.study));
  const judged = judgedOf(done, input);
  const decided = await decide(params, input, done, judged, context);
  const result = resultOf(params, input, done, judged, decided);
  const { threshold } = decided;
  const part = partly(context, SHARES.changes, 1);
  context.publish(
    SCORES,
    threshold
      ? await scoresTable(tables, input, done, threshold.value, part)
      : classesTable(tables, input, done, result.classes),
  );
  keepModel(context, 'classify', done, { params, result, scores: SCORES });
  await context.step(1);
  return result;
}) satisfies Compute<typeof definition>;
