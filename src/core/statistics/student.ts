import { incompleteBeta } from './beta.ts';
import { invert } from './invert.ts';
import { normalCdf } from './normal.ts';

/** P(T ≤ x) of Student's t with `df` degrees of freedom (any positive number, or Infinity). */
export function tCdf(x: number, df: number): number {
  if (df === Infinity) return normalCdf(x);
  if (Math.abs(x) === Infinity) return x > 0 ? 1 : 0;
  const square = x * x;
  const tail = incompleteBeta(df / (df + square), square / (df + square), df / 2, 0.5) / 2;
  return x <= 0 ? tail : 1 - tail;
}

/** The x with P(T ≤ x) = p of Student's t. */
export function tQuantile(p: number, df: number): number {
  if (!(p >= 0 && p <= 1) || !(df > 0)) return NaN;
  if (p === 0 || p === 1) return p === 0 ? -Infinity : Infinity;
  if (p === 0.5) return 0;
  if (p > 0.5) return -tQuantile(1 - p, df);
  let low = -1;
  while (tCdf(low, df) > p) low *= 2;
  return invert((x) => tCdf(x, df), p, low, low === -1 ? 0 : low / 2);
}
