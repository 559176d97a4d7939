import type { Numbers } from './checks.ts';
import { rankingOf, totals, type Ranking } from './ranking.ts';

/** A point of a curve: what comes of saying yes to every score of at least `threshold` (Infinity: to none). */
export interface CurvePoint {
  x: number;
  y: number;
  threshold: number;
}

/** Positives (`hits`) and negatives (`misses`) among the rows of the first n scores, for n = 0 … all of them. */
export interface Cumulated {
  hits: Float64Array;
  misses: Float64Array;
}

/** The rows taken so far, from none to all; into arrays of one more than there are scores, where they are given. */
export function cumulate({ positives, negatives }: Ranking, into?: Cumulated): Cumulated {
  const length = positives.length + 1;
  const { hits, misses } = into ?? { hits: new Float64Array(length), misses: new Float64Array(length) };
  for (let at = 1; at < length; at += 1) {
    hits[at] = hits[at - 1]! + positives[at - 1]!;
    misses[at] = misses[at - 1]! + negatives[at - 1]!;
  }
  return { hits, misses };
}

/** A plot shows no more. */
const MOST_POINTS = 200;

/** Places 0 … count − 1, both ends among them, at most `MOST_POINTS`, and evenly far from one another by a rising `position`. */
function thinned(count: number, position: (at: number) => number): number[] {
  if (count <= MOST_POINTS) return Array.from({ length: count }, (_, at) => at);
  const places = [0];
  const whole = position(count - 1);
  for (let point = 1, at = 0; point < MOST_POINTS; point += 1) {
    const target = (point / (MOST_POINTS - 1)) * whole;
    while (at < count - 1 && position(at) < target) at += 1;
    if (at > places.at(-1)!) places.push(at);
  }
  if (places.at(-1) !== count - 1) places[places.length - 1] = count - 1;
  return places;
}

/** What the points of a curve are made of. */
interface Taken {
  hits: number;
  misses: number;
  /** Positives and negatives in all. */
  positives: number;
  negatives: number;
}

/** A curve over the thresholds, from the strictest on; without its first point where saying yes to none has no value. */
function curve(labels: Numbers, scores: Numbers, point: (taken: Taken) => [x: number, y: number], fromNone: boolean) {
  const ranking = rankingOf(labels, scores);
  const all = totals(ranking);
  const { hits, misses } = cumulate(ranking);
  // The way along a ROC curve, on which each class counts alike.
  const places = thinned(hits.length, (at) => hits[at]! * all.negatives + misses[at]! * all.positives);
  return places.slice(fromNone ? 0 : 1).map((at): CurvePoint => {
    const [x, y] = point({ hits: hits[at]!, misses: misses[at]!, ...all });
    return { x, y, threshold: at === 0 ? Infinity : ranking.scores[at - 1]! };
  });
}

/** False positive rate (x) and true positive rate (y), from (0, 0) to (1, 1); at most 200 points. NaN where a class has no row. */
export const rocCurve = (labels: Numbers, scores: Numbers): CurvePoint[] =>
  curve(labels, scores, ({ hits, misses, positives, negatives }) => [misses / negatives, hits / positives], true);

/** Recall (x) and precision (y), from (0, 1), which stands for saying yes to none, to (1, prevalence); at most 200 points. */
export const precisionRecallCurve = (labels: Numbers, scores: Numbers): CurvePoint[] =>
  curve(
    labels,
    scores,
    ({ hits, misses, positives }) => [hits / positives, hits + misses === 0 ? 1 : hits / (hits + misses)],
    true,
  );

/** Share of rows taken, the highest scores first (x), and share of the positives among them (y); at most 200 points. */
export const gainCurve = (labels: Numbers, scores: Numbers): CurvePoint[] =>
  curve(
    labels,
    scores,
    ({ hits, misses, positives, negatives }) => [(hits + misses) / (positives + negatives), hits / positives],
    true,
  );

/** Share of rows taken (x), and how many times the prevalence the share of positives among them is (y); at most 200 points. */
export const liftCurve = (labels: Numbers, scores: Numbers): CurvePoint[] =>
  curve(
    labels,
    scores,
    ({ hits, misses, positives, negatives }) => {
      const share = (hits + misses) / (positives + negatives);
      return [share, hits / positives / share];
    },
    false,
  );
