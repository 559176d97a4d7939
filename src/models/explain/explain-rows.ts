import { seededRandom } from '../../core/random.ts';
import type { AdditiveForm, LinearForm, Link } from '../estimator.ts';
import type { LearningTable } from '../learning-table.ts';
import { affordable } from './affordable.ts';
import { applyLink, linearScores } from '../linear-core/scores.ts';
import type { Matrix } from '../matrix.ts';
import type { TrainedModel } from '../model.ts';
import { scoresOf } from '../trees/predict.ts';
import { additiveScores, additiveShap } from './additive-shap.ts';
import { linearShap } from './linear-shap.ts';
import type { Cell } from './mixed-rows.ts';
import { cellOf, partsOf, SEQUENCE, tableRows } from './mixed-rows.ts';
import { rowNumbers, sampleRows } from './sample-rows.ts';
import type { StepContext } from './steps.ts';
import { finishIn } from './steps.ts';
import type { TableScore } from './kernel-shap.ts';
import { coalitionsFor, tableShap } from './kernel-shap.ts';
import type { Shap } from './tree-shap.ts';
import { treeShapSteps } from './tree-shap.ts';

/** Which way the values were found. */
export type Method = 'tree' | 'linear' | 'additive' | 'kernel';

/**
 * What the values add up to: the predicted value itself, log odds, a logarithm of the predicted value, or scores whose softmax the
 * probabilities are.
 */
export type Scale = 'value' | 'logOdds' | 'log' | 'softmax';

/** What moved some rows' predictions, and by how much, column by column of the table. */
export interface Explanation {
  method: Method;
  scale: Scale;
  /** The model's probabilities are calibrated after what is explained here, the score before. */
  calibrated: boolean;
  /** The columns of the table; `sequence` is a row's events, where the model reads them. */
  columns: string[];
  /** The rows of the table that are explained. */
  rows: Uint32Array;
  /** Scores per row. */
  outputs: number;
  /** By output: the score before any column is known. */
  base: Float64Array;
  /** Effects: [(row · columns + column) · outputs + output]. */
  values: Float64Array;
  /** The model's scores: rows × outputs. */
  score: Float64Array;
  /** By row: the most, over outputs, that base and effects miss the score by. */
  residual: Float64Array;
  /** What each row holds in each column: rows × columns. */
  cells: Cell[];
}

export interface ExplainOptions {
  /** Rows whose values stand for “not known”; else the trees' own training rows, or a sample of the table. */
  background?: Uint32Array;
  /** Sets of columns asked per row by the slow way for any model. */
  coalitions?: number;
}

/** What of a trained model is explained: all but its calibration. */
export type Explained = Pick<TrainedModel, 'task' | 'pipeline' | 'fitted' | 'calibration'>;

const SCALES: Record<Link, Scale> = { identity: 'value', logit: 'logOdds', log: 'log', softmax: 'softmax' };

/** Rows that stand for the others where none are given: a mean needs many, the slow way can afford few. */
const LINEAR_BACKGROUND = 1000;
const KERNEL_BACKGROUND = 32;
/** Of a model that takes its time: the fewest of them, and of sets per column. */
const FEWEST_BACKGROUND = 8;
const FEWEST_SETS = 4;
/** Probabilities of 0 and 1 have no log odds. */
const LEAST_PROBABILITY = 1e-9;
/** Predictions that trees or weights must give again through their link, or they are not what the model predicts by. */
const SAME_PREDICTION = 1e-6;

const samePredictions = (a: Float64Array, b: Float64Array): boolean =>
  a.length === b.length && a.every((value, at) => Math.abs(value - b[at]!) <= SAME_PREDICTION * (1 + Math.abs(value)));

interface Encoded {
  method: Method;
  link: Link;
  score: Float64Array;
  shap: Shap;
}

/** The exact way, where the model's form has one that predicts what the model predicts. */
async function exactly(
  { fitted, pipeline }: Explained,
  table: LearningTable,
  rows: Uint32Array,
  context: StepContext,
  background: Uint32Array | undefined,
): Promise<Encoded | undefined> {
  if (pipeline.origin.includes(-1)) return undefined;
  const x = pipeline.transform(table, rows);
  const { ensemble, linear } = fitted;
  const agrees = (score: Float64Array, outputs: number, link: Link) =>
    samePredictions(applyLink(score.slice(), outputs, link), fitted.predict(x));
  if (ensemble) {
    const score = scoresOf(ensemble, x);
    if (!agrees(score, ensemble.base.length, ensemble.link)) return undefined;
    const others = background && pipeline.transform(table, background);
    const shap = await finishIn(context, treeShapSteps(ensemble, x, rowNumbers(x.rows), others));
    return {
      method: 'tree',
      link: ensemble.link,
      score,
      shap: bySource(shap, x, pipeline.origin, table.columns.length),
    };
  }
  const form = linear ? weightedSum(linear) : fitted.additive && sumOfTerms(fitted.additive);
  if (!form) return undefined;
  const score = form.score(x);
  if (!agrees(score, form.outputs, form.link)) return undefined;
  const some = background ?? sampleRows(rowNumbers(table.rows), LINEAR_BACKGROUND, seededRandom(context.seed));
  const shap = bySource(form.shap(x, pipeline.transform(table, some)), x, pipeline.origin, table.columns.length);
  return { method: form.method, link: form.link, score, shap };
}

