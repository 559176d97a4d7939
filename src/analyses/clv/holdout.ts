import type { Table } from 'apache-arrow';
import { numbers } from '../../core/columns.ts';
import type { PurchaseModel } from '../../models/customer-value/purchase-model.ts';
import type { PurchaseSummary } from '../../models/customer-value/summary.ts';
import { agesOf } from '../../models/customer-value/summary.ts';
import { correlation } from './correlation.ts';
import type { Holdout, TrackingRow } from './result.ts';

type Read = PurchaseSummary & { later: Float64Array };

const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
const meanError = (a: Float64Array, b: Float64Array): number =>
  a.reduce((sum, value, n) => sum + Math.abs(value - b[n]!), 0) / a.length;

/** Each customer's expected purchases of the holdout against what was bought. */
export function holdoutOf(model: PurchaseModel, { frequency, recency, age, later }: Read, length: number): Holdout {
  const expected = frequency.map((x, n) => model.expected(length, x, recency[n]!, age[n]!));
  // The rate of all customers in the calibration, said of everyone.
  const flat = new Float64Array(later.length).fill((total(frequency) / Math.max(1e-9, total(age))) * length);
  return {
    length,
    expected: total(expected),
    actual: total(later),
    correlation: correlation(expected, later),
    mae: meanError(expected, later),
    baselineMae: meanError(flat, later),
  };
}

const MOST_AGES = 2000;

/**
 * Repeat purchases of the calibration's customers, expected of new customers from each one's first day on and counted, up to the last day of
 * each week since the first purchase of all, or the log's last day.
 */
export function trackingOf(
  model: PurchaseModel,
  read: Read,
  { calibration, last, days }: { calibration: number; last: number; days: number },
  weeks: Table,
): TrackingRow[] {
  const origin = calibration - days * read.age.reduce((most, age) => Math.max(most, age), 0);
  const bought = new Map(Array.from(numbers(weeks, 'week'), (week, n) => [week, numbers(weeks, 'purchases')[n]!]));
  const births = agesOf(read, MOST_AGES).map(({ age, customers }) => ({ day: calibration - days * age, customers }));
  const rows: TrackingRow[] = [];
  let actual = 0;
  for (let week = 0; origin + 7 * week <= last; week++) {
    const until = Math.min(last, Math.round(origin) + 7 * week + 6);
    actual += bought.get(week) ?? 0;
    const expected = births.reduce(
      (sum, { day, customers }) => (day < until ? sum + customers * model.mean((until - day) / days) : sum),
      0,
    );
    rows.push({ week: week + 1, expected, actual, isHoldout: until > calibration });
  }
  return rows;
}
