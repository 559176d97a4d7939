import type { Dialect } from '../../contract/dialect.ts';
import { ROW } from './columns.ts';

/** A column of the outcome and the expression that makes it. */
export interface Made {
  name: string;
  sql: string;
}

interface Changes {
  /** Columns whose values are made anew, in their place. */
  replace?: readonly Made[];
  /** Columns that come after the others. */
  add?: readonly Made[];
  /** Columns of `from` that are left out. */
  leave?: readonly string[];
  from?: string;
  /** WHERE, ORDER BY. */
  tail?: string;
}

/** All rows and columns of a relation but for these changes, the row's number first. */
export function selectRows(
  sql: Dialect,
  { replace = [], add = [], leave = [], from = 'input', tail }: Changes,
): string {
  const made = ({ name, sql: expression }: Made) => `${expression} AS ${sql.identifier(name)}`;
  const left = [ROW, ...leave].map((name) => sql.identifier(name)).join(', ');
  const anew = replace.length > 0 ? ` REPLACE (${replace.map(made).join(', ')})` : '';
  const all = `* EXCLUDE (${left})${anew}`;
  const columns = [sql.identifier(ROW), all, ...add.map(made)].join(', ');
  return [`SELECT ${columns}`, `FROM ${from}`, ...(tail ? [tail] : [])].join('\n');
}

/** True where any of the replaced columns comes to hold another value, or none. */
export const anyDiffers = (sql: Dialect, replaced: readonly Made[]): string =>
  replaced.map((each) => differs(each.sql, sql.identifier(each.name))).join(' OR ') || 'FALSE';

/** True where two expressions differ; a missing value equals another. */
export const differs = (a: string, b: string): string => `${a} IS DISTINCT FROM ${b}`;

/** For selects that would lose the order of the rows. */
export const inOrder = (sql: Dialect): string => `ORDER BY ${sql.identifier(ROW)}`;
