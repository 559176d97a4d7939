import { seededRandom } from '../../core/random.ts';
import type { TrainedModel } from '../model.ts';
import type { Method, Scale } from './explain-rows.ts';
import { explainRows } from './explain-rows.ts';
import type { LabelledTable } from './permutation-importance.ts';
import { permutationImportance } from './permutation-importance.ts';
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

const METRICS = { binary: 'auc', multiclass: 'logLoss', regression: 'r2' } as const;

/** Mean |effect| and permutation importance of each column of the table. */
export async function importances(request: ImportanceRequest): Promise<Importances> {
  const { model, table, rows, context, task, repeats } = request;
  const quick = (model.fitted.ensemble ?? model.fitted.linear) && !model.pipeline.origin.includes(-1);
  const some = sampleRows(rows, quick ? EXACT_ROWS : KERNEL_ROWS, seededRandom(context.seed));
  const explained = await explainRows(model, table, some, partOf(context, 0, 0.5));
  const metric = request.metric ?? (task === 'anomaly' ? undefined : METRICS[task]);
  const permuted =
    metric === undefined
      ? undefined
      : await permutationImportance(model, request, rows, metric, partOf(context, 0.5, 1), {
          ...(repeats && { repeats }),
        });
  const { columns, values, outputs } = explained;
  const effects = new Float64Array(columns.length);
  values.forEach((value, at) => {
    effects[Math.floor(at / outputs) % columns.length]! += Math.abs(value) / (some.length * outputs);
  });
  return {
    method: explained.method,
    scale: explained.scale,
    metric: metric ?? '',
    baseline: permuted?.baseline ?? NaN,
    explained: some.length,
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
