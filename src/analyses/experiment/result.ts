import type { EventPattern, Property } from '../../contract/population.ts';

export type MetricKind = 'share' | 'mean' | 'ratio';

/** A metric as the queries see it. */
export type Metric = { name: string; kind: MetricKind } & (
  | { source: 'goal'; goal: EventPattern }
  | { source: 'value'; of: Property }
  | { source: 'ratio'; of: Property; over: Property | null }
  | { source: 'return'; day: number }
);

export interface Interval {
  low: number;
  high: number;
}

/** One variant under one metric. */
export interface Arm {
  variant: string;
  users: number;
  /** The share, mean or ratio; null without users. */
  value: number | null;
  low: number | null;
  high: number | null;
}

export type Verdict = 'better' | 'worse' | 'undecided' | 'too-few';

/** One variant against the control; intervals at 1 − alpha. All differences are variant − control. */
export interface Comparison extends Interval {
  variant: string;
  difference: number;
  /** The difference as a share of the control's value; null where that is 0. */
  lift: (Interval & { value: number }) | null;
  p: number;
  holm: number;
  bh: number;
  /** Valid however often one looks: Waudby-Smith et al. */
  sequential: Interval & { p: number; holm: number; bh: number };
  /** The chance that the variant is the larger one, and what is expected to be lost by taking it if it is not. */
  bayesian: Interval & { chance: number; loss: number };
  /** Variance saved by the covariate, 0..1; null where there was none. */
  varianceReduction: number | null;
  verdict: Verdict;
  /** Days more until it would be decided if the difference stayed as it is; null where that can't be said. */
  daysMore: number | null;
}

export interface MetricResult {
  name: string;
  kind: MetricKind;
  source: 'goal' | 'value' | 'ratio' | 'return';
  arms: Arm[];
  comparisons: Comparison[];
}

export interface ExperimentResult {
  source: { kind: 'exposures' | 'property' | 'random'; property: string };
  control: string | null;
  variants: { name: string; users: number; expected: number }[];
  /** Users who saw several variants, left out. */
  mixed: number;
  /** Users exposed too late to be observed for the whole window, left out of the metrics. */
  immature: number;
  ratio: { statistic: number; df: number; p: number; suspicious: boolean };
  metrics: MetricResult[];
  /** The first metric in each segment, every variant against the control; q: Benjamini–Hochberg over all rows. */
  segments: {
    segment: string | null;
    variant: string;
    users: number;
    difference: number;
    low: number;
    high: number;
    p: number;
    q: number;
  }[];
  /** The first metric of the first variant against the control, from the first exposure on. */
  trend: { day: string; users: number; difference: number; low: number; high: number; p: number }[];
  /** Days from the first exposure to the observation's end. */
  days: number;
  definition: {
    window: string;
    method: 'sequential' | 'frequentist' | 'bayesian';
    alpha: number;
    correction: 'holm' | 'bh' | 'none';
    lowerIsBetter: boolean;
    measure: 'conversion' | 'count';
    cuped: string;
    winsorise: number;
    split: string;
    nStar: number;
    segment: string;
    ratioAlpha: number;
  };
}
