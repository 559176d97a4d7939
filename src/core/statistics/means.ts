import type { Moments } from './describe.ts';
import { meanAndVariance } from './describe.ts';
import { tCdf } from './student.ts';

/** A t-test; `error` is the standard error of the difference of means, a − b. */
export interface TTest {
  t: number;
  df: number;
  p: number;
  difference: number;
  error: number;
}

/** Welch's t-test of two means with unequal variances, two-sided, from counts, means and variances. */
export function welchOfMoments(a: Moments, b: Moments): TTest {
  const difference = a.mean - b.mean;
  const [first, second] = [a.variance / a.n, b.variance / b.n];
  const error = Math.sqrt(first + second);
  // Two constants: nothing is uncertain, and nothing can be tested.
  if (error === 0) return { t: NaN, df: NaN, p: difference === 0 ? 1 : 0, difference, error };
  const t = difference / error;
  const df = (first + second) ** 2 / (first ** 2 / (a.n - 1) + second ** 2 / (b.n - 1));
  return { t, df, p: 2 * tCdf(-Math.abs(t), df), difference, error };
}

/** Welch's t-test of the means of two samples (Welch 1947), two-sided; NaN where one has fewer than two values. */
export const welch = (a: ArrayLike<number>, b: ArrayLike<number>): TTest =>
  welchOfMoments(meanAndVariance(a), meanAndVariance(b));
