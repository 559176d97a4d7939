import type { Table } from 'apache-arrow';
import { Table as ArrowTable, makeVector } from 'apache-arrow';
import { column } from '../../core/columns.ts';
import { textVector } from '../../core/text-vector.ts';
import type { FitContext } from '../../models/estimator.ts';
import type { LearningTables, StudyInput } from '../../models/study/input.ts';
import { REASONS, reasonTexts } from '../../models/study/reason-texts.ts';
import type { Study } from '../../models/study/study.ts';
import { groupOf, groupsFor } from '../../models/study/ranked-groups.ts';
import { inUnits } from '../../models/study/units.ts';

/** What each row scored brought in the history, where the log knows amounts. */
export function stakesOf({ legend, data, scoreFrom }: StudyInput): Float64Array | null {
  const meaning = legend.find(({ kind }) => kind === 'value_sum');
  const found = meaning && data.table.columns.find(({ name }) => name === meaning.name);
  if (!meaning || found?.kind !== 'number') return null;
  return found.values.slice(scoreFrom).map((value) => inUnits(value, meaning));
}

const usersOf = (tables: LearningTables, { scoreFrom }: StudyInput) =>
  column(scoreFrom > 0 ? tables.score : tables.rows, 'user');

/** The rows scored that are at or above the threshold, the highest first; ties in the table's order. */
export const rowsAbove = (scores: Float64Array, threshold: number): Uint32Array =>
  Uint32Array.from(scores.keys())
    .filter((row) => scores[row]! >= threshold)
    .sort((a, b) => scores[b]! - scores[a]! || a - b);

/** The rows scored: score, group by rank, whether above the threshold, what is at stake, and of those above the strongest reasons. */
export async function scoresTable(
  tables: LearningTables,
  input: StudyInput,
  done: Study,
  threshold: number,
  context: FitContext,
): Promise<Table> {
  const { scores } = done;
  const { scoreFrom, legend, data } = input;
  const above = rowsAbove(scores, threshold).map((row) => row + scoreFrom);
  const told = await reasonTexts(done, data, legend, above, context);
  const reason = (place: number) =>
    textVector(Array.from(scores, (_, row) => told.get(row + scoreFrom)?.[place] ?? null));
  const stakes = stakesOf(input);
  const groups = groupsFor(scores.length, done.asked.length);
  const places = told.size > 0 ? Array.from({ length: REASONS }, (_, place) => place) : [];
  return new ArrowTable({
    user: usersOf(tables, input),
    score: makeVector(scores),
    decile: makeVector(Float64Array.from(groupOf(scores, groups))),
    above: makeVector(scores.map((score) => Number(score >= threshold))),
    ...(stakes && { value: makeVector(stakes) }),
    ...Object.fromEntries(places.map((place) => [`reason_${place + 1}`, reason(place)])),
  });
}

/** The rows scored, each with its likeliest class and how likely that is. */
export function classesTable(
  tables: LearningTables,
  input: StudyInput,
  { scores }: Study,
  classes: readonly string[],
): Table {
  const said = saidOf(scores, classes.length);
  return new ArrowTable({
    user: usersOf(tables, input),
    class: textVector(Array.from(said, (best) => classes[best]!)),
    score: makeVector(Float64Array.from(said, (best, row) => scores[row * classes.length + best]!)),
  });
}

/** By row the likeliest class; among equals the first. */
export function saidOf(scores: Float64Array, classes: number): Uint32Array {
  return Uint32Array.from({ length: scores.length / classes }, (_, row) => {
    const own = scores.subarray(row * classes, (row + 1) * classes);
    return own.indexOf(Math.max(...own));
  });
}
