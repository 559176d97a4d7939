import type { LearningColumn, LearningTable } from '../learning-table.ts';
import type { DependenceOptions, PartialDependence } from './dependence.ts';
import { columnAt, withColumn } from './dependence.ts';
import type { Grid } from './grid.ts';
import { gridOf } from './grid.ts';
import { pickColumn, setValue, tableRows, valueOf } from './mixed-rows.ts';
import type { Predicts } from './predicts.ts';
import { predictAll } from './predicts.ts';
import type { StepContext } from './steps.ts';
import { partOf } from './steps.ts';

/** Accumulated local effects: a curve about its own mean, and how many rows each point rests on. */
export interface LocalEffects extends PartialDependence {
  /** By point: rows in the interval that ends there (numbers), or with that level. */
  counts: Float64Array;
}

/** Rows that tell the step from point k − 1 to point k of the grid, by asking at both. */
interface Crossing {
  row: number;
  step: number;
}

const GRID = 20;

/** The first point of the grid that is at or above a value. */
function intervalOf(points: Float64Array, value: number): number {
  let [low, high] = [0, points.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (points[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A number's row tells the step over its own interval; a category's row the steps to the levels before and after its own. */
function crossingsOf(column: LearningColumn, points: Float64Array): { crossings: Crossing[]; counts: Float64Array } {
  const crossings: Crossing[] = [];
  const counts = new Float64Array(points.length);
  const rows = column.kind === 'number' ? column.values.length : column.codes.length;
  for (let row = 0; row < rows; row += 1) {
    const value = valueOf(column, row);
    if (Number.isNaN(value) || value < points[0]!) continue;
    const at = intervalOf(points, value);
    if (column.kind === 'number') {
      const step = Math.max(1, at);
      counts[step]! += 1;
      crossings.push({ row, step });
      continue;
    }
    counts[at]! += 1;
    if (at > 0) crossings.push({ row, step: at });
    if (at < points.length - 1) crossings.push({ row, step: at + 1 });
  }
  return { crossings, counts };
}

/** Predictions with the column at one end of each row's step. */
async function atEnds(
  model: Predicts,
  table: LearningTable,
  at: number,
  crossings: readonly Crossing[],
  valueAt: (step: number) => number,
  context: StepContext,
): Promise<Float64Array> {
  const rows = crossings.map(({ row }) => row);
  const asked = tableRows(table, rows);
  const column = pickColumn(table.columns[at]!, rows);
  crossings.forEach(({ step }, place) => setValue(column, place, valueAt(step)));
  return predictAll(model, withColumn(asked, at, column), context);
}

/** Means of the steps, added up from the first point on. */
function accumulate(
  steps: Float64Array,
  crossings: readonly Crossing[],
  points: number,
  outputs: number,
): Float64Array {
  const sums = new Float64Array(points * outputs);
  const rows = new Float64Array(points);
  crossings.forEach(({ step }, place) => {
    rows[step]! += 1;
    for (let output = 0; output < outputs; output += 1) {
      sums[step * outputs + output]! += steps[place * outputs + output]!;
    }
  });
  for (let at = outputs; at < sums.length; at += 1) {
    const step = Math.floor(at / outputs);
    sums[at] = sums[at - outputs]! + (rows[step]! > 0 ? sums[at]! / rows[step]! : 0);
  }
  return sums;
}

/** Moves each output's curve to a mean of 0 over the rows: of a number's interval, the middle of its ends counts. */
function centre(curve: Float64Array, counts: Float64Array, outputs: number, betweenPoints: boolean): void {
  const total = counts.reduce((sum, count) => sum + count, 0);
  for (let output = 0; output < outputs; output += 1) {
    let mean = 0;
    counts.forEach((count, point) => {
      const here = curve[point * outputs + output]!;
      const before = betweenPoints && point > 0 ? curve[(point - 1) * outputs + output]! : here;
      mean += (count * (here + before)) / 2 / total;
    });
    for (let point = 0; point < counts.length; point += 1) curve[point * outputs + output]! -= mean;
  }
}

/**
 * First-order accumulated local effects (Apley & Zhu 2020), on the scale of the predictions: what a change of the column alone
 * does to rows that are there, so columns that go together don't lend each other their effects. Categories in the order of
 * their levels. A column of fewer than two values has an empty curve. Throws `explain.no-column`.
 */
export async function ale(
  model: Predicts,
  table: LearningTable,
  column: string,
  rows: Uint32Array,
  context: StepContext,
  { grid: size = GRID }: DependenceOptions = {},
): Promise<LocalEffects> {
  const at = columnAt(table, column);
  const { values: points, cells }: Grid = gridOf(table.columns[at]!, rows, size);
  const empty = new Float64Array(0);
  if (points.length < 2) return { column, grid: [], outputs: 1, values: empty, counts: empty };
  const some = tableRows(table, rows);
  const { crossings, counts } = crossingsOf(some.columns[at]!, points);
  const lower = await atEnds(model, some, at, crossings, (step) => points[step - 1]!, partOf(context, 0, 0.5));
  const upper = await atEnds(model, some, at, crossings, (step) => points[step]!, partOf(context, 0.5, 1));
  const outputs = upper.length / crossings.length;
  const steps = upper.map((value, place) => value - lower[place]!);
  const values = accumulate(steps, crossings, points.length, outputs);
  centre(values, counts, outputs, table.columns[at]!.kind === 'number');
  return { column, grid: cells, outputs, values, counts };
}
