import { AppError } from '../../core/errors.ts';

/** What purchase models read of customers, all times in one unit and counted from each customer's first purchase. */
export interface PurchaseSummary {
  /** Repeat purchases. */
  frequency: Float64Array;
  /** Time of the last purchase; 0 without a repeat. */
  recency: Float64Array;
  /** Time of the end of the observation. */
  age: Float64Array;
}

/** Customers who are alike stand as one row, with how many they are. */
export interface Customers extends PurchaseSummary {
  weight: Float64Array;
  /** The row of each customer. */
  rowOf: Uint32Array;
}

/** Throws `clv.bad-row` where a customer's figures cannot be, `clv.no-customers` and `clv.no-repeaters` where nothing can be learnt. */
export function checkSummary({ frequency, recency, age }: PurchaseSummary): void {
  if (frequency.length === 0) throw new AppError('clv.no-customers');
  for (let n = 0; n < frequency.length; n++) {
    const [x, last, T] = [frequency[n]!, recency[n]!, age[n]!];
    if (Number.isInteger(x) && x >= 0 && last >= 0 && T >= last && T < Infinity && (x > 0 || last === 0)) continue;
    throw new AppError('clv.bad-row', { row: n + 1, frequency: String(x), recency: String(last), age: String(T) });
  }
  if (!frequency.some((x) => x > 0)) throw new AppError('clv.no-repeaters', { customers: frequency.length });
}

/** The different customers: two with the same three figures are one to every model. */
export function distinctCustomers({ frequency, recency, age }: PurchaseSummary): Customers {
  const order = Uint32Array.from({ length: frequency.length }, (_, n) => n);
  order.sort((a, b) => frequency[a]! - frequency[b]! || recency[a]! - recency[b]! || age[a]! - age[b]! || a - b);
  const rowOf = new Uint32Array(frequency.length);
  const firsts: number[] = [];
  const weights: number[] = [];
  for (const n of order) {
    const last = firsts.at(-1);
    const same =
      last !== undefined && frequency[last] === frequency[n] && recency[last] === recency[n] && age[last] === age[n];
    if (same) weights[weights.length - 1]!++;
    else {
      firsts.push(n);
      weights.push(1);
    }
    rowOf[n] = firsts.length - 1;
  }
  const of = (values: Float64Array) => Float64Array.from(firsts, (n) => values[n]!);
  return {
    frequency: of(frequency),
    recency: of(recency),
    age: of(age),
    weight: Float64Array.from(weights),
    rowOf,
  };
}

/** The different ages with how many customers have each; more than `most` are drawn together into even steps. */
export function agesOf({ age }: PurchaseSummary, most: number): { age: number; customers: number }[] {
  const counts = new Map<number, number>();
  for (const each of age) counts.set(each, (counts.get(each) ?? 0) + 1);
  const exact = [...counts].map(([value, customers]) => ({ age: value, customers }));
  if (exact.length <= most) return exact.sort((a, b) => a.age - b.age);
  const longest = exact.reduce((sum, each) => Math.max(sum, each.age), 0);
  const steps = new Map<number, { sum: number; customers: number }>();
  for (const { age: value, customers } of exact) {
    const step = Math.min(most - 1, Math.floor((value / longest) * most));
    const at = steps.get(step) ?? { sum: 0, customers: 0 };
    steps.set(step, { sum: at.sum + value * customers, customers: at.customers + customers });
  }
  return [...steps].sort(([a], [b]) => a - b).map(([, { sum, customers }]) => ({ age: sum / customers, customers }));
}
