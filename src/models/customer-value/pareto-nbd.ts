import { hypergeometricFraction } from './hypergeometric.ts';
import type { PurchaseModel } from './purchase-model.ts';
import { negativeBinomial, risingLogs } from './purchase-model.ts';
import type { Customers } from './summary.ts';

/** r, α: the gamma distribution of purchase rates; s, β: that of the rates at which customers leave. */
export type ParetoNbdParameters = readonly [r: number, alpha: number, s: number, beta: number];

/**
 * log of ∫ₜ^∞ (α + y)^−(r + x) (β + y)^−(s + 1) dy · (r + s + x), the hypergeometric part of the likelihood, by Euler's transformation and
 * Gauss's fraction: neither powers nor sums of alternating sign are left.
 */
function tail([r, alpha, s, beta]: ParetoNbdParameters, x: number, t: number): number {
  const sum = r + s + x;
  const [logA, logB] = [Math.log(alpha + t), Math.log(beta + t)];
  if (alpha >= beta) {
    const z = (alpha - beta) / (alpha + t);
    return -s * logB - (r + x) * logA + Math.log(hypergeometricFraction(r + x, sum + 1, z));
  }
  const z = (beta - alpha) / (beta + t);
  return (1 - r - x) * logA - (s + 1) * logB + Math.log(hypergeometricFraction(s + 1, sum + 1, z));
}

/** log of s / (r + s + x) · A₀: left between the last purchase and the end of the observation. −∞ where no time lies between. */
function leftBetween(p: ParetoNbdParameters, x: number, recency: number, age: number): number {
  const [r, , s] = p;
  const [from, to] = [tail(p, x, recency), tail(p, x, age)];
  return Math.log(s / (r + s + x)) + from + Math.log(Math.max(0, -Math.expm1(to - from)));
}

/** The log-likelihood (Fader and Hardie 2005, from Schmittlein, Morrison and Colombo 1987). */
export function paretoNbdLikelihood({
  frequency,
  recency,
  age,
  weight,
}: Customers): (p: ParetoNbdParameters) => number {
  const most = frequency.reduce((sum, x) => Math.max(sum, x), 0);
  return (p) => {
    const [r, alpha, s, beta] = p;
    const ofRate = risingLogs(r, most);
    const base = r * Math.log(alpha) + s * Math.log(beta);
    let sum = 0;
    for (let n = 0; n < frequency.length; n++) {
      const x = frequency[n]!;
      const stays = -(r + x) * Math.log(alpha + age[n]!) - s * Math.log(beta + age[n]!);
      const left = leftBetween(p, x, recency[n]!, age[n]!);
      const log = Math.max(stays, left) + Math.log1p(Math.exp(-Math.abs(stays - left)));
      sum += weight[n]! * (ofRate[x]! + base + log);
    }
    return sum;
  };
}

/** (1 − (β / (β + t))^(s − 1)) / (s − 1), which is log((β + t) / β) at s = 1. */
function discountedTime(s: number, beta: number, t: number): number {
  const log = Math.log1p(t / beta);
  return Math.abs(s - 1) < 1e-9 ? log : -Math.expm1(-(s - 1) * log) / (s - 1);
}

const INTERVALS = 512;

/** P(X(t) = x): the lifetime is Pareto distributed, and purchases within it are negative binomial. Simpson's rule over the lifetime's quantiles. */
function countsAt([r, alpha, s, beta]: ParetoNbdParameters, t: number, most: number): Float64Array {
  const leaves = -Math.expm1(-s * Math.log1p(t / beta));
  const result = negativeBinomial(r, alpha, t, most).map((chance) => chance * (1 - leaves));
  for (let n = 0; n <= INTERVALS; n++) {
    const lifetime = beta * Math.expm1(-Math.log1p((-leaves * n) / INTERVALS) / s);
    const factor = n === 0 || n === INTERVALS ? 1 : n % 2 === 1 ? 4 : 2;
    const chances = negativeBinomial(r, alpha, Math.min(lifetime, t), most);
    for (let x = 0; x <= most; x++) result[x]! += (factor * leaves * chances[x]!) / (3 * INTERVALS);
  }
  return result;
}

/** The Pareto/NBD model with its parameters. */
export function paretoNbd(parameters: ParetoNbdParameters): PurchaseModel {
  const [r, alpha, s, beta] = parameters;
  const alive = (x: number, recency: number, age: number) => {
    const stays = -(r + x) * Math.log(alpha + age) - s * Math.log(beta + age);
    return 1 / (1 + Math.exp(leftBetween(parameters, x, recency, age) - stays));
  };
  return {
    alive,
    expected: (t, x, recency, age) =>
      (((r + x) * (beta + age)) / (alpha + age)) * discountedTime(s, beta + age, t) * alive(x, recency, age),
    mean: (t) => ((r * beta) / alpha) * discountedTime(s, beta, t),
    counts: (t, most) => countsAt(parameters, t, most),
  };
}
