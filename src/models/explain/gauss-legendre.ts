/** Points in (0, 1) and weights that add up to 1. */
export interface Quadrature {
  points: Float64Array;
  weights: Float64Array;
}

/** Legendre's polynomial of degree n at x, and its derivative, by the three-term recurrence. */
function legendre(n: number, x: number): { value: number; slope: number } {
  let [before, value] = [1, x];
  for (let k = 2; k <= n; k += 1) [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
  return { value, slope: (n * (x * value - before)) / (x * x - 1) };
}

/**
 * Gauss–Legendre quadrature on [0, 1]: exact for polynomials up to degree 2 · count − 1. Roots by Newton's method from
 * Tricomi's estimate.
 */
export function gaussLegendre(count: number): Quadrature {
  const points = new Float64Array(count);
  const weights = new Float64Array(count);
  for (let at = 0; at < count; at += 1) {
    let x = Math.cos((Math.PI * (at + 0.75)) / (count + 0.5));
    for (let round = 0; round < 100; round += 1) {
      const { value, slope } = legendre(count, x);
      x -= value / slope;
      if (Math.abs(value / slope) < 1e-15) break;
    }
    const { slope } = legendre(count, x);
    points[at] = (1 - x) / 2;
    weights[at] = 1 / ((1 - x * x) * slope * slope);
  }
  return { points, weights };
}
