import { fisherExact } from './fisher.ts';
import { normalCdf } from './normal.ts';

const Z95 = 1.959963984540054;

/** The pooled z-test of two shares, two-sided; z is 0 where all or none succeeded. */
export function twoProportionZ(x1: number, n1: number, x2: number, n2: number): { z: number; p: number } {
  const pooled = (x1 + x2) / (n1 + n2);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2));
  const z = error === 0 ? 0 : (x1 / n1 - x2 / n2) / error;
  return { z, p: 2 * normalCdf(-Math.abs(z)) };
}

/** Below this many in a cell the normal approximation gives way to Fisher's exact test. */
const SMALL_CELL = 5;

/**
 * The odds ratio of the table a b / c d with Woolf's 95 % interval on the log scale; a half is added to every cell where one
 * is empty (Haldane, Anscombe). p: Fisher's where a cell is below 5, else Wald's.
 */
export function oddsRatio(
  a: number,
  b: number,
  c: number,
  d: number,
): { value: number; low: number; high: number; p: number } {
  const fewest = Math.min(a, b, c, d);
  const add = fewest === 0 ? 0.5 : 0;
  const log = Math.log(((a + add) * (d + add)) / ((b + add) * (c + add)));
  const error = Math.sqrt(1 / (a + add) + 1 / (b + add) + 1 / (c + add) + 1 / (d + add));
  const p = fewest < SMALL_CELL ? fisherExact(a, b, c, d).p : 2 * normalCdf(-Math.abs(log / error));
  return { value: Math.exp(log), low: Math.exp(log - Z95 * error), high: Math.exp(log + Z95 * error), p };
}

/** Matthews' correlation coefficient of a two-by-two table (the φ coefficient); 0 where a row or column is empty. */
export function matthews(tp: number, fp: number, fn: number, tn: number): number {
  const scale = Math.sqrt(tp + fp) * Math.sqrt(tp + fn) * Math.sqrt(tn + fp) * Math.sqrt(tn + fn);
  return scale === 0 ? 0 : (tp * tn - fp * fn) / scale;
}
