import type { Validation } from '../../contract/learning.ts';
import { AppError } from '../../core/errors.ts';
import type { LearningData } from '../validation/fold.ts';
import type { Split } from '../validation/splits.ts';
import type { NestedSplit } from '../validation/splits.ts';
import { nestedSplits, splitsOf } from '../validation/splits.ts';

/** The splits that teach: at an early cutoff all may have done the same. */
function teachingOrNone({ y, task }: LearningData, splits: readonly Split[]): Split[] {
  if (task !== 'binary' && task !== 'multiclass') return [...splits];
  return splits.filter(({ train }) => train.some((row) => y[row] !== y[train[0]!]));
}

/** The same. Throws `model.one-class` where none does. */
function teaching(data: LearningData, splits: readonly Split[]): Split[] {
  const { y } = data;
  const found = teachingOrNone(data, splits);
  if (found.length === 0) throw new AppError('model.one-class', { rows: splits[0]?.train.length ?? 0, label: y[0]! });
  return found;
}

const aboutRows = ({ y, task, classes, cutoffs, groups }: LearningData, gap: number, seed: number) => ({
  ...{ rows: y.length, y, task, classes, seed, gap },
  ...(cutoffs && { cutoffs }),
  ...(groups && { groups }),
});

/** The splits of `teachingSplits`, each with splits of its own training rows; those that teach nothing are left out. */
export function teachingNestedSplits(
  data: LearningData,
  validation: Validation,
  gap: number,
  seed: number,
): NestedSplit[] {
  const all = nestedSplits(validation, aboutRows(data, gap, seed), { ...validation, repeats: 1 });
  const outer = new Set(
    teaching(
      data,
      all.map((each) => each.outer),
    ),
  );
  return all
    .filter((each) => outer.has(each.outer))
    .map((each) => ({ ...each, inner: teachingOrNone(data, each.inner) }));
}

/** The splits that a model of these rows is judged by; labels look `gap` ahead of their cutoff. Throws as `splitsOf`, `model.one-class`. */
export function teachingSplits(data: LearningData, validation: Validation, gap: number, seed: number): Split[] {
  return teaching(data, splitsOf(validation, aboutRows(data, gap, seed)));
}
