import { meanAndVariance } from '../../core/statistics/describe.ts';
import { tCdf, tQuantile } from '../../core/statistics/student.ts';
import type { Evaluation } from './evaluate.ts';

/** By how much the first is better, with its 95 % interval, and the chance of such a difference where there is none. */
export interface Comparison {
  difference: number;
  low: number;
  high: number;
  p: number;
}

/** The one-sample t-test of differences (Student 1908). Without any spread they are what they are. */
function tTest(differences: Float64Array): Comparison {
  const { n, mean, variance } = meanAndVariance(differences);
  if (n < 2) return { difference: n === 1 ? mean : NaN, low: NaN, high: NaN, p: NaN };
  const error = Math.sqrt(variance / n);
  if (error === 0) return { difference: mean, low: mean, high: mean, p: mean === 0 ? 1 : 0 };
  const margin = tQuantile(0.975, n - 1) * error;
  const p = 2 * tCdf(-Math.abs(mean / error), n - 1);
  return { difference: mean, low: mean - margin, high: mean + margin, p };
}

/** Each user's NDCG, over the evaluations in which he was asked. */
function differencesOf(a: readonly Evaluation[], b: readonly Evaluation[]): Float64Array {
  const sums = new Map<number, { sum: number; n: number }>();
  a.forEach(({ perUser }, round) => {
    const other = new Map(Array.from(b[round]!.perUser.user, (user, n) => [user, b[round]!.perUser.ndcg[n]!]));
    perUser.user.forEach((user, n) => {
      const against = other.get(user);
      if (against === undefined) return;
      const all = sums.get(user) ?? { sum: 0, n: 0 };
      sums.set(user, { sum: all.sum + perUser.ndcg[n]! - against, n: all.n + 1 });
    });
  });
  return Float64Array.from(sums.values(), ({ sum, n }) => sum / n);
}

/** Whether one recommender is better than another on the same split: the paired t-test over the users' NDCG. NaN for less than two users. */
export const compare = (a: Evaluation, b: Evaluation): Comparison => compareRepeated([a], [b]);

/**
 * The same over several seeds, the n-th of one against the n-th of the other: each user counts once, with the mean of his differences,
 * as what one user does in several splits is not independent.
 */
export const compareRepeated = (a: readonly Evaluation[], b: readonly Evaluation[]): Comparison =>
  tTest(differencesOf(a, b));
