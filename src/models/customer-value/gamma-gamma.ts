import { logGamma } from '../../core/statistics/gamma.ts';
import type { FitContext } from '../estimator.ts';
import { maximise } from './maximise.ts';

/** How much customers spend per purchase, fitted: p the shape of one customer's amounts, q and v of the means among customers. */
export interface FittedGammaGamma {
  params: { p: number; q: number; v: number };
  errors: { p: number; q: number; v: number } | null;
  logLikelihood: number;
  /** Repeat customers with a positive mean. */
  customers: number;
  /** The mean amount of a customer of whom nothing is known; null where q ≤ 1, as it has no mean then. */
  mean: number | null;
  converged: boolean;
  /** The expected mean amount given x purchases of the mean `monetary`; null where it has none. */
  expected(x: number, monetary: number): number | null;
}

interface Spending {
  frequency: Float64Array;
  monetary: Float64Array;
}

/** The log-likelihood (Fader and Hardie 2013, equation 1a). */
function likelihood({ frequency, monetary }: Spending): (p: number[]) => number {
  const logs = monetary.map(Math.log);
  const logX = frequency.map(Math.log);
  return (parameters) => {
    const [p, q, v] = parameters as [number, number, number];
    const known = new Map<number, number>();
    const ofCount = (x: number) => {
      const found = known.get(x);
      if (found !== undefined) return found;
      const made = logGamma(p * x + q) - logGamma(p * x);
      known.set(x, made);
      return made;
    };
    const base = q * Math.log(v) - logGamma(q);
    let sum = 0;
    for (let n = 0; n < frequency.length; n++) {
      const x = frequency[n]!;
      sum +=
        ofCount(x) + base + (p * x - 1) * logs[n]! + p * x * logX[n]! - (p * x + q) * Math.log(x * monetary[n]! + v);
    }
    return sum;
  };
}

/** The repeat customers with a positive mean amount, who alone say something of amounts. */
function spenders({ frequency, monetary }: Spending): Spending {
  const rows = [...frequency.keys()].filter((n) => frequency[n]! > 0 && monetary[n]! > 0);
  return {
    frequency: Float64Array.from(rows, (n) => frequency[n]!),
    monetary: Float64Array.from(rows, (n) => monetary[n]!),
  };
}

/**
 * The gamma-gamma model of amounts by maximum likelihood over repeat customers with a positive mean; amounts are taken to be
 * independent of how often a customer buys. Null with fewer than two of them, or where no maximum is found.
 */
export async function fitGammaGamma(
  spending: Spending,
  context: Pick<FitContext, 'step'>,
): Promise<FittedGammaGamma | null> {
  const own = spenders(spending);
  const customers = own.frequency.length;
  if (customers < 2) return null;
  const mean = own.monetary.reduce((sum, value) => sum + value, 0) / customers;
  const starts = [
    [5, 4, (3 * mean) / 5],
    [1, 2, mean],
    [20, 3, mean / 10],
  ];
  const best = await maximise(likelihood(own), starts, context);
  if (!best) return null;
  const [p, q, v] = best.parameters as [number, number, number];
  const named = ([first, second, third]: number[]) => ({ p: first!, q: second!, v: third! });
  return {
    params: { p, q, v },
    errors: best.errors && named(best.errors),
    logLikelihood: best.value,
    customers,
    mean: q > 1 ? (p * v) / (q - 1) : null,
    converged: best.converged,
    expected: (x, monetary) => {
      const paid = x > 0 && monetary > 0 ? x : 0;
      const below = p * paid + q - 1;
      return below > 0 ? (p * (v + paid * (paid > 0 ? monetary : 0))) / below : null;
    },
  };
}
