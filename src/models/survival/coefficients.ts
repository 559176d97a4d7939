import { chiSquareSf } from '../../core/statistics/chi-square.ts';
import { normalCdf } from '../../core/statistics/normal.ts';
import type { Coefficient } from './data.ts';

/** An estimate with its standard error: z, the two-sided p of Wald's test, and the interval at `z`. */
export function coefficient(name: string, coef: number, se: number, quantile: number): Coefficient {
  const z = coef / se;
  return { name, coef, se, z, p: 2 * normalCdf(-Math.abs(z)), low: coef - quantile * se, high: coef + quantile * se };
}

/** The test of a model against the one without covariates. */
export interface LikelihoodRatio {
  statistic: number;
  df: number;
  p: number;
}

export function likelihoodRatio(full: number, empty: number, df: number): LikelihoodRatio {
  const statistic = Math.max(0, 2 * (full - empty));
  return { statistic, df, p: chiSquareSf(statistic, df) };
}
