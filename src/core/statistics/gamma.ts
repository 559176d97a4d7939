/** Half the logarithm of 2π. */
const HALF_LOG_2PI = 0.9189385332046727;

/** From here on seven terms of Stirling's series are exact to double precision. */
const LARGE = 10;

/** Stirling's series for log Γ (DLMF 5.11.1): the coefficients of x⁻¹, x⁻³, … */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156];

/** What Stirling's formula leaves out of log Γ(x), for x > 0. */
export function stirlingRemainder(x: number): number {
  if (x < LARGE) return logGamma(x) - ((x - 0.5) * Math.log(x) - x + HALF_LOG_2PI);
  const inverse = 1 / (x * x);
  return STIRLING.reduceRight((sum, coefficient) => sum * inverse + coefficient, 0) / x;
}

/** The logarithm of the gamma function for x > 0, to about 1e-14; NaN elsewhere. */
export function logGamma(x: number): number {
  if (!(x > 0)) return NaN;
  if (x === Infinity) return Infinity;
  let product = 1;
  let shifted = x;
  for (; shifted < LARGE; shifted++) product *= shifted;
  const log = (shifted - 0.5) * Math.log(shifted) - shifted + HALF_LOG_2PI + stirlingRemainder(shifted);
  return log - Math.log(product);
}

/** xᵃ e⁻ˣ / Γ(a), without the cancellation that large a and x would bring. */
function density(a: number, x: number): number {
  if (a < LARGE) return Math.exp(a * Math.log(x) - x - logGamma(a));
  const relative = (x - a) / a;
  return Math.sqrt(a / (2 * Math.PI)) * Math.exp(a * (Math.log1p(relative) - relative) - stirlingRemainder(a));
}

const MOST_TERMS = 100_000;

/** P(a, x) by its power series (DLMF 8.7.1). */
function lowerSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n < MOST_TERMS && term > sum * 1e-17; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum * density(a, x);
}

/** Q(a, x) by its continued fraction (DLMF 8.9.2), evaluated as Lentz does. */
function upperFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = Infinity;
  let d = 1 / b;
  let value = d;
  for (let n = 1; n < MOST_TERMS; n++) {
    const numerator = n * (a - n);
    b += 2;
    d = 1 / (numerator * d + b);
    c = b + numerator / c;
    value *= c * d;
    if (Math.abs(c * d - 1) < 1e-16) break;
  }
  return value * density(a, x);
}

/** Q(a, x), the upper regularised incomplete gamma function, for a > 0 and x ≥ 0. */
export function gammaQ(a: number, x: number): number {
  if (Number.isNaN(x) || !(a > 0)) return NaN;
  if (x <= 0) return 1;
  if (x === Infinity) return 0;
  return x < a + 1 ? 1 - lowerSeries(a, x) : upperFraction(a, x);
}
