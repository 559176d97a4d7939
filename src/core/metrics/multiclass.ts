import { assertPredictions, type Numbers } from './checks.ts';
import { rocAuc } from './binary.ts';
import { EPSILON } from './probabilities.ts';

export const multiclassMetricNames = ['logLoss', 'accuracy', 'macroF1', 'macroAuc', 'mcc'] as const;
export type MulticlassMetric = (typeof multiclassMetricNames)[number];

/** Rows by class (row after row) and by the class predicted: `matrix[truth * classes + predicted]`. */
export type ConfusionMatrix = Float64Array;

/** The class of the highest probability of each row; among equals the first. */
export function predictedClasses(p: Numbers, classes: number): Uint32Array {
  const predicted = new Uint32Array(p.length / classes);
  for (let row = 0; row < predicted.length; row += 1) {
    let best = 0;
    for (let k = 1; k < classes; k += 1) if (p[row * classes + k]! > p[row * classes + best]!) best = k;
    predicted[row] = best;
  }
  return predicted;
}

/** The confusion matrix of labels 0 … K − 1 and probabilities, row after row. Throws `metrics.wrong-length`, `metrics.not-a-number`. */
export function confusionMatrix(labels: Numbers, p: Numbers, classes: number): ConfusionMatrix {
  assertPredictions(labels, p, classes);
  const predicted = predictedClasses(p, classes);
  const matrix = new Float64Array(classes * classes);
  for (let row = 0; row < labels.length; row += 1) matrix[labels[row]! * classes + predicted[row]!]! += 1;
  return matrix;
}

/** Rows by truth, rows by prediction, and those where both agree, of each class. */
function margins(matrix: ConfusionMatrix, classes: number) {
  const truth = new Float64Array(classes);
  const predicted = new Float64Array(classes);
  const right = new Float64Array(classes);
  for (let i = 0; i < classes; i += 1) {
    for (let j = 0; j < classes; j += 1) {
      truth[i]! += matrix[i * classes + j]!;
      predicted[j]! += matrix[i * classes + j]!;
    }
    right[i] = matrix[i * classes + i]!;
  }
  return { truth, predicted, right };
}

type Margins = ReturnType<typeof margins>;

const sum = (values: Numbers): number => {
  let total = 0;
  for (let at = 0; at < values.length; at += 1) total += values[at]!;
  return total;
};

const dot = (a: Numbers, b: Numbers): number => {
  let total = 0;
  for (let at = 0; at < a.length; at += 1) total += a[at]! * b[at]!;
  return total;
};

/** F1 averaged over the classes that some row has or was given: as scikit-learn without a list of labels. */
function macroF1({ truth, predicted, right }: Margins): number {
  let [total, classes] = [0, 0];
  for (let k = 0; k < truth.length; k += 1) {
    const rows = truth[k]! + predicted[k]!;
    if (rows === 0) continue;
    total += (2 * right[k]!) / rows;
    classes += 1;
  }
  return total / classes;
}

/** Matthews' correlation of several classes (Gorodkin 2004); 0 where all rows are of one class, or given one. */
function correlation({ truth, predicted, right }: Margins): number {
  const rows = sum(truth);
  const spread = (rows ** 2 - dot(predicted, predicted)) * (rows ** 2 - dot(truth, truth));
  return spread === 0 ? 0 : (sum(right) * rows - dot(truth, predicted)) / Math.sqrt(spread);
}

/** AUC of each class against the rest, averaged over the classes that some rows have and others lack; NaN without any. */
function macroAuc(labels: Numbers, p: Numbers, classes: number): number {
  const scores = new Float64Array(labels.length);
  const is = new Uint8Array(labels.length);
  const areas: number[] = [];
  for (let k = 0; k < classes; k += 1) {
    for (let row = 0; row < labels.length; row += 1) {
      scores[row] = p[row * classes + k]!;
      is[row] = labels[row] === k ? 1 : 0;
    }
    const auc = rocAuc(is, scores);
    if (!Number.isNaN(auc)) areas.push(auc);
  }
  return sum(areas) / areas.length;
}

/** Mean negative log likelihood (natural logarithm) of labels 0 … K − 1 under rows × K probabilities. */
export function multiclassLogLoss(labels: Numbers, p: Numbers, classes: number): number {
  let total = 0;
  for (let row = 0; row < labels.length; row += 1) {
    total -= Math.log(Math.min(1 - EPSILON, Math.max(EPSILON, p[row * classes + labels[row]!]!)));
  }
  return total / labels.length;
}

/**
 * Every metric of one class of several, from labels 0 … K − 1 and probabilities, rows × K. A class that no row has is left out of
 * the averages. Throws `metrics.wrong-length`, `metrics.not-a-number`.
 */
export function multiclassMetrics(labels: Numbers, p: Numbers, classes: number): Record<MulticlassMetric, number> {
  const of = margins(confusionMatrix(labels, p, classes), classes);
  return {
    logLoss: multiclassLogLoss(labels, p, classes),
    accuracy: sum(of.right) / labels.length,
    macroF1: macroF1(of),
    macroAuc: macroAuc(labels, p, classes),
    mcc: correlation(of),
  };
}
