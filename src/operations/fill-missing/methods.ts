import type { Dialect } from '../../contract/dialect.ts';
import type { Shape } from '../../contract/operation.ts';
import { AppError } from '../../core/errors.ts';
import { columnTypeOf } from '../../sql/column-type.ts';
import type { Column } from '../shared/columns.ts';
import { ROW, columnOf, required } from '../shared/columns.ts';
import type { Patch } from '../shared/patch.ts';
import { asNumberOf, fits, valueOf } from '../shared/values.ts';
import type { Params } from './params.ts';

/** The column's value, null where it counts as missing. */
export function known({ name, type }: Column, { empty }: Params, sql: Dialect): string {
  const own = `input.${sql.identifier(name)}`;
  return empty && columnTypeOf(type) === 'text' ? `nullif(${own}, '')` : own;
}

const isTime = (type: string): boolean => ['timestamp', 'date'].includes(columnTypeOf(type) ?? '');
const isNumber = (type: string): boolean => ['integer', 'number'].includes(columnTypeOf(type) ?? '');

/** How far along a row lies: by its time or number, else by its place among the others. */
function distance(order: Column | undefined, sql: Dialect): string {
  if (order && isTime(order.type)) return sql.epochUs(`CAST(__o AS TIMESTAMP)`);
  if (order && isNumber(order.type)) return 'CAST(__o AS DOUBLE)';
  return 'CAST(row_number() OVER __w AS DOUBLE)';
}

/** Number, value, group and place in order of each row, under names that no user's column is mixed up with. */
function rows(column: Column, params: Params, input: Shape, sql: Dialect): string {
  const named = (name: string) => `input.${sql.identifier(columnOf(input, name).name)}`;
  const group = params.group ? named(params.group) : '0';
  const order = params.order ? named(params.order) : '0';
  return `SELECT input.${sql.identifier(ROW)} AS __row, ${known(column, params, sql)} AS __v, ${group} AS __g, ${order} AS __o FROM input`;
}

function constant(column: Column, params: Params, input: Shape, sql: Dialect): Patch {
  const { value } = params;
  required(value, 'fill-missing', 'value');
  if (!fits(column, value)) throw new AppError('recipe.bad-value', { value, column: column.name, type: column.type });
  const without = { ...params, group: '', order: '' };
  const filling = valueOf(column, value, sql);
  return `SELECT __row, ${filling} AS __value FROM (${rows(column, without, input, sql)}) WHERE __v IS NULL`;
}

/** The most frequent value; of several, the least. */
const modes = (all: string): string => `SELECT __g, __v AS __value FROM (
  SELECT __g, __v, row_number() OVER (PARTITION BY __g ORDER BY count(*) DESC, __v) AS __rank FROM (${all}) WHERE __v IS NOT NULL GROUP BY __g, __v
) WHERE __rank = 1`;

function averages(column: Column, method: 'mean' | 'median', all: string, sql: Dialect): string {
  const value = 'CAST(__v AS DOUBLE)';
  const figure = method === 'mean' ? `avg(${value})` : sql.quantile(value, 0.5);
  return `SELECT __g, ${asNumberOf(column, figure)} AS __value FROM (${all}) WHERE isfinite(${value}) GROUP BY __g`;
}

/** One figure for each group; groups without a value get none. */
function byGroup(column: Column, params: Params, input: Shape, sql: Dialect): Patch {
  const all = rows(column, { ...params, order: '' }, input, sql);
  const figures =
    params.method === 'mode' ? modes(all) : averages(column, params.method as 'mean' | 'median', all, sql);
  return `SELECT r.__row, f.__value FROM (${all}) r JOIN (${figures}) f ON r.__g IS NOT DISTINCT FROM f.__g WHERE r.__v IS NULL`;
}

/**
 * The rows in order, numbered by how many known values came so far: a missing one's previous known value bears the same
 * number, its next one the number after. One window and hash joins: no run of missing values is walked through twice.
 */
function numbered(column: Column, params: Params, input: Shape, sql: Dialect): string {
  const order = params.order ? columnOf(input, params.order) : undefined;
  const place = params.method === 'interpolate' ? `, ${distance(order, sql)} AS __x` : '';
  return `WITH __rows AS MATERIALIZED (
  SELECT *, count(__v) OVER (__w ROWS UNBOUNDED PRECEDING) AS __n${place} FROM (${rows(column, params, input, sql)})
  WINDOW __w AS (PARTITION BY __g ORDER BY __o NULLS LAST, __row)
)`;
}

const neighbour = (name: string, n: string): string =>
  `JOIN __rows ${name} ON ${name}.__v IS NOT NULL AND ${name}.__g IS NOT DISTINCT FROM r.__g AND ${name}.__n = ${n}`;

const nearby = (column: Column, params: Params, input: Shape, sql: Dialect): Patch =>
  `${numbered(column, params, input, sql)}
SELECT r.__row, k.__v AS __value FROM __rows r ${neighbour('k', params.method === 'next' ? 'r.__n + 1' : 'r.__n')} WHERE r.__v IS NULL`;

/** On the line between the neighbours; where both lie in the same place, the earlier one's value. Ends stay missing. */
function interpolated(column: Column, params: Params, input: Shape, sql: Dialect): Patch {
  const between = `CASE WHEN b.__x = a.__x THEN a.__v ELSE a.__v + (b.__v - a.__v) * ((r.__x - a.__x) / (b.__x - a.__x)) END`;
  return `${numbered({ ...column }, params, input, sql)}
SELECT __row, ${asNumberOf(column, '__line')} AS __value FROM (
  SELECT r.__row, ${between} AS __line FROM __rows r ${neighbour('a', 'r.__n')} ${neighbour('b', 'r.__n + 1')} WHERE r.__v IS NULL AND r.__x IS NOT NULL
) WHERE __line IS NOT NULL`;
}

/** The missing values that can be filled, and with what, in the column's own type. */
export function fillings(column: Column, params: Params, input: Shape, sql: Dialect): Patch {
  switch (params.method) {
    case 'constant':
      return constant(column, params, input, sql);
    case 'mean':
    case 'median':
    case 'mode':
      return byGroup(column, params, input, sql);
    case 'interpolate':
      return interpolated(column, params, input, sql);
    default:
      return nearby(column, params, input, sql);
  }
}
