import type { ColumnNeed, Shape } from '../../contract/operation.ts';
import type { ColumnType } from '../../contract/import.ts';
import { AppError } from '../../core/errors.ts';
import { columnTypeOf } from '../../sql/column-type.ts';

/** The column that numbers the rows of `input`; no column of the user's may bear its name. */
export const ROW = '__row';

export interface Column {
  name: string;
  type: string;
}

/** DuckDB's names differ by more than case. */
export const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** A table's own columns, without the number of the row. */
export const ownColumns = ({ columns }: Shape): Column[] => columns.filter(({ name }) => name !== ROW);

/** Finds a column by its name; throws `recipe.missing-column`. */
export function columnOf(table: Shape, name: string): Column {
  const found = ownColumns(table).find((column) => column.name === name);
  if (!found) throw new AppError('recipe.missing-column', { column: name, table: table.name });
  return found;
}

/** Throws `recipe.missing-parameter` where a column, text or list that the step can't do without is empty. */
export function required<T extends string | readonly unknown[]>(value: T, operation: string, param: string): T {
  if (value.length === 0) throw new AppError('recipe.missing-parameter', { operation, param });
  return value;
}

/** Throws where a new column can't have this name: `recipe.bad-name`, or `recipe.name-taken` by one of the others. */
export function checkNewName(name: string, others: readonly string[]): void {
  if (!name.trim() || sameName(name, ROW) || name.includes('\u0000')) throw new AppError('recipe.bad-name', { name });
  const taken = others.find((other) => sameName(other, name));
  if (taken !== undefined) throw new AppError('recipe.name-taken', { name, taken });
}

/** The needs of columns by name; those not chosen yet need nothing. */
export const needs = (names: readonly string[], types?: readonly ColumnType[]): ColumnNeed[] =>
  [...new Set(names)].filter((name) => name !== '').map((column) => ({ column, ...(types && { types }) }));

/** The columns of this kind. */
export const columnsOfType = (table: Shape, type: ColumnType): Column[] =>
  ownColumns(table).filter((column) => columnTypeOf(column.type) === type);
