import type { Params } from './params.ts';

export interface RetentionCell {
  /** How many periods after the first one; 0 is the first itself. */
  index: number;
  /** Users who came back, of those observable. */
  returned: number;
  /** Users who could have come back by the observation end; 0 where it is too early to know. */
  observable: number;
  /** `returned` over `observable`; null where nothing can be known yet. */
  rate: number | null;
}

export interface RetentionResult {
  /** By the period of the users' first start, in order; periods without new users are left out. */
  cohorts: { cohort: string; size: number; cells: RetentionCell[] }[];
  /** Pooled: all users who returned over all users observable. */
  total: RetentionCell[];
  /** The calendar period of the observation end, which is not over; null by the rolling clock. */
  partial: string | null;
  /** What the figures stand on. */
  definition: Params & { zone: string; weekStart: 'monday' | 'sunday' };
}
