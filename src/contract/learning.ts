import * as v from 'valibot';
import { shownWhen } from './params.ts';
import type { Backend } from './workers.ts';

const whole = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

/**
 * How columns become what an estimator reads; everything is fitted on training rows alone. `auto` takes what the estimator wants:
 * nothing where it reads missing values and categories itself, else the mean, a level of its own for a missing category, one-hot with
 * every level, and one scale.
 */
export const preparationEntries = {
  impute: v.optional(v.picklist(['auto', 'none', 'mean', 'median', 'mode']), 'auto'),
  /** A further column for each that has missing values. */
  indicators: v.optional(v.boolean(), false),
  encode: v.optional(v.picklist(['auto', 'onehot', 'ordinal', 'target', 'frequency', 'native']), 'auto'),
  scale: v.optional(v.picklist(['auto', 'none', 'standard', 'minmax', 'robust']), 'auto'),
  select: v.optional(v.picklist(['none', 'variance', 'information', 'l1', 'recursive']), 'none'),
  ...shownWhen(
    { name: 'select', isNot: ['none'] },
    {
      /** How many columns are kept; 0: half of them. */
      selectCount: v.optional(whole(0, 10_000), 0),
    },
  ),
  /** Principal components that take the columns' place; 0: the columns themselves. */
  components: v.optional(whole(0, 1000), 0),
  /** Rows of rare classes weigh more, so that all classes weigh the same. */
  balance: v.optional(v.boolean(), false),
  calibrate: v.optional(v.picklist(['none', 'platt', 'isotonic']), 'none'),
} as const;

export const preparationSchema = v.object(preparationEntries);
export type Preparation = v.InferOutput<typeof preparationSchema>;

/** How a model is judged: which rows teach and which are asked. */
export const validationEntries = {
  /** `auto`: by time where the rows have cutoffs, else stratified (k-fold for numbers). */
  validation: v.optional(v.picklist(['auto', 'time', 'stratified', 'kfold', 'grouped']), 'auto'),
  folds: v.optional(whole(2, 20), 5),
  repeats: v.optional(whole(1, 20), 1),
} as const;

export const validationSchema = v.object(validationEntries);
export type Validation = v.InferOutput<typeof validationSchema>;

/** What a threshold is chosen by, and what a mistake costs. */
export const thresholdEntries = {
  threshold: v.optional(v.picklist(['f1', 'cost', 'capacity', 'precision']), 'f1'),
  /** What it costs to act on somebody who did not need it; and to miss somebody who did. */
  costOfAction: v.optional(v.pipe(v.number(), v.minValue(0)), 1),
  costOfMiss: v.optional(v.pipe(v.number(), v.minValue(0)), 5),
  ...shownWhen(
    { name: 'threshold', is: ['capacity'] },
    {
      /** The share of users that there are means for. */
      capacity: v.optional(v.pipe(v.number(), v.minValue(0.001), v.maxValue(1)), 0.1),
    },
  ),
  ...shownWhen(
    { name: 'threshold', is: ['precision'] },
    { precision: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 0.5) },
  ),
} as const;

/** A feature as the legend has it: `set` and `kind` say what it is, `of` of which event or property. */
export interface FeatureLegend {
  name: string;
  set: string;
  kind: string;
  of: string;
}

/** What of a row moved its score by how much. */
export interface Effect {
  feature: string;
  value: string | number | null;
  effect: number;
}

/** A row in its own words: base + Σ effects = score, but for `residual`. */
export interface ExplainedRow {
  id: string;
  /** Of several classes, the number of the one that the prediction is about. */
  class?: number;
  /** The prediction: a probability, or a value. */
  predicted: number;
  /** On the scale of the score: log odds for a probability. */
  base: number;
  score: number;
  effects: Effect[];
  residual: number;
}

/**
 * The least that would have to be otherwise for a prediction to fall below the threshold, or of several classes for another one to
 * be the likeliest; checked by predicting.
 */
export interface Counterfactual {
  id: string;
  /** Predicted as it is, and then; of several classes the likeliest one's probability, now and then. */
  from: number;
  to: number;
  /** Of several: the likeliest class, now and then, by number. */
  classes?: { from: number; to: number };
  changes: { feature: string; from: string | number | null; to: string | number | null }[];
}

/** A row that no change asked about brings under the threshold, or into another class. */
export interface Unreached {
  id: string;
  from: number;
  class?: number;
}

/** How the prediction goes with one feature, all else as it is. */
export interface Dependence {
  feature: string;
  points: { x: number | string; mean: number; low: number; high: number; ale: number | null }[];
}

/** Moments, epoch ms, and lengths, ms, of a question about the future; null for a table that has none. */
export interface StudyTimes {
  cutoffs: number[];
  history: number;
  gap: number;
  horizon: number;
  end: number;
}

/** What is said of any model that was trained and judged. */
export interface StudyResult {
  estimator: string;
  estimatorParams: Record<string, unknown>;
  /** Rows learnt from; columns before and after preparation. */
  n: number;
  columns: { read: number; used: number };
  split: { kind: string; folds: number; repeats: number };
  folds: { name: string; rows: number; seconds: number; metrics: Record<string, number> }[];
  mean: Record<string, number>;
  sd: Record<string, number>;
  /** The same metrics, on the same rows, of saying the same of everyone. */
  baseline: Record<string, number>;
  /** By source column: the loss of the leading metric when it is shuffled, and the mean size of its effect. */
  importances: { feature: string; value: number; sd: number; effect: number }[];
  coefficients?: { feature: string; weight: number }[];
  intercept?: number;
  dropped: { name: string; reason: string }[];
  /** `leak`: moves with what comes after the cutoff; `too-good`: tells the label alone; `undated`: nobody knows since when it holds. */
  flags: { feature: string; kind: 'leak' | 'too-good' | 'undated'; value: number }[];
  /** Features that were computed again with everything after the cutoff deleted; null where nothing is dated or nobody asked. */
  guarded: number | null;
  explained: ExplainedRow[];
  /** How the effects were found, and the largest residual of any row shown. */
  explanation: { method: string; residual: number } | null;
  counterfactuals: Counterfactual[];
  dependence: Dependence[];
  legend: FeatureLegend[];
  times: StudyTimes | null;
  backend: Backend;
  seconds: number;
}
