import { logGamma, normalCdf } from '../../core/statistics.ts';

/** The parameters of a Beta distribution. */
export type Beta = readonly [a: number, b: number];

/** Above this the sum has too many terms, and the normal approximation agrees to many digits. */
const MOST_TERMS = 100_000;

const logBeta = (a: number, b: number): number => logGamma(a) + logGamma(b) - logGamma(a + b);

const meanOf = ([a, b]: Beta): number => a / (a + b);
const varianceOf = ([a, b]: Beta): number => (a * b) / ((a + b) ** 2 * (a + b + 1));

/** P(Y > X) of independent X ~ Beta(x), Y ~ Beta(y), y's first parameter whole: a finite sum (E. Miller 2015). */
export function chanceLarger(y: Beta, x: Beta): number {
  const [[yA, yB], [xA, xB]] = [y, x];
  if (yA > MOST_TERMS) {
    return normalCdf((meanOf(y) - meanOf(x)) / Math.sqrt(varianceOf(y) + varianceOf(x)));
  }
  const whole = logBeta(xA, xB);
  let chance = 0;
  for (let n = 0; n < yA; n++) {
    chance += Math.exp(logBeta(xA + n, xB + yB) - Math.log(yB + n) - logBeta(1 + n, yB) - whole);
  }
  return Math.min(1, chance);
}

/** E[max(X − Y, 0)]: what is lost on average by taking Y where X is the larger (C. Stucchio 2015). */
export function expectedLoss(y: Beta, x: Beta): number {
  const better = chanceLarger([x[0] + 1, x[1]], y);
  const asGood = chanceLarger(x, [y[0] + 1, y[1]]);
  return Math.max(0, meanOf(x) * better - meanOf(y) * asGood);
}

/** The mean and variance of Y − X. */
export const differenceMoments = (y: Beta, x: Beta): { mean: number; variance: number } => ({
  mean: meanOf(y) - meanOf(x),
  variance: varianceOf(y) + varianceOf(x),
});

/** E[max(−D, 0)] of a normal D: what is lost by taking what is D better. */
export function normalLoss(mean: number, error: number): number {
  if (error === 0) return Math.max(0, -mean);
  const z = mean / error;
  return error * (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) - mean * normalCdf(-z);
}
