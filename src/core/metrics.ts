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
export type { Band, BandCurve, BandMetric, BandPoint, BootstrapBands } from './metrics/bootstrap.ts';
export { bootstrapBands, bootstrapBandsInSteps } from './metrics/bootstrap.ts';
export type { Numbers } from './metrics/checks.ts';
export { concordance } from './metrics/concordance.ts';
export type { Confusion, Rates } from './metrics/confusion.ts';
export { confusionAt, ratesOf } from './metrics/confusion.ts';
export type { CurvePoint } from './metrics/curves.ts';
export { gainCurve, liftCurve, precisionRecallCurve, rocCurve } from './metrics/curves.ts';
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
export type { ChosenThreshold, Costs, Money, ThresholdRule } from './metrics/threshold.ts';
export { chooseThreshold } from './metrics/threshold.ts';