/** A model in which columns add up: what of it is asked. */
interface Sum {
  method: Method;
  link: Link;
  outputs: number;
  score(x: Matrix): Float64Array;
  shap(x: Matrix, background: Matrix): Shap;
}

const weightedSum = (linear: LinearForm): Sum => ({
  method: 'linear',
  link: linear.link,
  outputs: linear.intercept.length,
  score: (x) => linearScores(x, linear),
  shap: (x, background) => linearShap(linear, x, background),
});

const sumOfTerms = (form: AdditiveForm): Sum => ({
  method: 'additive',
  link: form.link,
  outputs: form.base.length,
  score: (x) => additiveScores(form, x),
  shap: (x, background) => additiveShap(form, x, background),
});

/** Effects of encoded columns, added up by the column of the table that they were made of. */
function bySource(shap: Shap, x: Pick<Matrix, 'rows' | 'columns'>, origin: Int32Array, sources: number): Shap {
  const outputs = shap.base.length;
  const values = new Float64Array(x.rows * sources * outputs);
  for (let row = 0; row < x.rows; row += 1) {
    for (let column = 0; column < x.columns; column += 1) {
      for (let output = 0; output < outputs; output += 1) {
        values[(row * sources + origin[column]!) * outputs + output]! +=
          shap.values[(row * x.columns + column) * outputs + output]!;
      }
    }
  }
  return { values, base: shap.base };
}

const logit = (p: number): number => {
  const inside = Math.min(Math.max(p, LEAST_PROBABILITY), 1 - LEAST_PROBABILITY);
  return Math.log(inside / (1 - inside));
};

/** The scale on which a model without trees or weights is explained, and its scores there. */
function scoreOf({ pipeline, fitted, task }: Explained): { link: Link; score: TableScore } {
  const predict: TableScore = (table) => fitted.predict(pipeline.transform(table));
  if (task === 'multiclass') {
    return { link: 'softmax', score: (table) => predict(table).map((p) => Math.log(Math.max(p, LEAST_PROBABILITY))) };
  }
  if (task === 'binary') return { link: 'logit', score: (table) => predict(table).map(logit) };
  return { link: 'identity', score: predict };
}

async function byAsking(
  model: Explained,
  table: LearningTable,
  rows: Uint32Array,
  context: StepContext,
  { background, coalitions }: ExplainOptions,
): Promise<Encoded> {
  const { link, score } = scoreOf(model);
  const players = partsOf(table).length;
  const wished = coalitions ?? coalitionsFor(players);
  const others = { least: FEWEST_BACKGROUND, most: KERNEL_BACKGROUND };
  const count = affordable(model.fitted, rows.length * wished, others);
  const some = background ?? sampleRows(rowNumbers(table.rows), count, seededRandom(context.seed));
  const sets = { least: Math.min(wished, FEWEST_SETS * players), most: wished };
  const asked = affordable(model.fitted, rows.length * some.length, sets);
  const shap = await tableShap(score, table, rows, some, context, asked);
  return { method: 'kernel', link, score: score(tableRows(table, rows)), shap };
}

/** By row: how far base and effects are from the score, at most over the outputs. */
function residuals({ values, base }: Shap, score: Float64Array, rows: number): Float64Array {
  const outputs = base.length;
  const columns = rows === 0 ? 0 : values.length / (rows * outputs);
  return Float64Array.from({ length: rows }, (_, row) => {
    let most = 0;
    for (let output = 0; output < outputs; output += 1) {
      let sum = base[output]!;
      for (let column = 0; column < columns; column += 1) sum += values[(row * columns + column) * outputs + output]!;
      most = Math.max(most, Math.abs(sum - score[row * outputs + output]!));
    }
    return most;
  });
}

function cellsOf(table: LearningTable, rows: Uint32Array, columns: readonly string[]): Cell[] {
  return Array.from(rows).flatMap((row) =>
    columns.map((_, column) => (column < table.columns.length ? cellOf(table.columns[column]!, row) : null)),
  );
}

/**
 * Why a model scores rows as it does: exact Shapley values of trees and where columns add up, else KernelSHAP, on the scale of the
 * score, by column of the table, with the residual of each row. One-hot columns of a category are added up.
 */
export async function explainRows(
  model: Explained,
  table: LearningTable,
  rows: Uint32Array,
  context: StepContext,
  options: ExplainOptions = {},
): Promise<Explanation> {
  const found =
    (await exactly(model, table, rows, context, options.background)) ??
    (await byAsking(model, table, rows, context, options));
  const { method, link, score, shap } = found;
  const columns = table.columns.map(({ name }) => name);
  if (method === 'kernel' && table.sequences) columns.push(SEQUENCE);
  return {
    method,
    scale: SCALES[link],
    calibrated: model.calibration !== undefined,
    columns,
    rows,
    outputs: shap.base.length,
    ...shap,
    score,
    residual: residuals(shap, score, rows.length),
    cells: cellsOf(table, rows, columns),
  };
}
