import type { Params } from './params.ts';

/** On the scale of the log hazard (Cox) or of log time (Weibull). */
export interface Coefficient {
  name: string;
  coef: number;
  se: number;
  z: number;
  p: number;
  low: number;
  high: number;
}

export interface CurveRow {
  time: number;
  atRisk: number;
  /** Since the row before. */
  events: number;
  survival: number;
  low: number;
  high: number;
  /** Nelson and Aalen's cumulative hazard. */
  hazard: number;
  hazardLow: number;
  hazardHigh: number;
}

export interface GroupCurve {
  group: string;
  subjects: number;
  events: number;
  /** Of the log-rank test: as many as if all groups were alike. */
  expected: number;
  median: number | null;
  /** Surviving the longest time that every group reaches, and the interval there. */
  atEnd: { time: number; survival: number; low: number; high: number };
  curve: CurveRow[];
}

export interface Test {
  statistic: number;
  df: number;
  p: number;
}

export interface CoxResult {
  subjects: number;
  events: number;
  coefficients: Coefficient[];
  logLikelihood: number;
  nullLogLikelihood: number;
  concordance: number;
  aic: number;
  likelihoodRatio: Test;
  /** Columns that no coefficient can be told for. */
  dropped: { name: string; reason: 'constant' | 'collinear' }[];
  unbounded: string[];
  converged: boolean;
  /** Does the effect of a column drift with time? Correlation of scaled Schoenfeld residuals with the rank of time. */
  proportional: { columns: { name: string; correlation: number; statistic: number; p: number }[]; global: Test | null };
  /** Of a subject at the columns' means, by stratum. */
  baseline: { stratum: string; time: number[]; cumulative: number[] }[];
}

export interface AftResult {
  coefficients: Coefficient[];
  intercept: Coefficient;
  logShape: Coefficient;
  shape: number;
  logLikelihood: number;
  likelihoodRatio: Test;
  medianAtMeans: number;
  zeros: number;
  converged: boolean;
}

/** What was left out, and why. */
export interface LeftOut {
  /** Without a duration or an event's state. */
  missing: number;
  /** Too new to tell silence from absence. */
  tooNew: number;
  /** Not in the models: gone before the covariates were known, or with a covariate missing. */
  early: number;
  incomplete: number;
  /** Columns that no model reads: too many levels, or numbers that only name. */
  columns: string[];
}

export interface SurvivalResult {
  n: { subjects: number; events: number; censored: number };
  median: number | null;
  /** When the curve's bounds reach one half. */
  medianInterval: { low: number | null; high: number | null };
  curve: CurveRow[];
  groups: GroupCurve[];
  logRank?: Test;
  cox?: CoxResult;
  aft?: AftResult;
  leftOut: LeftOut;
  definition: Params & {
    source: 'events' | 'table';
    gapDays: number;
    earlyDays: number;
    observationEnd: string;
    zone: string;
  };
}
