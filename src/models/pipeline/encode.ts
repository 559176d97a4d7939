import { AppError } from '../../core/errors.ts';
import type { LearningColumn, LearningTable } from '../learning-table.ts';
import type { Matrix } from '../matrix.ts';
import { matrixRows } from '../matrix.ts';
import { codesIn } from './fit-columns.ts';
import type { CategoryPlan, ColumnPlan, NumberPlan } from './state.ts';

/** Where a column's values go: the rows taken from the table, the first of the matrix's rows, its data, its width and the first column to fill. */
interface Target {
  rows: ArrayLike<number>;
  from: number;
  data: Float64Array;
  width: number;
  at: number;
}

/** Rows are filled by the block, all columns of it: a column at a time would fetch the whole matrix for each. */
const ROWS_A_BLOCK = 1024;

type Filler = (target: Target) => void;

function ownNames(plan: ColumnPlan): string[] {
  if (plan.kind === 'number') return [plan.name];
  if (plan.encoding === 'onehot') return plan.levels.map((level) => `${plan.name}_${level}`);
  // One per class, where several values of the label are told apart.
  return plan.values.length < 2 ? [plan.name] : plan.values.map((_, k) => `${plan.name}_${k}`);
}

/** The columns that a plan makes of one. */
export const namesOf = (plan: ColumnPlan): string[] => [
  ...ownNames(plan),
  ...(plan.indicator ? [`${plan.name}_missing`] : []),
];

/** Names in which none comes twice: a later one gets a number. */
export function distinctNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let own = name;
    for (let number = 2; taken.has(own); number += 1) own = `${name} (${number})`;
    taken.add(own);
    return own;
  });
}

type NumberColumn = Extract<LearningColumn, { kind: 'number' }>;
type CategoryColumn = Extract<LearningColumn, { kind: 'category' }>;

function encodeNumber(plan: NumberPlan, { values }: NumberColumn, { rows, from, data, width, at }: Target): void {
  const fill = plan.fill ?? NaN;
  const end = Math.min(rows.length, from + ROWS_A_BLOCK);
  for (let row = from, to = from * width + at; row < end; row += 1, to += width) {
    const value = values[rows[row]!]!;
    const known = Number.isFinite(value);
    data[to] = known ? value : fill;
    if (plan.indicator) data[to + 1] = known ? 0 : 1;
  }
}

function encodeOneHot(codes: Int32Array, column: CategoryColumn, { rows, from, data, width, at }: Target): void {
  const end = Math.min(rows.length, from + ROWS_A_BLOCK);
  for (let row = from, to = from * width + at; row < end; row += 1, to += width) {
    const code = codes[column.codes[rows[row]!]! + 1]!;
    if (code >= 0) data[to + code] = 1;
  }
}

function encodeValues(values: Float64Array, codes: Int32Array, column: CategoryColumn, target: Target): void {
  const { rows, from, data, width, at } = target;
  const end = Math.min(rows.length, from + ROWS_A_BLOCK);
  for (let row = from, to = from * width + at; row < end; row += 1, to += width) {
    data[to] = values[codes[column.codes[rows[row]!]! + 1]! + 1]!;
  }
}

function categoryFiller(plan: CategoryPlan, column: CategoryColumn): Filler {
  const codes = codesIn(plan, column);
  const tables = plan.values.map((values) => Float64Array.from(values, (value) => value ?? NaN));
  const own = ownNames(plan).length;
  const marks = Float64Array.from(codes, (_, at) => (at === 0 ? 1 : 0));
  const same = Int32Array.from(codes, (_, at) => at - 1);
  return (target) => {
    if (plan.encoding === 'onehot') encodeOneHot(codes, column, target);
    tables.forEach((table, k) => encodeValues(table, codes, column, { ...target, at: target.at + k }));
    if (plan.indicator) encodeValues(marks, same, column, { ...target, at: target.at + own });
  };
}

/** The table's column that a plan was made for. `pipeline.missing-column`, `pipeline.wrong-kind`. */
export function columnOf(plan: ColumnPlan, table: LearningTable): LearningColumn {
  const { name, kind } = plan;
  const there = table.columns[plan.source];
  const column = there?.name === name ? there : table.columns.find((one) => one.name === name);
  if (!column) throw new AppError('pipeline.missing-column', { column: name });
  if (column.kind !== kind)
    throw new AppError('pipeline.wrong-kind', { column: name, expected: kind, found: column.kind });
  return column;
}

function fillerOf(plan: ColumnPlan, table: LearningTable): Filler {
  const column = columnOf(plan, table);
  if (plan.kind === 'category') return categoryFiller(plan, column as CategoryColumn);
  return (target) => encodeNumber(plan, column as NumberColumn, target);
}

/** By output column, how many codes it has; nothing where no column has codes. */
function categoriesOf(plans: readonly ColumnPlan[]): { categories?: Int32Array } {
  const isNative = (plan: ColumnPlan) => plan.kind === 'category' && plan.encoding === 'native';
  if (!plans.some(isNative)) return {};
  const counts = plans.flatMap((plan) =>
    namesOf(plan).map((_, at) => (plan.kind === 'category' && isNative(plan) && at === 0 ? plan.levels.length : 0)),
  );
  return { categories: Int32Array.from(counts) };
}

/** The rows of a table as numbers, before scaling; sequences come along. `rows` left out: all. */
export function encodeTable(
  plans: readonly ColumnPlan[],
  table: LearningTable,
  some?: ArrayLike<number>,
): Matrix & { data: Float64Array } {
  const rows = some ?? Uint32Array.from({ length: table.rows }, (_, row) => row);
  const names = distinctNames(plans.flatMap(namesOf));
  const data = new Float64Array(rows.length * names.length);
  let width = 0;
  const fillers = plans.map((plan) => {
    const at = width;
    width += namesOf(plan).length;
    return { fill: fillerOf(plan, table), at };
  });
  for (let from = 0; from < rows.length; from += ROWS_A_BLOCK) {
    for (const { fill, at } of fillers) fill({ rows, from, data, width, at });
  }
  return { data, rows: rows.length, columns: names.length, names, ...categoriesOf(plans), ...sequencesOf(table, rows) };
}

function sequencesOf({ sequences, rows }: LearningTable, some: ArrayLike<number>): Pick<Matrix, 'sequences'> {
  if (!sequences) return {};
  return matrixRows({ data: new Float64Array(0), rows, columns: 0, names: [], sequences }, some);
}
