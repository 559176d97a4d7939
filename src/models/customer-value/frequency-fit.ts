import type { PurchaseModel } from './purchase-model.ts';
import type { PurchaseSummary } from './summary.ts';
import { agesOf } from './summary.ts';

/** Customers by their number of repeat purchases, as counted and as the model expects it; the last row is that many or more. */
export interface FrequencyFit {
  rows: { purchases: number; observed: number; expected: number }[];
  /** Σ (observed − expected)² / expected over the rows. */
  chiSquare: number;
}

const MOST_AGES = 500;

/** How well a model fits the numbers of repeat purchases from 0 to `most` and more, each customer observed for an own time. */
export function frequencyFit(model: PurchaseModel, summary: PurchaseSummary, most = 7): FrequencyFit {
  const observed = new Float64Array(most + 1);
  for (const x of summary.frequency) observed[Math.min(most, x)]!++;
  const expected = new Float64Array(most + 1);
  for (const { age, customers } of agesOf(summary, MOST_AGES)) {
    const chances = model.counts(age, most - 1);
    chances.forEach((chance, x) => (expected[x]! += customers * chance));
    expected[most]! += customers * (1 - chances.reduce((sum, chance) => sum + chance, 0));
  }
  const rows = Array.from(observed, (count, purchases) => ({
    purchases,
    observed: count,
    expected: expected[purchases]!,
  }));
  const chiSquare = rows.reduce(
    (sum, row) => sum + (row.expected > 0 ? (row.observed - row.expected) ** 2 / row.expected : 0),
    0,
  );
  return { rows, chiSquare };
}
