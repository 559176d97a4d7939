import { seededRandom } from '../../core/random.ts';
import type { TrainedModel } from '../model.ts';
import type { Explanation, Method, Scale } from './explain-rows.ts';
import { explainRows } from './explain-rows.ts';
import { affordable } from './affordable.ts';
import { partsOf } from './mixed-rows.ts';
import type { LabelledTable } from './permutation-importance.ts';
import { permutationImportance, REPEATS } from './permutation-importance.ts';
import { treePaths } from './tree-paths.ts';
import { sampleRows } from './sample-rows.ts';
import type { StepContext } from './steps.ts';
import { partOf } from './steps.ts';

export interface ImportanceRequest extends LabelledTable {
  model: TrainedModel;
  /** Rows to ask about: better not those that taught the model. */
  rows: Uint32Array;
  context: StepContext;
  /** By default AUC, log loss or R², by the task. */
  metric?: string;
  repeats?: number;
}

/** How much a column matters, in two ways. */
export interface Importance {
  column: string;
  /** Mean absolute effect on the score over rows (and over outputs, where there are several). */
  effect: number;
  /** What the metric loses when the column is permuted, and how that varies; NaN where rows have no labels. */
  loss: number;
  sd: number;
}

export interface Importances {
  method: Method;
  scale: Scale;
  metric: string;
  baseline: number;
  /** How many rows the effects are the mean of. */
  explained: number;
  /** The worst of the explained rows’ residuals. */
  residual: number;
  /** By effect, the strongest first. */
  columns: Importance[];
}

/** Rows whose effects are averaged: exact ways are quick, the way for any model is not. */
const EXACT_ROWS = 1000;
const KERNEL_ROWS = 25;
/** Nodes of trees that are walked for the averages, once for each point of their quadrature: a few seconds. */
const NODES = 4e8;
/** Rows among which columns are permuted. */
const PERMUTED_ROWS = { least: 200, most: 5000 };

const METRICS = { binary: 'auc', multiclass: 'logLoss', regression: 'r2' } as const;

/** So many rows of a model with trees, or in which columns add up, are explained in a few seconds. */
export function exactRows({ fitted }: Pick<TrainedModel, 'fitted'>): number {
  const trees = fitted.ensemble?.trees ?? [];
  const nodes = trees.reduce((sum, tree) => sum + tree.feature.length * treePaths(tree).points, 1);
  return Math.min(EXACT_ROWS, Math.floor(NODES / nodes));
}

/** Effects in a sample of the rows: large where the model's form makes them quick to find. */
async function explainSome({ model, table, rows, context }: ImportanceRequest): Promise<Explanation> {
  const sample = (count: number) => sampleRows(rows, count, seededRandom(context.seed));
  const few = await explainRows(model, table, sample(KERNEL_ROWS), partOf(context, 0, 0.2));
  if (few.method === 'kernel') return few;
  const count = exactRows(model);
  return count <= KERNEL_ROWS ? few : explainRows(model, table, sample(count), partOf(context, 0.2, 0.5));
}

/** Mean |effect| and permutation importance of each column of the table, on a seeded sample of the rows where there are many. */
export async function importances(request: ImportanceRequest): Promise<Importances> {
  const { model, rows, context, task, repeats = REPEATS } = request;
  const explained = await explainSome(request);
  const metric = request.metric ?? (task === 'anomaly' ? undefined : METRICS[task]);
  const permutations = partsOf(request.table).length * repeats;
  const count = affordable(model.fitted, permutations, PERMUTED_ROWS);
  const asked = sampleRows(rows, count, seededRandom(context.seed));
  const permuted =
    metric === undefined
      ? undefined
      : await permutationImportance(model, request, asked, metric, partOf(context, 0.5, 1), { repeats });
  const { columns, values, outputs } = explained;
  const effects = new Float64Array(columns.length);
  values.forEach((value, at) => {
    effects[Math.floor(at / outputs) % columns.length]! += Math.abs(value) / (explained.rows.length * outputs);
  });
  return {
    method: explained.method,
    scale: explained.scale,
    metric: metric ?? '',
    baseline: permuted?.baseline ?? NaN,
    explained: explained.rows.length,
    residual: explained.residual.reduce((most, each) => Math.max(most, each), 0),
    columns: columns
      .map((column, at) => ({
        column,
        effect: effects[at]!,
        loss: permuted?.columns[at]?.mean ?? NaN,
        sd: permuted?.columns[at]?.sd ?? NaN,
      }))
      .sort((a, b) => b.effect - a.effect),
  };
}
