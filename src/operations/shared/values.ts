import type { Dialect } from '../../contract/dialect.ts';
import { columnTypeOf } from '../../sql/column-type.ts';
import type { Column } from './columns.ts';

/** The text as a number, or null where it is none. */
export function numberOf(text: string): number | null {
  const number = Number(text);
  return text.trim() !== '' && Number.isFinite(number) ? number : null;
}

const isNumeric = ({ type }: Column): boolean => ['integer', 'number'].includes(columnTypeOf(type) ?? '');

/** True where the column holds what the text says: numbers by their value, so that `3` finds 3.0, all else by DuckDB's text. */
export function equalsText(column: Column, text: string, sql: Dialect): string {
  const name = `input.${sql.identifier(column.name)}`;
  if (!isNumeric(column)) return `CAST(${name} AS VARCHAR) = ${sql.literal(text)}`;
  return numberOf(text) === null ? 'FALSE' : `${name} = ${text.trim()}`;
}

/** True where a column of this type can hold the text without loss. */
export function fits({ type }: Column, text: string): boolean {
  const kind = columnTypeOf(type);
  if (kind === 'text') return true;
  if (kind === 'integer') return /^[+-]?\d{1,18}$/.test(text.trim());
  if (kind === 'number') return numberOf(text) !== null;
  if (kind === 'boolean') return /^(true|false)$/i.test(text.trim());
  if (kind === 'date') return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
  return kind === 'timestamp' && /^\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d(\.\d{1,6})?)?)?$/.test(text);
}

/** The text as a value of the column's type. */
export const valueOf = ({ type }: Column, text: string, sql: Dialect): string =>
  columnTypeOf(type) === 'text' ? sql.literal(text) : `CAST(${sql.literal(text.trim())} AS ${type})`;

/** A DOUBLE as a value of a column of numbers: rounded where it holds whole ones. */
export function asNumberOf({ type }: Column, double: string): string {
  if (type === 'DOUBLE') return double;
  return columnTypeOf(type) === 'integer' ? `CAST(round(${double}) AS ${type})` : `CAST(${double} AS ${type})`;
}

/** A count as a figure. */
export const counted = (condition?: string): string =>
  condition === undefined ? 'CAST(count(*) AS DOUBLE)' : `CAST(count(*) FILTER (WHERE ${condition}) AS DOUBLE)`;
