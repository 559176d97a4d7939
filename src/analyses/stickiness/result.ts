import type { Params } from './params.ts';

/** Users and the periods they were active in; a user counts once in each such period (once in all by `within: log`). */
export interface StickinessBin {
  /** Active intervals in a period. */
  intervals: number;
  exactly: number;
  atLeast: number;
  shareExactly: number | null;
  shareAtLeast: number | null;
}

export interface ActiveDay {
  /** The ISO date, local. */
  day: string;
  dau: number;
  /** Active in the 7 and in the 30 days that end with this one; null until so many days of the log have passed. */
  wau: number | null;
  mau: number | null;
  /** dau / mau, wau / mau. */
  dauMau: number | null;
  wauMau: number | null;
  /** Whether the log ends within this day. */
  partial: boolean;
}

export interface StickinessResult {
  bins: StickinessBin[];
  /** How many user-periods (users, by `within: log`) the bins hold. */
  total: number;
  /** The mean of the active intervals; null where there are none. */
  mean: number | null;
  /** How many periods were counted: those that the log holds whole, or all where it holds none. */
  periods: number;
  /** Whether all periods counted are whole. */
  whole: boolean;
  days: ActiveDay[];
  /** The mean of the days' ratios, over the days that are over and have one. */
  meanDauMau: number | null;
  meanWauMau: number | null;
  definition: Params & { zone: string; weekStart: 'monday' | 'sunday'; end: string };
}
