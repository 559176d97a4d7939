import type { Context } from '../../contract/analysis.ts';
import type { FittedGammaGamma } from '../../models/customer-value/gamma-gamma.ts';
import { discountedPurchases } from '../../models/customer-value/lifetime-value.ts';
import type { PurchaseModel } from '../../models/customer-value/purchase-model.ts';
import type { PurchaseSummary } from '../../models/customer-value/summary.ts';
import { distinctCustomers } from '../../models/customer-value/summary.ts';
import type { AliveBin, Decile } from './result.ts';

/** What the models say of each customer, in the order of the rows; `value` and `clv` NaN where no amount is known. */
export interface Scores {
  alive: Float64Array;
  purchases: Float64Array;
  value: Float64Array;
  clv: Float64Array;
  /** Rows from the most valuable on. */
  order: Uint32Array;
  /** From 1, as SQL's `ntile` cuts that order. */
  decile: Int32Array;
}

const BATCH = 2048;
const PARTS = 10;

/** The value, where amounts are known, before the number of purchases; ties by row. */
function ranked(clv: Float64Array, purchases: Float64Array): Uint32Array {
  const worth = (n: number) => (Number.isNaN(clv[n]!) ? -Infinity : clv[n]!);
  const less = (a: number, b: number) => (a === b ? 0 : a - b);
  return Uint32Array.from(clv.keys()).sort(
    (a, b) => less(worth(b), worth(a)) || purchases[b]! - purchases[a]! || a - b,
  );
}

function tenths(order: Uint32Array): Int32Array {
  const [size, larger] = [Math.floor(order.length / PARTS), order.length % PARTS];
  const decile = new Int32Array(order.length);
  const border = larger * (size + 1);
  order.forEach((row, place) => {
    decile[row] = 1 + (place < border ? Math.floor(place / (size + 1)) : larger + Math.floor((place - border) / size));
  });
  return decile;
}

/** Scores every customer; those who are alike are asked once. */
export async function scored(
  read: PurchaseSummary & { monetary: Float64Array },
  model: PurchaseModel,
  spending: FittedGammaGamma | null,
  { horizon, month, discount }: { horizon: number; month: number; discount: number },
  context: Pick<Context, 'step'>,
): Promise<Scores> {
  const { frequency, recency, age, rowOf } = distinctCustomers(read);
  const [alive, purchases, discounted] = [0, 1, 2].map(() => new Float64Array(frequency.length)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let n = 0; n < frequency.length; n++) {
    if (n % BATCH === 0) await context.step(n / frequency.length);
    const expected = (t: number) => model.expected(t, frequency[n]!, recency[n]!, age[n]!);
    alive[n] = model.alive(frequency[n]!, recency[n]!, age[n]!);
    purchases[n] = expected(horizon);
    discounted[n] = discountedPurchases(expected, horizon, month, discount);
  }
  const each = (values: Float64Array) => Float64Array.from(rowOf, (row) => values[row]!);
  const value = read.frequency.map((x, n) => spending?.expected(x, read.monetary[n]!) ?? NaN);
  const bought = each(purchases);
  const clv = each(discounted).map((count, n) => count * value[n]!);
  const order = ranked(clv, bought);
  return { alive: each(alive), purchases: bought, value, clv, order, decile: tenths(order) };
}

/** Customers by their chance to buy again, in ten steps. */
export function aliveBins(alive: Float64Array): AliveBin[] {
  const counts = new Float64Array(10);
  for (const p of alive) counts[Math.min(9, Math.floor(p * 10))]!++;
  return Array.from(counts, (customers, n) => ({ from: n / 10, to: (n + 1) / 10, customers }));
}

/** Tenths of the customers with what is expected of them, and what they did. Empty ones are left out. */
export function deciles(
  { alive, purchases, clv, decile }: Scores,
  later: Float64Array,
  hasValue: boolean,
  hasHoldout: boolean,
): Decile[] {
  const rows = Array.from({ length: PARTS }, (_, n) => ({
    ...{ decile: n + 1, customers: 0, purchases: 0, pAlive: 0 },
    ...{ clv: hasValue ? 0 : null, actual: hasHoldout ? 0 : null },
  }));
  decile.forEach((part, n) => {
    const row = rows[part - 1]!;
    row.customers++;
    row.purchases += purchases[n]!;
    row.pAlive += alive[n]!;
    if (row.clv !== null && Number.isFinite(clv[n]!)) row.clv += clv[n]!;
    if (row.actual !== null) row.actual += later[n]!;
  });
  return rows.filter(({ customers }) => customers > 0).map((row) => ({ ...row, pAlive: row.pAlive / row.customers }));
}
