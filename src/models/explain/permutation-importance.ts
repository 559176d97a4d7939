import type { Task } from '../../contract/estimator.ts';
import { AppError } from '../../core/errors.ts';
import {
  averagePrecision,
  binaryMetrics,
  brier,
  isHigherBetter,
  logLoss,
  multiclassMetrics,
  regressionMetrics,
  rocAuc,
} from '../../core/metrics.ts';
import { seededRandom } from '../../core/random.ts';
import { meanAndVariance } from '../../core/statistics.ts';
import type { LearningTable } from '../learning-table.ts';
import { partsOf, tableRows } from './mixed-rows.ts';
import { predictDealt } from './permuted.ts';
import type { Predicts } from './predicts.ts';
import { predictAll } from './predicts.ts';
import { rowNumbers, shuffled } from './sample-rows.ts';
import type { StepContext } from './steps.ts';
import { partOf } from './steps.ts';

/** Rows with their labels; `y` has one for each row of the table. */
export interface LabelledTable {
  table: LearningTable;
  y: ArrayLike<number>;
  task: Task;
  /** How many classes there are, where there are several. */
  classes: number;
}

/** How much worse a metric gets when a column's values are dealt out anew. */
export interface ColumnImportance {
  column: string;
  mean: number;
  /** Standard deviation over the repeats (n − 1). */
  sd: number;
}

export interface PermutationImportance {
  metric: string;
  /** The metric with all columns as they are. */
  baseline: number;
  /** In the table's order; `sequence` last, where rows have events. */
  columns: ColumnImportance[];
}

/** How many times each column is permuted. */
export const REPEATS = 5;

type Numbers = ArrayLike<number>;

/** Those that need not be computed beside all others. */
const alone: Record<string, (y: Numbers, p: Float64Array) => number> = {
  auc: rocAuc,
  averagePrecision,
  logLoss,
  brier,
};

function metricOf({ task, classes }: LabelledTable, metric: string): (y: Numbers, predicted: Float64Array) => number {
  const read = (all: object, y: Numbers) => {
    const value = (all as Record<string, number | undefined>)[metric];
    if (value === undefined) throw new AppError('explain.no-metric', { metric, task, rows: y.length });
    return value;
  };
  if (task === 'multiclass') return (y, p) => read(multiclassMetrics(y, p, classes), y);
  if (task === 'regression') return (y, predicted) => read(regressionMetrics(y, predicted), y);
  return alone[metric] ?? ((y, p) => read(binaryMetrics(y, p), y));
}

/**
 * Permutation importance (Breiman 2001) on rows the model should not have learnt from: the loss of `metric` when a column of the
 * table is permuted among them, so that all columns encoded from it move together. Throws `metrics.unknown`, `explain.no-metric`.
 */
export async function permutationImportance(
  model: Predicts,
  data: LabelledTable,
  rows: Uint32Array,
  metric: string,
  context: StepContext,
  { repeats = REPEATS }: { repeats?: number } = {},
): Promise<PermutationImportance> {
  const sign = isHigherBetter(metric) ? 1 : -1;
  const judge = metricOf(data, metric);
  const labels = Float64Array.from(rows, (row) => data.y[row]!);
  const parts = partsOf(data.table);
  const rounds = 1 + parts.length * repeats;
  const random = seededRandom(context.seed);
  let round = 0;
  const nextRound = () => partOf(context, round / rounds, ++round / rounds);
  const some = tableRows(data.table, rows);
  const baseline = judge(labels, await predictAll(model, some, nextRound()));
  const predict = predictDealt(model, some);
  const places = rowNumbers(rows.length);
  const columns: ColumnImportance[] = [];
  for (const [part, column] of parts.entries()) {
    const losses: number[] = [];
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      const dealt = shuffled(places, random);
      losses.push(sign * (baseline - judge(labels, await predict(part, dealt, nextRound()))));
    }
    const { mean, variance } = meanAndVariance(losses);
    columns.push({ column, mean, sd: Math.sqrt(variance) });
  }
  return { metric, baseline, columns };
}
