import { AppError } from '../../core/errors.ts';
import type { FitContext } from '../estimator.ts';
import type { BgNbdParameters } from './bg-nbd.ts';
import { bgNbd, bgNbdLikelihood } from './bg-nbd.ts';
import { maximise } from './maximise.ts';
import type { ParetoNbdParameters } from './pareto-nbd.ts';
import { paretoNbd, paretoNbdLikelihood } from './pareto-nbd.ts';
import type { PurchaseModel } from './purchase-model.ts';
import type { PurchaseSummary } from './summary.ts';
import { checkSummary, distinctCustomers } from './summary.ts';

/** The models of purchases, with the names of their parameters. */
export const purchaseModels = {
  'bg-nbd': ['r', 'alpha', 'a', 'b'],
  'pareto-nbd': ['r', 'alpha', 's', 'beta'],
} as const;
export type PurchaseKind = keyof typeof purchaseModels;

/** A model of purchases, fitted. */
export interface FittedPurchases extends PurchaseModel {
  kind: PurchaseKind;
  params: Record<string, number>;
  /** Standard errors; null where the likelihood is a ridge. */
  errors: Record<string, number> | null;
  logLikelihood: number;
  customers: number;
  /** Whether the maximum is a point rather than a ridge or a limit. */
  converged: boolean;
}

const named = (kind: PurchaseKind, values: readonly number[]): Record<string, number> =>
  Object.fromEntries(purchaseModels[kind].map((name, n) => [name, values[n]!]));

/** A model of purchases with given parameters, in the order of `purchaseModels`. */
export const purchaseModel = (kind: PurchaseKind, parameters: readonly number[]): PurchaseModel =>
  kind === 'bg-nbd' ? bgNbd(parameters as BgNbdParameters) : paretoNbd(parameters as ParetoNbdParameters);

/** Rates on the scale of the data, with customers more and less alike. */
function startsOf(kind: PurchaseKind, rate: number, age: number): number[][] {
  if (kind === 'bg-nbd') return [0.3, 1, 4].map((r) => [r, r / rate, 0.8, 2.5]);
  return [0.5, 1, 4].map((r) => [r, r / rate, 0.6, age / 2]);
}

/**
 * BG/NBD or Pareto/NBD by maximum likelihood. Throws `clv.no-customers`, `clv.no-repeaters`, `clv.bad-row`, and `clv.no-fit` where the
 * likelihood is finite nowhere.
 */
export async function fitPurchases(
  kind: PurchaseKind,
  summary: PurchaseSummary,
  context: Pick<FitContext, 'step'>,
): Promise<FittedPurchases> {
  checkSummary(summary);
  const customers = distinctCustomers(summary);
  const sum = (values: Float64Array) => values.reduce((all, value) => all + value, 0);
  const [x, T] = [sum(summary.frequency), Math.max(sum(summary.age), 1e-9)];
  const n = summary.frequency.length;
  const likelihood = kind === 'bg-nbd' ? bgNbdLikelihood(customers) : paretoNbdLikelihood(customers);
  const best = await maximise(
    (values) => likelihood(values as unknown as BgNbdParameters),
    startsOf(kind, x / T, T / n),
    context,
  );
  if (!best) throw new AppError('clv.no-fit', { customers: n });
  return {
    ...purchaseModel(kind, best.parameters),
    kind,
    params: named(kind, best.parameters),
    errors: best.errors && named(kind, best.errors),
    logLikelihood: best.value,
    customers: n,
    converged: best.converged,
  };
}
