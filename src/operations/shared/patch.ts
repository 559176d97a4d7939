import type { Dialect } from '../../contract/dialect.ts';
import { ROW } from './columns.ts';

/**
 * A SELECT of `__row` and `__value`: the rows of `input` that get a value, and which. Only what it needs passes through its
 * windows and joins, so that a wide table costs no more than a narrow one.
 */
export type Patch = string;

interface Target {
  column: string;
  /** The column's new value in terms of `input` and of `__patch`, whose columns are null for rows without one. */
  value: string;
  /** The column is new. */
  add?: boolean;
}

/** The table with the patch applied to one column, which may be a new one. */
export function patched(sql: Dialect, patch: Patch, { column, value, add = false }: Target): string {
  const row = sql.identifier(ROW);
  const made = `${value} AS ${sql.identifier(column)}`;
  const others = `input.* EXCLUDE (${row})`;
  return `SELECT input.${row}, ${add ? `${others}, ${made}` : `${others} REPLACE (${made})`}
FROM input LEFT JOIN (${patch}) __patch ON __patch.__row = input.${row}
ORDER BY input.${row}`;
}

/** True for rows that the patch reaches. */
export const isPatched = (sql: Dialect, patch: Patch): string =>
  `${sql.identifier(ROW)} IN (SELECT __row FROM (${patch}))`;

/** The patch's value where there is one, else the column's own. */
export const patchedOr = (own: string): string =>
  `CASE WHEN __patch.__row IS NULL THEN input.${own} ELSE __patch.__value END`;
