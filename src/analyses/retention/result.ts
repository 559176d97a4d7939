import type { Params } from './params.ts';

export interface RetentionCell {
  /** The place of the cell in its row: periods after the first one, or the n-th bracket; 0 is the first period itself. */
  index: number;
  /** Users who came back, of those observable. */
  returned: number;
  /** Users who could have come back by the observation end (and came back in the cell before, by `reference: previous`). */
  observable: number;
  /** `returned` over `observable`; null where nothing can be known yet. */
  rate: number | null;
  /** Wilson's 95 % interval of the rate. */
  low: number | null;
  high: number | null;
  /** Whether its time, or that of some of its cohorts, is not over. */
  partial: boolean;
  /** The property summed over the returns of those observable; null where nothing is measured or nothing can be known. */
  sum: number | null;
  /** The mean over the returns that have a value. */
  average: number | null;
  /** The sum over all users observable, returned or not. */
  perUser: number | null;
}

export interface TotalCell extends RetentionCell {
  /** The mean of the cohorts' rates. */
  simple: number | null;
  /** Σ size · returned over Σ size · observable. */
  weighted: number | null;
  /** Σ returned over Σ observable: the same as `rate`. */
  pooled: number | null;
}

/** Time from the first start to the last return, for those who have been silent ever since. */
export interface Survival {
  /** Periods of silence up to the observation end after which a user counts as gone. */
  silence: number;
  users: number;
  /** Silent for so long. */
  gone: number;
  /** Not so: known to be there until `silence` periods before the observation end. */
  staying: number;
  /** Began too late to tell. */
  tooNew: number;
  /** Days until half are gone; null where the curve stays above one half. */
  median: number | null;
  /** The curve (Kaplan and Meier) so many periods after the first start, as far as it reaches. */
  points: { period: number; atRisk: number; gone: number; survival: number; low: number; high: number }[];
}

/** Days between a user's consecutive days of use. */
export interface Usage {
  /** Users with one day of use only. */
  once: number;
  /** Users with two or more; the figures below are of their own medians. */
  users: number;
  median: number | null;
  p80: number | null;
  /** The shortest period that covers the usual interval of four users in five; null where none does. */
  recommended: 'day' | 'week' | 'month' | null;
  /** Users by their median interval, days from `from` up to `to` (null: without end). */
  histogram: { from: number; to: number | null; users: number }[];
}

export interface RetentionResult {
  /** By the period of the users' start, in order; periods without new users are left out. */
  cohorts: { cohort: string; size: number; cells: RetentionCell[] }[];
  /** All cohorts together. */
  total: TotalCell[];
  /** By the property of the start event, most users first; empty without a breakdown. */
  groups: { value: string | null; other: boolean; size: number; cells: RetentionCell[] }[];
  /** The name of each cell: `0`, `1`, `2–3`. */
  periods: string[];
  /** The calendar period of the observation end, which is not over; null by the rolling clock, or where it is left out. */
  partial: string | null;
  survival: Survival;
  usage: Usage;
  /** What the figures stand on; `end` is the observation end, local time. */
  definition: Params & { zone: string; weekStart: 'monday' | 'sunday'; end: string };
}
