import type { Task } from '../../contract/estimator.ts';
import type { FitContext } from '../estimator.ts';
import type { LearningTable } from '../learning-table.ts';
import { trainModel, type ModelConfig } from '../model.ts';
import { metricsOf } from './metrics-of.ts';

/** Rows to learn from: a label for each row of the table, and what keeps rows apart. */
export interface LearningData {
  table: LearningTable;
  y: Float64Array;
  task: Task;
  classes: number;
  cutoffs?: ArrayLike<number>;
  groups?: ArrayLike<number>;
}

/** How one split went. */
export interface Fold {
  metrics: Record<string, number>;
  /** Rows asked. */
  rows: number;
  /** Training and predicting. */
  seconds: number;
}

/** A fold with the predictions of the rows asked, in their order. */
export interface JudgedFold extends Fold {
  predictions: Float64Array;
}

/** Trains on some rows and asks about others. */
export async function judgeFold(
  config: ModelConfig,
  data: LearningData,
  { train, test }: { train: Uint32Array; test: Uint32Array },
  context: FitContext,
): Promise<JudgedFold> {
  const begun = performance.now();
  const { table, y, task, classes } = data;
  const model = await trainModel(config, table, train, y, { task, classes }, context);
  const predictions = model.predict(table, test);
  const seconds = (performance.now() - begun) / 1000;
  const labels = Float64Array.from(test, (row) => y[row]!);
  return { metrics: metricsOf(task, labels, predictions, classes), rows: test.length, seconds, predictions };
}
