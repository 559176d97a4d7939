import { logGamma } from '../../core/statistics/gamma.ts';
import type { FittedPurchases } from '../../models/customer-value/fit.ts';
import type { ClvResult, Curve } from './result.ts';

const POINTS = 60;

/** The density of a gamma distribution over its bulk: up to four deviations above its mean. */
function gammaCurve(shape: number, rate: number): Curve {
  const most = (shape + 4 * Math.sqrt(shape)) / rate;
  const x = Array.from({ length: POINTS }, (_, n) => ((n + 0.5) / POINTS) * most);
  const log = (value: number) =>
    shape * Math.log(rate) + (shape - 1) * Math.log(value) - rate * value - logGamma(shape);
  return { x, density: x.map((value) => Math.exp(log(value))) };
}

function betaCurve(a: number, b: number): Curve {
  const x = Array.from({ length: POINTS }, (_, n) => (n + 0.5) / POINTS);
  const base = logGamma(a + b) - logGamma(a) - logGamma(b);
  return { x, density: x.map((p) => Math.exp(base + (a - 1) * Math.log(p) + (b - 1) * Math.log1p(-p))) };
}

/** Purchase rates among customers, and their chance to leave after a purchase (BG/NBD) or their rate of leaving (Pareto/NBD). */
export function heterogeneity({ kind, params }: FittedPurchases): ClvResult['heterogeneity'] {
  const { r, alpha, a, b, s, beta } = params as Record<string, number> & { r: number; alpha: number };
  return {
    rate: gammaCurve(r, alpha),
    leaving: kind === 'bg-nbd' ? betaCurve(a!, b!) : gammaCurve(s!, beta!),
  };
}
