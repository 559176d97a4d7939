import type { Dialect } from '../../contract/dialect.ts';
import type { Shape } from '../../contract/operation.ts';
import { columnTypeOf } from '../../sql/column-type.ts';
import { ROW, columnOf } from '../shared/columns.ts';
import type { Patch } from '../shared/patch.ts';
import type { Params } from './params.ts';

/** An id; the empty text is none. */
function id(input: Shape, name: string, sql: Dialect): string {
  const own = `input.${sql.identifier(name)}`;
  return columnTypeOf(columnOf(input, name).type) === 'text' ? `nullif(${own}, '')` : own;
}

/** Number, anonymous id, user and time of each row. */
export function rowsSql({ anonymous, user, time }: Params, input: Shape, sql: Dialect): string {
  const at = time ? `input.${sql.identifier(columnOf(input, time).name)}` : '0';
  return `SELECT input.${sql.identifier(ROW)} AS __row, ${id(input, anonymous, sql)} AS __a, ${id(input, user, sql)} AS __u, ${at} AS __t FROM input`;
}

/** The users that each anonymous id was seen with: there is one where the least is the most. */
export const knownUsers = (rows: string): string =>
  `SELECT __a, min(__u) AS __least, max(__u) AS __most FROM (${rows}) WHERE __a IS NOT NULL AND __u IS NOT NULL GROUP BY __a`;

/**
 * Of an id that several users shared, the next of them to sign in. Rows in order are numbered by how many users came so
 * far, so that the next one bears the number after; what comes after the last stays unknown.
 */
const nextUsers = (rows: string, users: string): string => `SELECT r.__row, k.__u AS __value
FROM (${numberedRows(rows, users)}) r JOIN (${numberedRows(rows, users)}) k
  ON k.__u IS NOT NULL AND k.__a = r.__a AND k.__n = r.__n + 1 WHERE r.__u IS NULL`;

const numberedRows = (rows: string, users: string): string =>
  `SELECT r.*, count(r.__u) OVER (PARTITION BY r.__a ORDER BY r.__t NULLS LAST, r.__row ROWS UNBOUNDED PRECEDING) AS __n
FROM (${rows}) r JOIN (${users}) s ON s.__a = r.__a AND s.__least <> s.__most`;

/** The rows without a user whose anonymous id leads to one, and whom it leads to. */
export function identified(params: Params, input: Shape, sql: Dialect): Patch {
  const rows = rowsSql(params, input, sql);
  const users = knownUsers(rows);
  const one = `SELECT r.__row, s.__least AS __value FROM (${rows}) r JOIN (${users}) s ON s.__a = r.__a AND s.__least = s.__most WHERE r.__u IS NULL`;
  return params.several === 'next' ? `${one}\nUNION ALL\n${nextUsers(rows, users)}` : one;
}
