/** How well predictions fit what came: metrics, curves, bands and thresholds. One idea per file in the folder. */
export type { BinaryMetric, RankingMetric } from './metrics/binary.ts';
export {
  averagePrecision,
  binaryMetricNames,
  binaryMetrics,
  ksDistance,
  liftAtTop,
  prevalence,
  rankingMetrics,
  recallAtTop,
  rocAuc,
} from './metrics/binary.ts';
export type { Numbers } from './metrics/checks.ts';
export type { Confusion, Rates } from './metrics/confusion.ts';
export { confusionAt, ratesOf } from './metrics/confusion.ts';
export { rocAucInterval } from './metrics/delong.ts';
export { isHigherBetter } from './metrics/direction.ts';
export type { ConfusionMatrix, MulticlassMetric } from './metrics/multiclass.ts';
export {
  confusionMatrix,
  multiclassLogLoss,
  multiclassMetricNames,
  multiclassMetrics,
  predictedClasses,
} from './metrics/multiclass.ts';
export type { CalibrationBin } from './metrics/probabilities.ts';
export { brier, calibrationTable, expectedCalibrationError, logLoss } from './metrics/probabilities.ts';
export type { RegressionMetric, RegressionMetrics } from './metrics/regression.ts';
export {
  meanOf,
  median,
  pinballLoss,
  poissonDeviance,
  regressionMetricNames,
  regressionMetrics,
} from './metrics/regression.ts';
