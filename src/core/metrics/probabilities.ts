import { assertPredictions, type Numbers } from './checks.ts';

export interface CalibrationBin {
  /** Mean predicted probability of the bin. */
  predicted: number;
  /** Share of positives in the bin. */
  observed: number;
  n: number;
}

/** Probabilities are kept this far from 0 and 1 in logarithms: the double's epsilon, as scikit-learn has it. */
export const EPSILON = Number.EPSILON;

/** Negative log likelihood (natural logarithm) of one label, 1 or 0, under a probability. */
export function logCost(label: number, probability: number): number {
  const p = Math.min(1 - EPSILON, Math.max(EPSILON, probability));
  return label ? -Math.log(p) : -Math.log1p(-p);
}

/** Mean negative log likelihood (natural logarithm) of the labels under the probabilities. */
export function logLoss(labels: Numbers, probabilities: Numbers): number {
  let sum = 0;
  for (let row = 0; row < labels.length; row += 1) sum += logCost(labels[row]!, probabilities[row]!);
  return sum / labels.length;
}

/** Brier score: the mean squared distance between probability and label. */
export function brier(labels: Numbers, probabilities: Numbers): number {
  let sum = 0;
  for (let row = 0; row < labels.length; row += 1) sum += (probabilities[row]! - labels[row]!) ** 2;
  return sum / labels.length;
}

/** Predicted against observed in `bins` bins of equal width, each open below and closed above; empty bins are left out. */
export function calibrationTable(labels: Numbers, probabilities: Numbers, bins = 10): CalibrationBin[] {
  assertPredictions(labels, probabilities);
  const table = Array.from({ length: bins }, () => ({ predicted: 0, observed: 0, n: 0 }));
  for (let row = 0; row < labels.length; row += 1) {
    const bin = table[Math.min(bins - 1, Math.max(0, Math.ceil(probabilities[row]! * bins) - 1))]!;
    bin.predicted += probabilities[row]!;
    bin.observed += labels[row]!;
    bin.n += 1;
  }
  return table
    .filter(({ n }) => n > 0)
    .map(({ predicted, observed, n }) => ({ predicted: predicted / n, observed: observed / n, n }));
}

/** Expected calibration error: the gap between predicted and observed, weighted by rows, over ten bins of equal width. */
export function expectedCalibrationError(labels: Numbers, probabilities: Numbers): number {
  const gaps = calibrationTable(labels, probabilities).map((bin) => bin.n * Math.abs(bin.predicted - bin.observed));
  return gaps.reduce((sum, gap) => sum + gap, 0) / labels.length;
}
