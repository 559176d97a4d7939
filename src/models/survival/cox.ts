import { normalQuantile } from '../../core/statistics/normal.ts';
import type { FitContext } from '../estimator.ts';
import type { BaselineHazard } from './baseline.ts';
import { breslow } from './baseline.ts';
import type { LikelihoodRatio } from './coefficients.ts';
import { coefficient, likelihoodRatio } from './coefficients.ts';
import type { Concordance } from './concordance.ts';
import { concordanceOf } from './concordance.ts';
import { ordered, partialLikelihood } from './cox-likelihood.ts';
import type { Coefficient, Dropped, SurvivalData } from './data.ts';
import { checkSurvival, standardised } from './data.ts';
import { inverse } from './inverse.ts';
import { newton } from './newton.ts';
import type { HazardCheck } from './schoenfeld.ts';
import { hazardCheck } from './schoenfeld.ts';

export interface CoxOptions {
  /** Of the intervals; .95 by default. */
  level?: number;
  /** Times of events as their ranks (the default) or as they are, for the check of proportional hazards. */
  checkedAgainst?: 'rank' | 'identity';
}

/** Cox's model, fitted. Coefficients are log hazard ratios per unit of a column. */
export interface FittedCox {
  subjects: number;
  events: number;
  coefficients: Coefficient[];
  /** The coefficients' covariance, row after row. */
  covariance: number[];
  /** Columns without a coefficient. */
  dropped: Dropped[];
  /** Columns whose coefficient runs away, as all of some level had (or none had) the event: its size means nothing. */
  unbounded: string[];
  logLikelihood: number;
  /** Without covariates. */
  nullLogLikelihood: number;
  aic: number;
  likelihoodRatio: LikelihoodRatio;
  concordance: Concordance;
  /** Of a subject with the mean of every column. */
  baseline: BaselineHazard[];
  means: number[];
  check: HazardCheck;
  iterations: number;
  converged: boolean;
}

/** A standard error (per standard deviation of the column) at which the data no longer bound a coefficient. */
const RUNAWAY = 50;

/**
 * Cox's proportional hazards model (1972) with Efron's treatment of ties, strata with hazards of their own, by Newton's method on
 * standardised columns. Constant and collinear columns are left out and said. Throws `survival.no-subjects`, `survival.no-events`,
 * `survival.no-covariates`.
 */
export async function fitCox(
  data: SurvivalData,
  context: Pick<FitContext, 'step'>,
  { level = 0.95, checkedAgainst = 'rank' }: CoxOptions = {},
): Promise<FittedCox> {
  checkSurvival(data);
  const { kept, dropped, mean, scale, x } = standardised(data);
  const rows = ordered(x, kept.length, data.times, data.events, data.strata);
  let evaluations = 0;
  const step = () => context.step(1 - 1 / (1 + evaluations / 4));
  const evaluate = async (beta: Float64Array) => {
    evaluations++;
    await step();
    return partialLikelihood(rows, beta, step);
  };
  const start = new Float64Array(kept.length);
  const empty = await evaluate(start);
  const best = await newton(evaluate, start);
  const scaledCovariance = inverse(best.information, kept.length) ?? new Float64Array(kept.length ** 2).fill(NaN);
  const scales = kept.map((place) => scale[place]!);
  const size = kept.length;
  const covariance = scaledCovariance.map((entry, n) => entry / (scales[Math.floor(n / size)]! * scales[n % size]!));
  const quantile = normalQuantile((1 + level) / 2);
  const coefficients = kept.map((place, n) =>
    coefficient(data.names[place]!, best.weights[n]! / scales[n]!, Math.sqrt(covariance[n * (size + 1)]!), quantile),
  );
  const risk = new Float64Array(data.times.length);
  for (let n = 0; n < x.length; n++) risk[Math.floor(n / size)]! += x[n]! * best.weights[n % size]!;
  await context.step(0.97);
  return {
    subjects: data.times.length,
    events: data.events.reduce((sum, event) => sum + event, 0),
    coefficients,
    covariance: Array.from(covariance),
    dropped,
    unbounded: coefficients.flatMap(({ name, se }, n) => (se * scales[n]! < RUNAWAY ? [] : [name])),
    logLikelihood: best.value,
    nullLogLikelihood: empty.value,
    aic: 2 * size - 2 * best.value,
    likelihoodRatio: likelihoodRatio(best.value, empty.value, size),
    concordance: concordanceOf(data.times, data.events, risk, data.strata),
    baseline: breslow(rows, best.weights),
    means: kept.map((place) => mean[place]!),
    check: hazardCheck(
      rows,
      best.weights,
      scaledCovariance,
      coefficients.map(({ name }) => name),
      checkedAgainst,
    ),
    iterations: best.iterations,
    converged: best.converged,
  };
}
