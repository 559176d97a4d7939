const MOST_TERMS = 1_000_000;

/** ₂F₁(a, b; c; z) for 0 ≤ z < 1 by its power series, of which the sum is good where terms do not cancel. */
export function hypergeometricSeries(a: number, b: number, c: number, z: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 0; n < MOST_TERMS; n++) {
    term *= (((a + n) * (b + n)) / ((c + n) * (n + 1))) * z;
    sum += term;
    // Terms may grow before they fall: only a ratio below one ends the sum.
    if (
      Math.abs(term) <= 1e-16 * Math.abs(sum) &&
      Math.abs(((a + n + 1) * (b + n + 1) * z) / ((c + n + 1) * (n + 2))) < 1
    )
      break;
  }
  return sum;
}

const TINY = 1e-300;

/**
 * ₂F₁(1, b; c; z) for b > 0, c > 1 and 0 ≤ z < 1 by Gauss's continued fraction (DLMF 15.7), evaluated as Lentz does: as near to z = 1 as the
 * likelihood of Pareto/NBD may come, it needs about 20 / √(1 − z) terms where the series needs 40 / (1 − z).
 */
export function hypergeometricFraction(b: number, c: number, z: number): number {
  const base = c - 1;
  let value = 1;
  let [upper, lower] = [1, 0];
  for (let n = 1; n < MOST_TERMS; n++) {
    const half = Math.floor(n / 2);
    const product = n % 2 === 1 ? (b + half) * (base + half) : half * (base - b + half);
    const numerator = -(product / ((base + n - 1) * (base + n))) * z;
    lower = 1 / (1 + numerator * lower || TINY);
    upper = 1 + numerator / upper || TINY;
    const change = upper * lower;
    value *= change;
    // One rounding off 1 is as near as factors come.
    if (Math.abs(change - 1) < 4e-16) break;
  }
  return 1 / value;
}
