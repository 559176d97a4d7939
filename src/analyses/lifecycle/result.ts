import type { Params } from './params.ts';

export const STAGES = ['new', 'returning', 'resurrecting', 'dormant'] as const;
export type Stage = (typeof STAGES)[number];

export interface LifecyclePeriod {
  /** ISO name of the calendar bucket. */
  period: string;
  /** Active for the first time in the log. */
  new: number;
  /** Active in the period before, too. */
  returning: number;
  /** Active before, but not in the period before. */
  resurrecting: number;
  /** Active in the period before, and not in this one. */
  dormant: number;
  /** new + returning + resurrecting. */
  active: number;
  /** (new + resurrecting) / dormant; null where nobody became dormant. */
  pulse: number | null;
  /** Whether it holds the observation end, and is not over. */
  partial: boolean;
}

export interface LifecycleResult {
  /** Every period from the first activity to the observation end. */
  periods: LifecyclePeriod[];
  definition: Params & { zone: string; weekStart: 'monday' | 'sunday'; end: string };
}
