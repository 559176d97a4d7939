import type { Dependence, ExplainedRow, StudyResult } from '../../contract/learning.ts';
import { seededRandom } from '../../core/random.ts';
import { quantileSorted } from '../../core/statistics.ts';
import type { FitContext } from '../estimator.ts';
import { affordable } from '../explain/affordable.ts';
import { ale } from '../explain/ale.ts';
import { ice } from '../explain/dependence.ts';
import type { Explanation } from '../explain/explain-rows.ts';
import { explainRows } from '../explain/explain-rows.ts';
import { importances } from '../explain/importances.ts';
import { sampleRows } from '../explain/sample-rows.ts';
import type { TrainedModel } from '../model.ts';
import { partly } from './listening.ts';
import type { StudyData } from './study.ts';

/** Rows of which importance and dependence are asked. */
const IMPORTANCE_ROWS = 2000;
const DEPENDENCE_ROWS = { least: 50, most: 300 };
/** Leading features whose dependence is drawn. */
const DRAWN = 3;
const GRID = 16;
/** For models that can only be asked: columns' coalitions per row. */
const COALITIONS = 600;

type Told = Pick<StudyResult, 'importances' | 'explained' | 'explanation' | 'dependence'>;

export interface Asked extends StudyData {
  /** Predictions of every row by the final model; rows × outputs. */
  predictions: Float64Array;
  /** Those that may be explained. */
  candidates: Uint32Array;
}

/** Of what a model and its rows can be told; `unseen`: a model that has not seen `rows`, for the importances. */
export interface Witness {
  model: TrainedModel;
  unseen: { model: TrainedModel; rows: Uint32Array };
}

async function importanceOf({ unseen }: Witness, data: Asked, metric: string, context: FitContext) {
  const rows = sampleRows(unseen.rows, IMPORTANCE_ROWS, seededRandom(context.seed));
  const { table, y, task, classes } = data;
  const found = await importances({ model: unseen.model, table, y, task, classes, rows, context, metric });
  return found.columns
    .map(({ column, effect, loss, sd }) => ({ feature: column, value: loss, sd, effect }))
    .sort((a, b) => b.value - a.value);
}

/** The number of outputs, and the one that speaks for a row: of several classes the likeliest. */
function leading(predictions: Float64Array, row: number, outputs: number): number {
  let best = 0;
  for (let k = 1; k < outputs; k += 1) {
    if (predictions[row * outputs + k]! > predictions[row * outputs + best]!) best = k;
  }
  return best;
}

const outputsOf = ({ task, classes }: StudyData): number => (task === 'multiclass' ? classes : 1);

/** The rows with the highest predictions, the highest first; ties in the table's order. */
function highest(data: Asked, most: number): Uint32Array {
  const outputs = outputsOf(data);
  const of = (row: number) => data.predictions[row * outputs + leading(data.predictions, row, outputs)]!;
  return data.candidates.toSorted((a, b) => of(b) - of(a) || a - b).subarray(0, most);
}

function rowsTold(explanation: Explanation, data: Asked): ExplainedRow[] {
  const { columns, values, outputs, base, score, residual, cells } = explanation;
  const wide = outputsOf(data);
  return Array.from(explanation.rows, (row, at) => {
    const class_ = outputs === 1 ? 0 : leading(data.predictions, row, wide);
    const place = (column: number) => at * columns.length + column;
    return {
      id: data.ids[row]!,
      ...(outputs > 1 && { class: class_ }),
      predicted: data.predictions[row * wide + (wide === 1 ? 0 : class_)]!,
      base: base[class_]!,
      score: score[at * outputs + class_]!,
      effects: columns.map((feature, column) => ({
        feature,
        value: cells[place(column)]!,
        effect: values[place(column) * outputs + class_]!,
      })),
      residual: residual[at]!,
    };
  });
}

async function explainedOf(model: TrainedModel, data: Asked, most: number, context: FitContext) {
  if (most === 0) return { explained: [], explanation: null };
  const rows = highest(data, most);
  const explanation = await explainRows(model, data.table, rows, context, { coalitions: COALITIONS });
  const explained = rowsTold(explanation, data);
  const residual = explained.reduce((worst, row) => Math.max(worst, row.residual), 0);
  return { explained, explanation: { method: explanation.method, residual } };
}

/** Curves of one column: the mean over rows, the middle half of them, and what the column alone does. */
async function dependenceOf(
  model: TrainedModel,
  data: Asked,
  feature: string,
  rows: Uint32Array,
  context: FitContext,
): Promise<Dependence> {
  const options = { grid: GRID };
  const curves = await ice(model, data.table, feature, rows, partly(context, 0, 0.6), options);
  const local = await ale(model, data.table, feature, rows, partly(context, 0.6, 1), options);
  const accumulated = new Map(local.grid.map((cell, point) => [cell, local.values[point * local.outputs]!]));
  const overall = curves.values.reduce((sum, value) => sum + value, 0) / Math.max(1, curves.values.length);
  const points = curves.grid.flatMap((x, point) => {
    if (x === null) return [];
    const values = curves.values.slice(point * rows.length, (point + 1) * rows.length).sort();
    const local = accumulated.get(x);
    return {
      x,
      mean: values.reduce((sum, value) => sum + value, 0) / rows.length,
      low: quantileSorted(values, 0.25),
      high: quantileSorted(values, 0.75),
      ale: local === undefined ? null : local + overall,
    };
  });
  return { feature, points };
}

async function dependences(model: TrainedModel, data: Asked, features: readonly string[], context: FitContext) {
  if (outputsOf(data) > 1) return [];
  const all = Uint32Array.from({ length: data.y.length }, (_, row) => row);
  const count = affordable(model.fitted, features.length * (GRID + 2), DEPENDENCE_ROWS);
  const rows = sampleRows(all, count, seededRandom(context.seed));
  const found: Dependence[] = [];
  for (const [n, feature] of features.entries()) {
    const part = partly(context, n / features.length, (n + 1) / features.length);
    found.push(await dependenceOf(model, data, feature, rows, part));
  }
  return found.filter(({ points }) => points.length > 1);
}

/**
 * What a model goes by (on rows that a like model has not seen), why the highest rows stand where they do, and how the prediction goes
 * with the leading features.
 */
export async function account(
  witness: Witness,
  data: Asked,
  { lead, explain }: { lead: string; explain: number },
  context: FitContext,
): Promise<Told> {
  const found = await importanceOf(witness, data, lead, partly(context, 0, 0.5));
  const told = await explainedOf(witness.model, data, explain, partly(context, 0.5, 0.8));
  const known = new Set(data.table.columns.map(({ name }) => name));
  const leaders = found
    .filter(({ feature, value, sd }) => known.has(feature) && value > Math.max(0, sd))
    .slice(0, DRAWN)
    .map(({ feature }) => feature);
  const dependence = await dependences(witness.model, data, leaders, partly(context, 0.8, 1));
  return { importances: found, ...told, dependence };
}
