import { totals, type Ranking } from './ranking.ts';

/** Area under the ROC curve of a ranking; NaN with one class only. */
export function rankedAuc({ positives, negatives }: Ranking): number {
  let [above, below, wins] = [0, 0, 0];
  for (let at = 0; at < positives.length; at += 1) {
    wins += negatives[at]! * (above + positives[at]! / 2);
    above += positives[at]!;
    below += negatives[at]!;
  }
  return wins / (above * below);
}

/** Average precision of a ranking; NaN without positives. */
export function rankedAveragePrecision({ positives, negatives }: Ranking): number {
  let [seen, hits, sum] = [0, 0, 0];
  for (let at = 0; at < positives.length; at += 1) {
    seen += positives[at]! + negatives[at]!;
    hits += positives[at]!;
    // A score that no row of a resample has adds nothing, before the first row not even 0 / 0.
    if (positives[at]! > 0) sum += positives[at]! * (hits / seen);
  }
  return sum / hits;
}

/** The largest distance between the distributions of scores of the two classes; NaN with one class only. */
export function rankedKs(ranking: Ranking): number {
  const all = totals(ranking);
  if (all.positives === 0 || all.negatives === 0) return NaN;
  let [hits, misses, widest] = [0, 0, 0];
  for (let at = 0; at < ranking.scores.length; at += 1) {
    hits += ranking.positives[at]!;
    misses += ranking.negatives[at]!;
    widest = Math.max(widest, Math.abs(hits / all.positives - misses / all.negatives));
  }
  return widest;
}

/**
 * The share of positives among the top `share` of the rows (rows rounded up, one at least). Rows that tie at the border count with
 * the share of positives of their tie, so that the order of the input doesn't matter. NaN without positives.
 */
export function rankedRecallAt(ranking: Ranking, share: number): number {
  const all = totals(ranking);
  let left = topRows(all.positives + all.negatives, share);
  let hits = 0;
  for (let at = 0; at < ranking.scores.length && left > 0; at += 1) {
    const tied = ranking.positives[at]! + ranking.negatives[at]!;
    if (tied === 0) continue;
    const taken = Math.min(left, tied);
    hits += (taken / tied) * ranking.positives[at]!;
    left -= taken;
  }
  return hits / all.positives;
}

/** How many times the prevalence the top `share` of a ranking reaches, ties as in `rankedRecallAt`. NaN without positives. */
export function rankedLiftAt(ranking: Ranking, share: number): number {
  const { positives, negatives } = totals(ranking);
  const rows = positives + negatives;
  return (rankedRecallAt(ranking, share) * rows) / topRows(rows, share);
}

/** A product such as 30 · 0.1 is a hair above 3 and must not become 4. */
const topRows = (rows: number, share: number): number => Math.max(1, Math.ceil(rows * share - 1e-9));
