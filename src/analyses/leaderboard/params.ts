import * as v from 'valibot';
import { preparationEntries, validationEntries } from '../../contract/learning.ts';
import { inSection, shownWhen } from '../../contract/params.ts';
import { learningEntries } from '../../features/learning/params.ts';
import { usualFirst } from '../../features/study/params.ts';
import { specsFor } from '../../models/specs.ts';

const whole = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

/** All that learn from labels. */
export const offered = usualFirst(specsFor('binary', 'multiclass', 'regression'));

const METRICS = [
  'auto',
  'auc',
  'averagePrecision',
  'logLoss',
  'brier',
  'f1',
  'mcc',
  'accuracy',
  'macroF1',
  'macroAuc',
  'ks',
  'recallAt10',
  'liftAt10',
  'rmse',
  'mae',
  'r2',
  'pinball50',
] as const;

const { target, event, horizon, table, label, ...question } = learningEntries;

/** What is foretold, and how the best model for it is looked for; `{}`: who comes back within thirty days, in ten trials. */
export const params = v.object({
  table,
  label,
  ...shownWhen(
    { name: 'table', isNot: [''] },
    {
      /** Of a label column: classes, or a number. */
      task: v.optional(v.picklist(['classes', 'number']), 'classes'),
    },
  ),
  target,
  event,
  horizon,
  /** Those that take part; none: the quick ones, and boosting and a forest. */
  estimators: v.optional(v.pipe(v.array(v.picklist(offered.map(({ id }) => id))), v.metadata({ empty: 'none' })), []),
  method: v.optional(v.picklist(['tpe', 'random', 'halving']), 'tpe'),
  /** Seconds of work. */
  budget: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(86_400)), 120),
  trials: v.optional(whole(1, 1000), 10),
  metric: v.optional(v.picklist(METRICS), 'auto'),
  ...inSection('question', question),
  ...inSection('split', {
    ...validationEntries,
    /** Judges the search itself: it is made anew within the training rows of each fold. Takes its share of the budget. */
    nested: v.optional(v.boolean(), false),
  }),
  ...inSection('preparation', preparationEntries),
});

export type Params = v.InferOutput<typeof params>;
