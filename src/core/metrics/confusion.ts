import { assertPredictions, type Numbers } from './checks.ts';
import { matthews } from '../statistics/proportions.ts';

/** Rows by label and decision: t/f whether the decision was right, p/n what it was. */
export interface Confusion {
  tn: number;
  fp: number;
  fn: number;
  tp: number;
}

/** What a confusion matrix says; a rate over no rows is 0, as scikit-learn has it. */
export interface Rates {
  accuracy: number;
  precision: number;
  recall: number;
  f1: number;
  mcc: number;
}

/** Decisions at a threshold: yes where the score is at least that high. Throws `metrics.wrong-length`, `metrics.not-a-number`. */
export function confusionAt(labels: Numbers, scores: Numbers, threshold: number): Confusion {
  assertPredictions(labels, scores);
  const confusion: Confusion = { tn: 0, fp: 0, fn: 0, tp: 0 };
  for (let row = 0; row < labels.length; row += 1) {
    if (scores[row]! >= threshold) confusion[labels[row] ? 'tp' : 'fp'] += 1;
    else confusion[labels[row] ? 'fn' : 'tn'] += 1;
  }
  return confusion;
}

const share = (part: number, of: number): number => (of === 0 ? 0 : part / of);

/** Accuracy, precision, recall, F1 and Matthews' correlation of a confusion matrix. */
export function ratesOf({ tn, fp, fn, tp }: Confusion): Rates {
  return {
    accuracy: share(tn + tp, tn + fp + fn + tp),
    precision: share(tp, tp + fp),
    recall: share(tp, tp + fn),
    f1: share(2 * tp, 2 * tp + fp + fn),
    mcc: matthews(tp, fp, fn, tn),
  };
}
