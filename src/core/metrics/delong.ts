import type { Numbers } from './checks.ts';
import { rankedAuc } from './ranked.ts';
import { rankingOf, totals } from './ranking.ts';

/** The AUC with its 95 % interval by DeLong's variance (1988), cut to [0, 1]. NaN bounds with fewer than two rows of a class. */
export function rocAucInterval(labels: Numbers, scores: Numbers): { auc: number; low: number; high: number } {
  const ranking = rankingOf(labels, scores);
  const { positives, negatives } = totals(ranking);
  const auc = rankedAuc(ranking);
  let above = 0;
  let belowOrEqual = negatives;
  let positiveSquares = 0;
  let negativeSquares = 0;
  for (let at = 0; at < ranking.scores.length; at += 1) {
    const higher = ranking.positives[at]!;
    const lower = ranking.negatives[at]!;
    // A row's placement: the share of the other class that it beats, a tie counting half.
    const positivePlacement = (belowOrEqual - lower / 2) / negatives;
    const negativePlacement = (above + higher / 2) / positives;
    positiveSquares += higher * (positivePlacement - auc) ** 2;
    negativeSquares += lower * (negativePlacement - auc) ** 2;
    above += higher;
    belowOrEqual -= lower;
  }
  const variance = positiveSquares / (positives - 1) / positives + negativeSquares / (negatives - 1) / negatives;
  const reach = 1.959963984540054 * Math.sqrt(variance);
  return { auc, low: Math.max(0, auc - reach), high: Math.min(1, auc + reach) };
}
