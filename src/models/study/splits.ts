import type { Validation } from '../../contract/learning.ts';
import { AppError } from '../../core/errors.ts';
import type { LearningData } from '../validation/fold.ts';
import type { Split } from '../validation/splits.ts';
import { splitsOf } from '../validation/splits.ts';

/** The splits that teach: at an early cutoff all may have done the same. Throws `model.one-class` where none does. */
function teaching({ y, task }: LearningData, splits: readonly Split[]): Split[] {
  if (task !== 'binary' && task !== 'multiclass') return [...splits];
  const found = splits.filter(({ train }) => train.some((row) => y[row] !== y[train[0]!]));
  if (found.length === 0) throw new AppError('model.one-class', { rows: splits[0]?.train.length ?? 0, label: y[0]! });
  return found;
}

/** The splits that a model of these rows is judged by; labels look `gap` ahead of their cutoff. Throws as `splitsOf`, `model.one-class`. */
export function teachingSplits(data: LearningData, validation: Validation, gap: number, seed: number): Split[] {
  const { y, task, classes, cutoffs, groups } = data;
  const about = { rows: y.length, y, task, classes, ...(cutoffs && { cutoffs }), ...(groups && { groups }), seed, gap };
  return teaching(data, splitsOf(validation, about));
}
