import { logGamma, stirlingRemainder } from './gamma.ts';
import { invert } from './invert.ts';

const LARGE = 10;
const MOST_TERMS = 100_000;
const TINY = 1e-300;

/** xᵃ yᵇ / B(a, b) with y = 1 − x; for large a and b relative to the peak, where the logarithms would cancel. */
function density(x: number, y: number, a: number, b: number): number {
  if (a < LARGE || b < LARGE) {
    return Math.exp(a * Math.log(x) + b * Math.log(y) + logGamma(a + b) - logGamma(a) - logGamma(b));
  }
  const sum = a + b;
  // x·sum − a, in the form that doesn't cancel.
  const above = x <= 0.5 ? x * sum - a : b - y * sum;
  const exponent = a * Math.log1p(above / a) + b * Math.log1p(-above / b);
  const remainder = stirlingRemainder(a) + stirlingRemainder(b) - stirlingRemainder(sum);
  return Math.sqrt((a * b) / (2 * Math.PI * sum)) * Math.exp(exponent - remainder);
}

const awayFromZero = (value: number): number => (Math.abs(value) < TINY ? TINY : value);

/** The continued fraction of the incomplete beta function (DLMF 8.17.22), evaluated as Lentz does. */
function fraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m < MOST_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / awayFromZero(1 + even * d);
    c = awayFromZero(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / awayFromZero(1 + odd * d);
    c = awayFromZero(1 + odd / c);
    value *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return value;
}

/** I_x(a, b), the regularised incomplete beta function, where both x and y = 1 − x are known to all digits. */
export function incompleteBeta(x: number, y: number, a: number, b: number): number {
  if (Number.isNaN(x) || !(a > 0) || !(b > 0)) return NaN;
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  const front = density(x, y, a, b);
  if (x <= (a + 1) / (a + b + 2)) return (front * fraction(x, a, b)) / a;
  return 1 - (front * fraction(y, b, a)) / b;
}

/** P(X ≤ x) of the Beta(a, b) distribution. */
export const betaCdf = (x: number, a: number, b: number): number => incompleteBeta(x, 1 - x, a, b);

/** The x with P(X ≤ x) = p of the Beta(a, b) distribution. */
export function betaQuantile(p: number, a: number, b: number): number {
  if (!(p >= 0 && p <= 1) || !(a > 0) || !(b > 0)) return NaN;
  if (p === 0 || p === 1) return p;
  return invert((x) => betaCdf(x, a, b), p, 0, 1);
}
