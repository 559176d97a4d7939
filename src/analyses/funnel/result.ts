import type { Params } from './params.ts';

export interface FunnelStep {
  name: string;
  /** Users who reached this step. */
  count: number;
  /** `count` over the users who entered; null where nobody did. */
  fromFirst: number | null;
  /** `count` over the users of the step before; 1 for the first step. */
  fromPrevious: number | null;
  /** The 95 % Wilson interval of `fromFirst`. */
  low: number | null;
  high: number | null;
}

export interface FunnelResult {
  steps: FunnelStep[];
  /** Seconds from the entry to the last step; null where nobody converted, and without an order of the steps. */
  timeToConvert: {
    median: number;
    p25: number;
    p75: number;
    p90: number;
    histogram: { from: number; to: number; count: number }[];
  } | null;
  /** What the figures stand on. */
  definition: Omit<Params, 'steps'>;
}
