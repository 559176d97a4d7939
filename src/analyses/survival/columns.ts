import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset } from '../../contract/project.ts';
import { AppError } from '../../core/errors.ts';
import { columnTypeOf } from '../../sql/column-type.ts';

/** A column that may explain the time: `n` a number, `t` a text. */
export interface Covariate {
  name: string;
  kind: 'n' | 't';
  expression: string;
}

type Table = Dataset['tables'][number];

/** A table by name. Throws `survival.unknown-table`. */
export function tableOf(name: string, { tables }: Dataset): Table {
  const found = tables.find((table) => table.name === name);
  if (found) return found;
  throw new AppError('survival.unknown-table', { table: name, known: tables.map((table) => table.name).join(', ') });
}

/** A column of it. Throws `survival.unknown-column`. */
export function columnOf(table: Table, name: string): Table['columns'][number] {
  const found = table.columns.find((column) => column.name === name);
  if (found) return found;
  const known = table.columns.map((column) => column.name).join(', ');
  throw new AppError('survival.unknown-column', { table: table.name, column: name, known });
}

/** Numbers and truth values as DOUBLE, texts as VARCHAR; null for times, lists and the like. */
export function covariateOf(name: string, expression: string, type: string): Covariate | null {
  const kind = columnTypeOf(type);
  if (kind === 'integer' || kind === 'number') return { name, kind: 'n', expression: `CAST(${expression} AS DOUBLE)` };
  if (kind === 'boolean')
    return {
      name,
      kind: 'n',
      expression: `CAST(CASE WHEN ${expression} THEN 1 WHEN NOT ${expression} THEN 0 END AS DOUBLE)`,
    };
  return kind === 'text' ? { name, kind: 't', expression: `CAST(${expression} AS VARCHAR)` } : null;
}

const YES = ['1', '1.0', 'true', 'yes', 'y', 't'];
const NO = ['0', '0.0', 'false', 'no', 'n', 'f'];

/** 1 where the event was seen, 0 where not, null where nothing is said; a number beyond these where it says something else. */
export function eventExpression(column: string, type: string, sql: Dialect): string {
  const kind = columnTypeOf(type);
  if (kind === 'integer' || kind === 'number') return `CAST(${column} AS DOUBLE)`;
  const text = `lower(trim(CAST(${column} AS VARCHAR)))`;
  const among = (values: readonly string[]) => `${text} IN (${values.map((value) => sql.literal(value)).join(', ')})`;
  return `CAST(CASE WHEN ${column} IS NULL THEN NULL WHEN ${among(YES)} THEN 1 WHEN ${among(NO)} THEN 0 ELSE -1 END AS DOUBLE)`;
}

/** The covariates named, or all. Throws `survival.unknown-covariate`. */
export function chosen(offered: readonly Covariate[], names: readonly string[]): Covariate[] {
  if (names.length === 0) return [...offered];
  return names.map((name) => {
    const found = offered.find((covariate) => covariate.name === name);
    if (found) return found;
    const known = offered.map((covariate) => covariate.name).join(', ');
    throw new AppError('survival.unknown-covariate', { column: name, known });
  });
}
