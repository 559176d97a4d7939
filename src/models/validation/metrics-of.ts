import type { Task } from '../../contract/estimator.ts';
import { binaryMetrics, multiclassMetrics, rankingMetrics, regressionMetrics } from '../../core/metrics.ts';

/**
 * The metrics of a task's predictions: of a classifier's probabilities, of values, and for scores of strangeness those of ranking,
 * where labels 0/1 say which rows are strange (none without both labels).
 */
export function metricsOf(
  task: Task,
  y: ArrayLike<number>,
  predicted: ArrayLike<number>,
  classes: number,
): Record<string, number> {
  if (task === 'binary') return binaryMetrics(y, predicted);
  if (task === 'multiclass') return multiclassMetrics(y, predicted, classes);
  if (task === 'regression') return { ...regressionMetrics(y, predicted) };
  const labels = new Set(Array.from(y));
  return labels.size === 2 && labels.has(0) && labels.has(1) ? { ...rankingMetrics(y, predicted) } : {};
}

/** The metric by which models of a task are compared where none is named. */
export const mainMetric = (task: Task): string =>
  ({ binary: 'auc', multiclass: 'logLoss', regression: 'rmse', anomaly: 'auc' })[task];
