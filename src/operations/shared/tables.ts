import type { Dialect } from '../../contract/dialect.ts';
import type { ColumnNeed, Shape } from '../../contract/operation.ts';
import { AppError } from '../../core/errors.ts';
import { required } from './columns.ts';

/** Finds the other table; throws `recipe.missing-parameter` or `recipe.missing-table`. */
export function tableOf(tables: readonly Shape[], name: string, operation: string): Shape {
  required(name, operation, 'table');
  const found = tables.find((table) => table.name === name);
  if (!found) throw new AppError('recipe.missing-table', { table: name });
  return found;
}

/** Another table of the project in SQL. */
export const otherSql = (name: string, sql: Dialect): string => `main.${sql.identifier(name)}`;

/** Needs of another table's columns; of the table itself where none is named. */
export const otherNeeds = (table: string, columns: readonly string[]): ColumnNeed[] =>
  table === '' ? [] : columns.filter((column) => column !== '').map((column) => ({ column, table }));
