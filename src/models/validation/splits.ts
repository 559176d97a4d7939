import type { Task } from '../../contract/estimator.ts';
import type { Validation } from '../../contract/learning.ts';
import { AppError } from '../../core/errors.ts';
import { codesOf, groupedFolds, kFolds, stratifiedFolds, type FoldOfRow } from './folds.ts';
import { seedOf } from './shuffled.ts';
import { timeWindows } from './time.ts';

export type SplitMethod = Exclude<Validation['validation'], 'auto'>;

/** Which rows teach and which are asked, both rising. */
export interface Split {
  /** `stratified 2/5`, `stratified 2/5, repeat 2`; `grouped 1/5 (one cutoff only)` where the method asked for was not possible. */
  name: string;
  train: Uint32Array;
  test: Uint32Array;
  method?: SplitMethod;
  /** The method asked for, where another one had to do. */
  insteadOf?: SplitMethod;
}

/** What splits depend on; a number per row in each array. */
export interface AboutRows {
  rows: number;
  y: ArrayLike<number>;
  task: Task;
  classes: number;
  cutoffs?: ArrayLike<number>;
  groups?: ArrayLike<number>;
  seed: number;
  /** How far labels look ahead of their cutoff, in the unit of the cutoffs: see `timeWindows`. */
  gap?: number;
}

const rowsWhere = (rows: number, is: (row: number) => boolean): Uint32Array => {
  const found = new Uint32Array(rows);
  let count = 0;
  for (let row = 0; row < rows; row += 1) if (is(row)) found[count++] = row;
  return found.slice(0, count);
};

/** Groups that keep some rows together; where each row is its own, they settle nothing. */
const repeats = (groups: ArrayLike<number> | undefined): boolean =>
  groups !== undefined && codesOf(groups).count < groups.length;

const isClassifier = (task: Task): boolean => task === 'binary' || task === 'multiclass';

/** What is done where the rows' times settle nothing. */
function withoutTime({ groups, task }: AboutRows): SplitMethod {
  if (repeats(groups)) return 'grouped';
  return isClassifier(task) ? 'stratified' : 'kfold';
}

function timeSplits({ folds }: Validation, about: AboutRows): Split[] {
  const cutoffs = about.cutoffs ?? [];
  const windows = timeWindows(cutoffs, folds, about.gap);
  return windows.map(({ trainTo, testFrom, testTo }, at) => ({
    name: `time ${at + 1}/${windows.length}`,
    train: rowsWhere(about.rows, (row) => cutoffs[row]! <= trainTo),
    test: rowsWhere(about.rows, (row) => cutoffs[row]! >= testFrom && cutoffs[row]! <= testTo),
    method: 'time',
  }));
}

/** Throws `validation.no-groups`, `validation.one-group`. */
function groupCount({ groups, rows }: AboutRows): number {
  if (!groups) throw new AppError('validation.no-groups', { rows });
  const { count } = codesOf(groups);
  if (count < 2) throw new AppError('validation.one-group', { rows });
  return count;
}

function foldOfRow(method: SplitMethod, folds: number, about: AboutRows, seed: number): FoldOfRow {
  if (method === 'grouped') return groupedFolds(about.groups!, folds, seed);
  if (method === 'stratified') return stratifiedFolds(about.y, folds, seed);
  return kFolds(about.rows, folds, seed);
}

function foldSplits(method: SplitMethod, validation: Validation, about: AboutRows): Split[] {
  const folds = Math.min(validation.folds, method === 'grouped' ? groupCount(about) : about.rows);
  return Array.from({ length: validation.repeats }, (_, repeat) => {
    const fold = foldOfRow(method, folds, about, seedOf(about.seed, repeat));
    return Array.from({ length: folds }, (_, number): Split => ({
      name: `${method} ${number + 1}/${folds}${validation.repeats > 1 ? `, repeat ${repeat + 1}` : ''}`,
      train: rowsWhere(about.rows, (row) => fold[row] !== number),
      test: rowsWhere(about.rows, (row) => fold[row] === number),
      method,
    }));
  }).flat();
}

/** Classes are of classifiers alone: a number has no strata. */
function possible(method: SplitMethod, { task }: AboutRows): SplitMethod {
  return method === 'stratified' && !isClassifier(task) ? 'kfold' : method;
}

function whyNotTime({ cutoffs }: AboutRows): string {
  if (!cutoffs) return 'no cutoffs';
  return codesOf(cutoffs).count < 2 ? 'one cutoff only' : 'cutoffs too close';
}

const instead = (splits: Split[], insteadOf: SplitMethod, why: string): Split[] =>
  splits.map((split) => ({ ...split, name: `${split.name} (${why})`, insteadOf }));

/**
 * The splits by which a model is judged. `time`: expanding windows over the cutoffs, without repeats, as it has no chance in it;
 * `stratified`, `kfold`, `grouped`: K folds, `repeats` times, each time shuffled anew. `auto`: by time where there are several
 * cutoffs, else grouped where groups have several rows, else stratified (k-fold for numbers); that is also what is done, and said
 * in the splits' names, where time was asked for and there are no two cutoffs `gap` apart. Folds no more than rows or groups. Throws
 * `validation.too-few-rows`, `validation.no-groups`, `validation.one-group`.
 */
export function splitsOf(validation: Validation, about: AboutRows): Split[] {
  if (about.rows < 2) throw new AppError('validation.too-few-rows', { rows: about.rows });
  const asked = validation.validation;
  if (asked !== 'auto' && asked !== 'time') return foldSplits(possible(asked, about), validation, about);
  const splits = timeSplits(validation, about);
  if (splits.length > 0) return splits;
  const others = foldSplits(withoutTime(about), validation, about);
  if (asked === 'auto' && !about.cutoffs) return others;
  return instead(others, 'time', whyNotTime(about));
}

/** A split, and splits of its training rows by which to choose a model without a look at the rows asked. */
export interface NestedSplit {
  outer: Split;
  /** Rows are those of the whole table. */
  inner: Split[];
}

const picked = (values: ArrayLike<number>, rows: Uint32Array): Float64Array =>
  Float64Array.from(rows, (row) => values[row]!);

/** Splits within splits (nested cross-validation): the inner ones are of each outer one's training rows, by the same method. */
export function nestedSplits(validation: Validation, about: AboutRows, inner: Validation = validation): NestedSplit[] {
  return splitsOf(validation, about).map((outer, number) => {
    const { train } = outer;
    const { cutoffs, groups } = about;
    const within = splitsOf(inner, {
      ...about,
      rows: train.length,
      y: picked(about.y, train),
      ...(cutoffs && { cutoffs: picked(cutoffs, train) }),
      ...(groups && { groups: picked(groups, train) }),
      seed: seedOf(about.seed, 1000 + number),
    });
    const whole = (rows: Uint32Array) => rows.map((row) => train[row]!);
    return { outer, inner: within.map((split) => ({ ...split, train: whole(split.train), test: whole(split.test) })) };
  });
}
