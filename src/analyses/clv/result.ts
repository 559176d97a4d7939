import type { Params } from './params.ts';

export interface CustomerRow {
  user: string;
  /** Days with a repeat purchase. */
  frequency: number;
  /** From the first purchase to the last, and to the end of the calibration, in the unit. */
  recency: number;
  T: number;
  /** Mean amount of a repeat day; null without amounts. */
  monetary: number | null;
  /** The probability that this customer will ever buy again. */
  pAlive: number;
  /** Within the horizon. */
  expectedPurchases: number;
  /** Of one purchase; null without amounts. */
  expectedValue: number | null;
  /** Discounted value of the purchases within the horizon; null without amounts. */
  clv: number | null;
}

/** A tenth of the customers, the most valuable first. */
export interface Decile {
  decile: number;
  customers: number;
  purchases: number;
  pAlive: number;
  /** Sum of the customers' values; null without amounts. */
  clv: number | null;
  /** What they bought in the holdout; null without one. */
  actual: number | null;
}

export interface AliveBin {
  from: number;
  to: number;
  customers: number;
}

export interface Holdout {
  /** Its length in the unit. */
  length: number;
  expected: number;
  actual: number;
  /** Of the customers' expected with their actual purchases; null where one of them does not vary. */
  correlation: number | null;
  mae: number;
  /** The mean absolute error of saying the mean rate of the calibration for everyone. */
  baselineMae: number;
}

/** Repeat purchases of all customers up to the end of a week since the log's first purchase. */
export interface TrackingRow {
  week: number;
  expected: number;
  actual: number;
  isHoldout: boolean;
}

export interface Curve {
  /** Where its value lies: a rate per unit, or a chance. */
  x: number[];
  density: number[];
}

export interface SpendingFit {
  params: { p: number; q: number; v: number };
  errors: { p: number; q: number; v: number } | null;
  logLikelihood: number;
  customers: number;
  /** The mean amount of a customer of whom nothing is known. */
  mean: number | null;
  /** Of frequency with mean amount, which the model takes to be 0. */
  correlation: number | null;
}

export interface ClvResult {
  model: Params['model'];
  params: Record<string, number>;
  errors: Record<string, number> | null;
  logLikelihood: number;
  converged: boolean;
  n: { customers: number; repeaters: number };
  spending: SpendingFit | null;
  /** The most valuable first (without amounts: those expected to buy most); at most 10,000, all of them in the table `clv_scores`. */
  customers: CustomerRow[];
  totals: { purchases: number; alive: number; clv: number | null };
  /** Customers by repeat purchases, the last row that many or more; χ² over the rows. */
  fit: { rows: { purchases: number; observed: number; expected: number }[]; chiSquare: number };
  alive: AliveBin[];
  deciles: Decile[];
  holdout?: Holdout;
  tracking: TrackingRow[];
  /** How purchase rates (per unit) and leaving differ among customers, by the fitted model. */
  heterogeneity: { rate: Curve; leaving: Curve };
  definition: Params & {
    horizonUnits: number;
    source: 'events' | 'table';
    calibrationEnd: string;
    observationEnd: string;
    zone: string;
    valuedOnly: boolean;
  };
}
