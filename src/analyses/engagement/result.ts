import type { Params } from './params.ts';

export interface Spread {
  mean: number;
  median: number;
  p90: number;
}

/** So many sessions (or users) with a value from `from` up to `to`, which is not reached; null: without end. */
export interface Bin {
  from: number;
  to: number | null;
  count: number;
}

export interface TrendPoint {
  /** ISO name of the calendar bucket in which the sessions begin. */
  period: string;
  sessions: number;
  users: number;
  /** Mean events of a session. */
  depth: number | null;
  /** Median seconds of a session. */
  length: number | null;
  /** Share of sessions with one event. */
  bounce: number | null;
  partial: boolean;
}

export interface EngagementResult {
  users: number;
  events: number;
  sessions: number;
  /** Sessions for each user; events in each session; seconds from a session's first event to its last. Null without sessions. */
  perUser: Spread | null;
  depth: Spread | null;
  length: Spread | null;
  perUserBins: Bin[];
  depthBins: Bin[];
  lengthBins: Bin[];
  /** Sessions with one event. */
  bounced: number;
  bounceRate: number | null;
  low: number | null;
  high: number | null;
  /** Users by the days on which they were active, of the last `days` days of the log. */
  power: { days: number; from: string | null; users: number; counts: number[]; mean: number | null };
  trend: TrendPoint[];
  definition: Params & {
    zone: string;
    weekStart: 'monday' | 'sunday';
    end: string;
    /** Whether the log's own sessions are counted; else the gap (minutes) that parts two. */
    named: boolean;
    gapMinutes: number;
  };
}
