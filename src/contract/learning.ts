import * as v from 'valibot';

const whole = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

/**
 * How columns become what an estimator reads; everything is fitted on training rows alone. `auto` takes what the estimator wants:
 * nothing where it reads missing values and categories itself, else mean or mode, one-hot with every level, and one scale.
 */
export const preparationEntries = {
  impute: v.optional(v.picklist(['auto', 'none', 'mean', 'median', 'mode']), 'auto'),
  /** A further column for each that has missing values. */
  indicators: v.optional(v.boolean(), false),
  encode: v.optional(v.picklist(['auto', 'onehot', 'ordinal', 'target', 'frequency', 'native']), 'auto'),
  scale: v.optional(v.picklist(['auto', 'none', 'standard', 'minmax', 'robust']), 'auto'),
  select: v.optional(v.picklist(['none', 'variance', 'information', 'l1', 'recursive']), 'none'),
  /** How many columns are kept; 0: half of them. */
  selectCount: v.optional(whole(0, 10_000), 0),
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
