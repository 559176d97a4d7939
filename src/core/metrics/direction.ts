import { AppError } from '../errors.ts';
import { binaryMetricNames } from './binary.ts';
import { multiclassMetricNames } from './multiclass.ts';
import { regressionMetricNames } from './regression.ts';

const lower: readonly string[] = ['logLoss', 'brier', 'ece', 'mae', 'rmse', 'medianAe', 'pinball50', 'poissonDeviance'];

const known: readonly string[] = [
  ...new Set([...binaryMetricNames, ...multiclassMetricNames, ...regressionMetricNames, 'concordance']),
];

/** Whether more of a metric is better: not so for losses and errors. Throws `metrics.unknown`. */
export function isHigherBetter(metric: string): boolean {
  if (!known.includes(metric)) throw new AppError('metrics.unknown', { metric, known: known.join(', ') });
  return !lower.includes(metric);
}
