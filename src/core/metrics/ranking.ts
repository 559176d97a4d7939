import { assertPredictions, type Numbers } from './checks.ts';

/**
 * Rows by score, the highest first, equal scores as one: all that a metric of ranking asks. A row's weight is its count, so that a
 * resample of the rows is the same scores with other counts.
 */
export interface Ranking {
  /** Distinct, falling. */
  scores: Float64Array;
  /** How many rows of label 1 have each score. */
  positives: Float64Array;
  /** How many of label 0. */
  negatives: Float64Array;
}

/** Scores of each label apart, rising. Without a comparator a typed array sorts natively, several times as fast as an order of rows. */
function sortedByLabel(labels: Numbers, scores: Numbers): [positives: Float64Array, negatives: Float64Array] {
  const sides = [new Float64Array(labels.length), new Float64Array(labels.length)] as const;
  const counts = [0, 0];
  for (let row = 0; row < labels.length; row += 1) {
    const side = labels[row] ? 0 : 1;
    sides[side][counts[side]!++] = scores[row]!;
  }
  return [sides[0].subarray(0, counts[0]).sort(), sides[1].subarray(0, counts[1]).sort()];
}

/** The rows' ranking. Throws `metrics.wrong-length`, `metrics.not-a-number`. */
export function rankingOf(labels: Numbers, scores: Numbers): Ranking {
  assertPredictions(labels, scores);
  const [high, low] = sortedByLabel(labels, scores);
  const ranking = [0, 1, 2].map(() => new Float64Array(labels.length)) as [Float64Array, Float64Array, Float64Array];
  let [p, n, groups] = [high.length - 1, low.length - 1, 0];
  for (; p >= 0 || n >= 0; groups += 1) {
    const score = Math.max(p >= 0 ? high[p]! : -Infinity, n >= 0 ? low[n]! : -Infinity);
    const [fromP, fromN] = [p, n];
    while (p >= 0 && high[p] === score) p -= 1;
    while (n >= 0 && low[n] === score) n -= 1;
    ranking[0][groups] = score;
    ranking[1][groups] = fromP - p;
    ranking[2][groups] = fromN - n;
  }
  const [scoresOf, positives, negatives] = ranking.map((values) => values.slice(0, groups));
  return { scores: scoresOf!, positives: positives!, negatives: negatives! };
}

/** Rows of each label, summed over the scores. */
export function totals({ positives, negatives }: Ranking): { positives: number; negatives: number } {
  let [p, n] = [0, 0];
  for (let at = 0; at < positives.length; at += 1) {
    p += positives[at]!;
    n += negatives[at]!;
  }
  return { positives: p, negatives: n };
}
