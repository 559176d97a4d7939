import { tCdf, tQuantile } from '../../core/statistics.ts';

/** How far one model's folds are from another's, with a 95 % interval; `p` two-sided. */
export interface Comparison {
  /** Mean of the first less mean of the second. */
  difference: number;
  low: number;
  high: number;
  p: number;
}

/** Of the folds in which both have a value. */
const differences = (a: readonly number[], b: readonly number[]): number[] =>
  a.map((value, fold) => value - b[fold]!).filter((difference) => !Number.isNaN(difference));

/**
 * Whether two models' metrics over the same folds differ by more than the folds' own noise: the corrected resampled t-test (Nadeau
 * and Bengio 2003). Folds share training rows, so their variance is taken as 1 / folds + test / training rows times that of the
 * differences, where the plain test has 1 / folds and finds differences that are none. `testShare`: tested rows of all rows of a
 * split. Fewer than two folds tell nothing: p = 1.
 */
export function beyondNoise(a: readonly number[], b: readonly number[], testShare: number): Comparison {
  const all = differences(a, b);
  const difference = all.reduce((sum, value) => sum + value, 0) / all.length;
  if (all.length < 2) return { difference, low: -Infinity, high: Infinity, p: 1 };
  const variance = all.reduce((sum, value) => sum + (value - difference) ** 2, 0) / (all.length - 1);
  const error = Math.sqrt((1 / all.length + testShare / (1 - testShare)) * variance);
  const reach = error * tQuantile(0.975, all.length - 1);
  const p = error === 0 ? Number(difference === 0) : 2 * tCdf(-Math.abs(difference) / error, all.length - 1);
  return { difference, low: difference - reach, high: difference + reach, p };
}

/** Tested rows of all rows of a split, on average. */
export function testShareOf(splits: readonly { train: Uint32Array; test: Uint32Array }[]): number {
  const shares = splits.map(({ train, test }) => test.length / (train.length + test.length));
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}
