/** Labels are 0 or 1; scores and probabilities are parallel to them. */
export type Numbers = ArrayLike<number>;

export interface CalibrationBin {
  /** Mean predicted probability of the bin. */
  predicted: number;
  /** Share of positives in the bin. */
  observed: number;
  n: number;
}

/** Probabilities are kept this far from 0 and 1 in logarithms: the double's epsilon, as scikit-learn has it. */
const EPSILON = Number.EPSILON;

/** A run of equal scores, from the highest score down: how many rows, how many of them positive. */
interface TieGroup {
  score: number;
  n: number;
  positives: number;
}

/** Rows grouped by equal score, highest first. */
function tieGroups(labels: Numbers, scores: Numbers): TieGroup[] {
  const order = Uint32Array.from({ length: scores.length }, (_, row) => row).sort((a, b) => scores[b]! - scores[a]!);
  const groups: TieGroup[] = [];
  for (const row of order) {
    let group = groups.at(-1);
    if (group?.score !== scores[row]!) groups.push((group = { score: scores[row]!, n: 0, positives: 0 }));
    group.n += 1;
    group.positives += labels[row]!;
  }
  return groups;
}

/** Share of positives; NaN without rows. */
export function prevalence(labels: Numbers): number {
  let positives = 0;
  for (let row = 0; row < labels.length; row += 1) positives += labels[row]!;
  return positives / labels.length;
}

/** Area under the ROC curve: the chance that a positive outranks a negative, a tie counting half. NaN with one class only. */
export function rocAuc(labels: Numbers, scores: Numbers): number {
  let above = 0;
  let wins = 0;
  let negatives = 0;
  for (const group of tieGroups(labels, scores)) {
    const lower = group.n - group.positives;
    wins += lower * (above + group.positives / 2);
    above += group.positives;
    negatives += lower;
  }
  return wins / (above * negatives);
}

/** The AUC with its 95 % interval by DeLong's variance (1988), cut to [0, 1]. NaN bounds with fewer than two rows of a class. */
export function rocAucInterval(labels: Numbers, scores: Numbers): { auc: number; low: number; high: number } {
  const groups = tieGroups(labels, scores);
  const positives = groups.reduce((sum, group) => sum + group.positives, 0);
  const negatives = scores.length - positives;
  const auc = rocAuc(labels, scores);
  let above = 0;
  let belowOrEqual = negatives;
  let positiveSquares = 0;
  let negativeSquares = 0;
  for (const group of groups) {
    const lower = group.n - group.positives;
    // A row's placement: the share of the other class that it beats, a tie counting half.
    const positivePlacement = (belowOrEqual - lower / 2) / negatives;
    const negativePlacement = (above + group.positives / 2) / positives;
    positiveSquares += group.positives * (positivePlacement - auc) ** 2;
    negativeSquares += lower * (negativePlacement - auc) ** 2;
    above += group.positives;
    belowOrEqual -= lower;
  }
  const variance = positiveSquares / (positives - 1) / positives + negativeSquares / (negatives - 1) / negatives;
  const reach = 1.959963984540054 * Math.sqrt(variance);
  return { auc, low: Math.max(0, auc - reach), high: Math.min(1, auc + reach) };
}

/** Average precision, Σ (Rₙ − Rₙ₋₁) Pₙ over the distinct scores: no interpolation, as scikit-learn. NaN without positives. */
export function averagePrecision(labels: Numbers, scores: Numbers): number {
  let seen = 0;
  let hits = 0;
  let sum = 0;
  for (const group of tieGroups(labels, scores)) {
    seen += group.n;
    hits += group.positives;
    sum += group.positives * (hits / seen);
  }
  return sum / hits;
}

/** Mean negative log likelihood (natural logarithm) of the labels under the probabilities. */
export function logLoss(labels: Numbers, probabilities: Numbers): number {
  let sum = 0;
  for (let row = 0; row < labels.length; row += 1) {
    const p = Math.min(1 - EPSILON, Math.max(EPSILON, probabilities[row]!));
    sum -= labels[row] ? Math.log(p) : Math.log1p(-p);
  }
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

/**
 * How many times the prevalence the top `share` of the scores reaches (rows rounded up). Rows that tie at the border count
 * with the share of positives of their tie, so that the order of the input doesn't matter. NaN without positives.
 */
export function liftAtTop(labels: Numbers, scores: Numbers, share = 0.1): number {
  const top = Math.max(1, Math.ceil(scores.length * share));
  let left = top;
  let hits = 0;
  for (const group of tieGroups(labels, scores)) {
    const taken = Math.min(left, group.n);
    hits += (taken / group.n) * group.positives;
    left -= taken;
    if (left === 0) break;
  }
  return hits / top / prevalence(labels);
}
