import { AppError } from '../../core/errors.ts';
import type { LearningColumn, LearningTable } from '../learning-table.ts';
import { gridOf } from './grid.ts';
import type { Cell } from './mixed-rows.ts';
import { tableRows } from './mixed-rows.ts';
import type { Predicts } from './predicts.ts';
import { predictAll } from './predicts.ts';
import type { StepContext } from './steps.ts';
import { partOf } from './steps.ts';

export interface DependenceOptions {
  /** At most so many values of a number. */
  grid?: number;
}

/** Predictions as one column changes and the rest of each row stays. */
export interface IndividualCurves {
  column: string;
  grid: Cell[];
  outputs: number;
  rows: Uint32Array;
  /** [(point · rows + row) · outputs + output]. */
  values: Float64Array;
}

/** The mean of such curves: [point · outputs + output]. */
export interface PartialDependence {
  column: string;
  grid: Cell[];
  outputs: number;
  values: Float64Array;
}

const GRID = 20;

/** So many columns are named to one who asked for another. */
const NAMED = 50;

/** The place of a column in a table, by name. Throws `explain.no-column`. */
export function columnAt(table: LearningTable, name: string): number {
  const at = table.columns.findIndex((column) => column.name === name);
  if (at >= 0) return at;
  throw new AppError('explain.no-column', {
    column: name,
    known: table.columns
      .slice(0, NAMED)
      .map((column) => column.name)
      .join(', '),
  });
}

const constant = (column: LearningColumn, value: number, rows: number): LearningColumn =>
  column.kind === 'number'
    ? { ...column, values: new Float64Array(rows).fill(value) }
    : { ...column, codes: new Int32Array(rows).fill(value) };

/** A table with one column in place of another. */
export const withColumn = (table: LearningTable, at: number, column: LearningColumn): LearningTable => ({
  ...table,
  columns: table.columns.map((each, place) => (place === at ? column : each)),
});

/** Individual conditional expectation (Goldstein et al. 2015): one curve per row, on the scale of the predictions. */
export async function ice(
  model: Predicts,
  table: LearningTable,
  column: string,
  rows: Uint32Array,
  context: StepContext,
  { grid: size = GRID }: DependenceOptions = {},
): Promise<IndividualCurves> {
  const at = columnAt(table, column);
  const { values: points, cells } = gridOf(table.columns[at]!, rows, size);
  const some = tableRows(table, rows);
  const curves: Float64Array[] = [];
  for (const [place, point] of points.entries()) {
    const asked = withColumn(some, at, constant(some.columns[at]!, point, rows.length));
    curves.push(await predictAll(model, asked, partOf(context, place / points.length, (place + 1) / points.length)));
  }
  const width = curves[0]?.length ?? 0;
  const values = new Float64Array(curves.length * width);
  curves.forEach((curve, place) => values.set(curve, place * width));
  return { column, grid: cells, outputs: rows.length > 0 && width > 0 ? width / rows.length : 1, rows, values };
}

/**
 * Partial dependence (Friedman 2001): the mean prediction if all rows had a value in a column. Where columns go together it asks
 * about rows that do not occur; `ale` does not.
 */
export async function partialDependence(
  model: Predicts,
  table: LearningTable,
  column: string,
  rows: Uint32Array,
  context: StepContext,
  options: DependenceOptions = {},
): Promise<PartialDependence> {
  const { grid, outputs, values } = await ice(model, table, column, rows, context, options);
  const means = new Float64Array(grid.length * outputs);
  values.forEach((value, at) => {
    means[Math.floor(at / (rows.length * outputs)) * outputs + (at % outputs)]! += value / rows.length;
  });
  return { column, grid, outputs, values: means };
}
