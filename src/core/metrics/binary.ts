import type { Numbers } from './checks.ts';
import { confusionAt, ratesOf } from './confusion.ts';
import { brier, expectedCalibrationError, logLoss } from './probabilities.ts';
import { rankedAuc, rankedAveragePrecision, rankedKs, rankedLiftAt, rankedRecallAt } from './ranked.ts';
import { rankingOf, type Ranking } from './ranking.ts';

export const rankingMetricNames = ['auc', 'averagePrecision', 'ks', 'recallAt10', 'liftAt10'] as const;
export type RankingMetric = (typeof rankingMetricNames)[number];

export const binaryMetricNames = [
  ...rankingMetricNames,
  'logLoss',
  'brier',
  'ece',
  'accuracy',
  'precision',
  'recall',
  'f1',
  'mcc',
] as const;
export type BinaryMetric = (typeof binaryMetricNames)[number];

/** The metrics that ask only which row comes before which. */
export const metricsOfRanking = (ranking: Ranking): Record<RankingMetric, number> => ({
  auc: rankedAuc(ranking),
  averagePrecision: rankedAveragePrecision(ranking),
  ks: rankedKs(ranking),
  recallAt10: rankedRecallAt(ranking, 0.1),
  liftAt10: rankedLiftAt(ranking, 0.1),
});

/** AUC, average precision, KS, recall and lift of the top tenth, of scores on any scale. */
export const rankingMetrics = (labels: Numbers, scores: Numbers): Record<RankingMetric, number> =>
  metricsOfRanking(rankingOf(labels, scores));

/**
 * Every metric of a yes or no, from labels 0/1 and probabilities of label 1; decisions at 0.5, where a probability of just 0.5 is
 * a yes. NaN where a metric needs a class that no row has. Throws `metrics.wrong-length`, `metrics.not-a-number`.
 */
export const binaryMetrics = (labels: Numbers, p: Numbers): Record<BinaryMetric, number> => ({
  ...rankingMetrics(labels, p),
  logLoss: logLoss(labels, p),
  brier: brier(labels, p),
  ece: expectedCalibrationError(labels, p),
  ...ratesOf(confusionAt(labels, p, 0.5)),
});

/** Share of positives; NaN without rows. */
export function prevalence(labels: Numbers): number {
  let positives = 0;
  for (let row = 0; row < labels.length; row += 1) positives += labels[row]!;
  return positives / labels.length;
}

/** Area under the ROC curve: the chance that a positive outranks a negative, a tie counting half. NaN with one class only. */
export const rocAuc = (labels: Numbers, scores: Numbers): number => rankedAuc(rankingOf(labels, scores));

/** Average precision, Σ (Rₙ − Rₙ₋₁) Pₙ over the distinct scores: no interpolation, as scikit-learn. NaN without positives. */
export const averagePrecision = (labels: Numbers, scores: Numbers): number =>
  rankedAveragePrecision(rankingOf(labels, scores));

/** The Kolmogorov–Smirnov distance between the scores of the two classes (two-sided). NaN with one class only. */
export const ksDistance = (labels: Numbers, scores: Numbers): number => rankedKs(rankingOf(labels, scores));

/**
 * How many times the prevalence the top `share` of the scores reaches (rows rounded up). Rows that tie at the border count
 * with the share of positives of their tie, so that the order of the input doesn't matter. NaN without positives.
 */
export const liftAtTop = (labels: Numbers, scores: Numbers, share = 0.1): number =>
  rankedLiftAt(rankingOf(labels, scores), share);

/** The share of all positives that the top `share` of the scores finds; rows and ties as in `liftAtTop`. */
export const recallAtTop = (labels: Numbers, scores: Numbers, share = 0.1): number =>
  rankedRecallAt(rankingOf(labels, scores), share);
