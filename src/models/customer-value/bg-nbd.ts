import { logGamma } from '../../core/statistics/gamma.ts';
import { hypergeometricSeries } from './hypergeometric.ts';
import type { PurchaseModel } from './purchase-model.ts';
import { negativeBinomial, risingLogs } from './purchase-model.ts';
import type { Customers } from './summary.ts';

/** r, α: the gamma distribution of purchase rates; a, b: the beta distribution of the chance to leave after a purchase. */
export type BgNbdParameters = readonly [r: number, alpha: number, a: number, b: number];

/** The log-likelihood (Fader, Hardie and Lee 2005, equation 6). */
export function bgNbdLikelihood({ frequency, recency, age, weight }: Customers): (p: BgNbdParameters) => number {
  const most = frequency.reduce((sum, x) => Math.max(sum, x), 0);
  return ([r, alpha, a, b]) => {
    const [ofRate, ofB, ofBoth] = [risingLogs(r, most), risingLogs(b, most), risingLogs(a + b, most)];
    const [logA, base] = [Math.log(a), r * Math.log(alpha)];
    let sum = 0;
    for (let n = 0; n < frequency.length; n++) {
      const x = frequency[n]!;
      const stays = -(r + x) * Math.log(alpha + age[n]!);
      let log = stays;
      if (x > 0) {
        const left = logA - Math.log(b + x - 1) - (r + x) * Math.log(alpha + recency[n]!);
        log = Math.max(stays, left) + Math.log1p(Math.exp(-Math.abs(stays - left)));
      }
      sum += weight[n]! * (ofRate[x]! + base + ofB[x]! - ofBoth[x]! + log);
    }
    return sum;
  };
}

/** Where a formula divides by 0 its neighbourhood gives the same value to ten digits. */
const apartFrom = (value: number, pole: number): number => (Math.abs(value - pole) < 1e-6 ? pole + 1e-6 : value);

/**
 * (c / (a − 1)) · (1 − (1 − z)^(r + x) ₂F₁(r + x, b + x; c; z)), c = a + b + x − 1: what both expectations are made of. Where the
 * function's exponent c − … is negative, Euler's transformation keeps powers and sum of moderate size.
 */
function purchases(rx: number, bx: number, a: number, z: number): number {
  const c = apartFrom(a + bx - 1, 0);
  const excess = c - rx - bx;
  const inside =
    excess < 0
      ? (1 - z) ** (a - 1) * hypergeometricSeries(c - rx, c - bx, c, z)
      : (1 - z) ** rx * hypergeometricSeries(rx, bx, c, z);
  return (c / (a - 1)) * (1 - inside);
}

const logBeta = (a: number, b: number): number => logGamma(a) + logGamma(b) - logGamma(a + b);

/** P(X(t) = x): still there after x, or gone right after the x-th (equation 8). */
function countsAt([r, alpha, a, b]: BgNbdParameters, t: number, most: number): Float64Array {
  const chances = negativeBinomial(r, alpha, t, most);
  const result = new Float64Array(most + 1);
  let reached = 1;
  for (let x = 0; x <= most; x++) {
    const stays = Math.exp(logBeta(a, b + x) - logBeta(a, b));
    const leaves = x === 0 ? 0 : Math.exp(logBeta(a + 1, b + x - 1) - logBeta(a, b));
    // `reached` is the chance of at least x purchases, had nobody left.
    result[x] = stays * chances[x]! + leaves * Math.max(0, reached);
    reached -= chances[x]!;
  }
  return result;
}

/** The beta-geometric/NBD model with its parameters. */
export function bgNbd(parameters: BgNbdParameters): PurchaseModel {
  const [r, alpha, a0, b] = parameters;
  const a = apartFrom(a0, 1);
  const odds = (x: number, recency: number, age: number) =>
    x === 0 ? 0 : Math.exp(Math.log(a0 / (b + x - 1)) + (r + x) * Math.log((alpha + age) / (alpha + recency)));
  return {
    alive: (x, recency, age) => 1 / (1 + odds(x, recency, age)),
    expected: (t, x, recency, age) => purchases(r + x, b + x, a, t / (alpha + age + t)) / (1 + odds(x, recency, age)),
    mean: (t) => purchases(r, b, a, t / (alpha + t)),
    counts: (t, most) => countsAt(parameters, t, most),
  };
}
