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

/** What the interval misses, for all comparisons together. */
const ALPHA = 0.05;

/** The users' differences, and each round's mean of them. */
interface Differences {
  users: Float64Array;
  rounds: Float64Array;
}

/** Each user's NDCG, over the evaluations in which he was asked. */
function differencesOf(a: readonly Evaluation[], b: readonly Evaluation[]): Differences {
  const sums = new Map<number, { sum: number; n: number }>();
  const rounds = a.map(({ perUser }, round) => {
    const other = new Map(Array.from(b[round]!.perUser.user, (user, n) => [user, b[round]!.perUser.ndcg[n]!]));
    const own: number[] = [];
    perUser.user.forEach((user, n) => {
      const against = other.get(user);
      if (against === undefined) return;
      own.push(perUser.ndcg[n]! - against);
      const all = sums.get(user) ?? { sum: 0, n: 0 };
      sums.set(user, { sum: all.sum + own.at(-1)!, n: all.n + 1 });
    });
    return meanAndVariance(own).mean;
  });
  return {
    users: Float64Array.from(sums.values(), ({ sum, n }) => sum / n),
    rounds: Float64Array.from(rounds.filter(Number.isFinite)),
  };
}

/** A part of the squared error of a mean, and how many degrees of freedom it stands on. */
const partOf = (values: Float64Array): [square: number, df: number] => {
  const { n, variance } = meanAndVariance(values);
  return n > 1 ? [variance / n, n - 1] : [0, 1];
};

/** Whether one recommender is better than another on the same split: the paired t-test over the users' NDCG. NaN for less than two users. */
export const compare = (a: Evaluation, b: Evaluation): Comparison => compareRepeated([a], [b]);

/**
 * The same over several seeds, the n-th of one against the n-th of the other. Each user counts once, with the mean of his differences, as
 * what one user does in several splits is not independent; how far the rounds differ is noise beside how far the users do (two crossed
 * effects, the degrees of freedom by Satterthwaite 1946). Without any spread differences are what they are. `comparisons`: of so many at
 * once, by Bonferroni: where the best of some is picked by the same figures, each could have been compared with each.
 */
export function compareRepeated(a: readonly Evaluation[], b: readonly Evaluation[], comparisons = 1): Comparison {
  const { users, rounds } = differencesOf(a, b);
  const { n, mean } = meanAndVariance(users);
  if (n < 2) return { difference: n === 1 ? mean : NaN, low: NaN, high: NaN, p: NaN };
  const [[byUser, userDf], [byRound, roundDf]] = [partOf(users), partOf(rounds)];
  const square = byUser + byRound;
  if (square === 0) return { difference: mean, low: mean, high: mean, p: mean === 0 ? 1 : 0 };
  const df = square ** 2 / (byUser ** 2 / userDf + byRound ** 2 / roundDf);
  const error = Math.sqrt(square);
  const margin = tQuantile(1 - ALPHA / (2 * comparisons), df) * error;
  const p = Math.min(1, comparisons * 2 * tCdf(-Math.abs(mean / error), df));
  return { difference: mean, low: mean - margin, high: mean + margin, p };
}
