import type { Shape } from '../../contract/operation.ts';
import type { DatabaseApi } from '../../contract/workers.ts';
import { AppError } from '../../core/errors.ts';
import { duckdb } from '../../sql/duckdb.ts';
import { ask } from '../arrow.ts';
import type { Call } from '../bridge.ts';
import { qualified } from './names.ts';
import { describeTable } from './stored.ts';

/** The number of a row as it was imported, which every step carries along. */
export const rowColumn = '__row';

/** Rows on their way through a recipe. */
export interface Relation {
  /** Its name in the schema main. */
  table: string;
  /** A SELECT of its rows, `__row` first. */
  select: string;
  /** The user's name of the table, and the columns without `__row`. */
  shape: Shape;
}

/** The rows that a recipe starts from: a table as it was imported, under whatever name it is kept. Throws `recipe.reserved-column`. */
export async function baseRelation(call: Call<DatabaseApi>, name: string, kept: string): Promise<Relation> {
  const columns = await describeTable(call, kept);
  const has = (wanted: string) => columns.find((column) => column.name.toLowerCase() === wanted);
  const reserved = has(rowColumn);
  if (reserved) throw new AppError('recipe.reserved-column', { table: name, column: reserved.name });
  // A column of the user's called "rowid" hides DuckDB's own.
  const number = has('rowid') ? '(row_number() OVER () - 1)' : 'rowid';
  const select = `SELECT ${number} AS ${rowColumn}, * FROM ${qualified(kept)}`;
  return { table: kept, select, shape: { name, columns } };
}

/** What a step made, as the next one's input. Throws `recipe.no-columns` where nothing is left. */
export async function madeRelation(call: Call<DatabaseApi>, name: string, hidden: string): Promise<Relation> {
  const columns = (await describeTable(call, hidden)).filter((column) => column.name !== rowColumn);
  if (columns.length === 0) throw new AppError('recipe.no-columns', { table: name });
  return { table: hidden, select: `SELECT * FROM ${qualified(hidden)}`, shape: { name, columns } };
}

/** A step's SELECT over its input. The brackets stand on lines of their own: a comment at the end must not swallow them. */
export const over = (input: Relation, select: string): string =>
  `WITH input AS NOT MATERIALIZED (${input.select})\nSELECT * FROM (\n${select}\n)`;

/**
 * Gives the rows of a hidden table numbers of their own, ascending in the order that the step left them in. Only where it repeated,
 * added or moved rows: else they have them.
 */
export async function numberAnew(
  call: Call<DatabaseApi>,
  hidden: string,
  spare: string,
  signal?: AbortSignal,
): Promise<void> {
  const table = qualified(hidden);
  const steps = `SELECT ${rowColumn} - lag(${rowColumn}) OVER () AS step FROM ${table}`;
  const count = `SELECT (count(*) FILTER (step <= 0))::DOUBLE AS back FROM (${steps})`;
  const [found] = await ask<{ back: number }>(call, count, signal);
  if (!found?.back) return;
  const numbered = `SELECT row_number() OVER () - 1 AS ${rowColumn}, * EXCLUDE (${rowColumn}) FROM ${table}`;
  await call('query', [`CREATE TABLE ${qualified(spare)} AS ${numbered}`, signal]);
  await call('query', [`DROP TABLE ${table}`]);
  await call('query', [`ALTER TABLE ${qualified(spare)} RENAME TO ${duckdb.identifier(hidden)}`]);
}
