import { AppError } from '../errors.ts';

/** Labels, scores, values: one number per row. */
export type Numbers = ArrayLike<number>;

/** Throws `metrics.wrong-length` unless there are so many predictions for each label, and `metrics.not-a-number` at the first NaN. */
export function assertPredictions(labels: Numbers, predictions: Numbers, each = 1): void {
  if (predictions.length !== labels.length * each) {
    throw new AppError('metrics.wrong-length', { labels: labels.length, predictions: predictions.length, each });
  }
  for (let at = 0; at < predictions.length; at += 1) {
    if (Number.isNaN(predictions[at]!)) throw new AppError('metrics.not-a-number', { row: Math.floor(at / each) + 1 });
  }
}
