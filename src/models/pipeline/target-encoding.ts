import type { Task } from '../../contract/estimator.ts';
import type { LearningColumn } from '../learning-table.ts';
import { codesIn } from './fit-columns.ts';
import type { CategoryPlan } from './state.ts';

/** The label as numbers to take means of: itself, or for several classes one indicator each. */
export function targetsOf(y: ArrayLike<number>, task: Task, classes: number): Float64Array[] {
  if (task !== 'multiclass') return [Float64Array.from(y)];
  return Array.from({ length: classes }, (_, k) => Float64Array.from(y, (label) => Number(label === k)));
}

/**
 * The mean of `y` by level, drawn towards the mean of all the more, the fewer rows a level has and the more they differ: the
 * empirical Bayes estimate of Micci-Barreca (2001), as scikit-learn's TargetEncoder with `smooth='auto'`. `codes`: one per row,
 * −1 none; `use`: which rows count. The value of no level comes first: the mean of all.
 */
export function smoothedMeans(
  codes: Int32Array,
  levels: number,
  y: Float64Array,
  use?: (row: number) => boolean,
): number[] {
  const count = new Float64Array(levels + 1);
  const mean = new Float64Array(levels + 1);
  const squares = new Float64Array(levels + 1);
  const all = { n: 0, mean: 0, squares: 0 };
  for (let row = 0; row < y.length; row += 1) {
    if (use && !use(row)) continue;
    const [value, at] = [y[row]!, codes[row]! + 1];
    // Welford's update, which loses no digits to large means.
    const apart = value - mean[at]!;
    mean[at]! += apart / ++count[at]!;
    squares[at]! += apart * (value - mean[at]!);
    const apartOfAll = value - all.mean;
    all.mean += apartOfAll / ++all.n;
    all.squares += apartOfAll * (value - all.mean);
  }
  const variance = all.squares / all.n;
  const smoothed = Array.from(mean, (own, at) => {
    const between = variance * count[at]!;
    const share = between / (between + squares[at]! / count[at]!);
    return Number.isNaN(share) ? all.mean : share * own + (1 - share) * all.mean;
  });
  return [all.mean, ...smoothed.slice(1)];
}

/** The plan's code of each row. */
function rowCodes(plan: CategoryPlan, column: LearningColumn & { kind: 'category' }, rows: Uint32Array): Int32Array {
  const codes = codesIn(plan, column);
  return Int32Array.from(rows, (row) => codes[column.codes[row]! + 1]!);
}

/** What a target encoding learns, and what each training row is given: means of the other folds alone, by output column. */
export function fitTarget(
  plan: CategoryPlan,
  column: LearningColumn & { kind: 'category' },
  rows: Uint32Array,
  targets: readonly Float64Array[],
  fold: Uint8Array,
): { plan: CategoryPlan; training: Float64Array[] } {
  const codes = rowCodes(plan, column, rows);
  const levels = plan.levels.length;
  const values = targets.map((y) => smoothedMeans(codes, levels, y));
  const training = targets.map((y) => outOfFold(codes, levels, y, fold));
  return { plan: { ...plan, values }, training };
}

/** Each row's encoding by the rows of the other folds. */
export function outOfFold(codes: Int32Array, levels: number, y: Float64Array, fold: Uint8Array): Float64Array {
  const folds = fold.reduce((most, number) => Math.max(most, number + 1), 0);
  const tables = Array.from({ length: folds }, (_, one) => smoothedMeans(codes, levels, y, (row) => fold[row] !== one));
  return Float64Array.from(codes, (code, row) => tables[fold[row]!]![code + 1]!);
}
