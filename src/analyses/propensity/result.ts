import type { CalibrationBin } from '../../core/metrics.ts';
import type { Params } from './params.ts';

/** One of up to ten equal groups of the users by score, the likeliest first. */
export interface Decile {
  decile: number;
  /** Users scored as of the log's end. */
  users: number;
  /** Their mean predicted probability. */
  predicted: number;
  /** In the same group of the test: the share that did it. Null where the test has no user there. */
  observed: number | null;
}

export interface PropensityResult {
  /** ISO times. */
  cutoffs: { train: string; test: string };
  n: { train: number; test: number };
  /** Share of users who did it, at the test. */
  prevalence: number;
  /** All on the test. */
  metrics: { auc: number; averagePrecision: number; logLoss: number; brier: number; ece: number; liftTop10: number };
  /** 95 % interval of the AUC (DeLong). */
  spread: { auc: { low: number; high: number } };
  /** The training's prevalence, said of everyone. */
  baseline: { auc: number; logLoss: number };
  /** Change of the log odds per standard deviation, the strongest first. */
  weights: { feature: string; weight: number }[];
  calibration: CalibrationBin[];
  deciles: Decile[];
  /** Users scored as of the log's end, in the table `propensity_scores`. */
  scores: number;
  definition: Params & { historyDays: number };
}
