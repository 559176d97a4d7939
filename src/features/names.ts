import type { Dialect } from '../contract/dialect.ts';
import type { NameKind } from '../contract/population.ts';
import type { Dataset } from '../contract/project.ts';
import { eventsWhere, hasField } from './events.ts';
import { listed } from './recommending/goods.ts';

const countBy = (column: string, from: string): string =>
  `SELECT ${column} AS key, CAST(count(*) AS DOUBLE) AS often FROM ${from} GROUP BY 1`;

/** How often each is met: in the log; where the log has none, in the reviews. */
function met(field: 'item' | 'user', data: Dataset, sql: Dialect): string | undefined {
  const isThere = `"${field}" IS NOT NULL`;
  if (hasField(data, field)) return countBy(`"${field}"`, eventsWhere(sql, isThere));
  const isReviewed = data.views.reviews?.includes(field);
  return isReviewed ? countBy(`"${field}"`, `${sql.view('reviews')} AS reviews WHERE ${isThere}`) : undefined;
}

/** What is listed: items with their titles, users without. */
function listedNames(field: 'item' | 'user', data: Dataset, sql: Dialect): string | undefined {
  if (field === 'user') {
    const users = data.views.users?.includes('user');
    return users
      ? `SELECT DISTINCT "user" AS key, NULL AS title FROM ${sql.view('users')} WHERE "user" IS NOT NULL`
      : undefined;
  }
  const [titled] = listed(data, sql, ['title']);
  if (titled) return `SELECT "item" AS key, "title" AS title FROM (${titled.select}) AS titled`;
  const isListed = data.views.items?.includes('item');
  return isListed
    ? `SELECT DISTINCT "item" AS key, NULL AS title FROM ${sql.view('items')} WHERE "item" IS NOT NULL`
    : undefined;
}

const none = (columns: string): string => `SELECT ${columns} WHERE FALSE`;

function categories(data: Dataset, sql: Dialect): string {
  const [told] = listed(data, sql, ['category']);
  const nothing = none(`CAST(NULL AS VARCHAR) AS key, CAST(0 AS DOUBLE) AS often`);
  const counted = told ? countBy('"category"', `(${told.select}) AS told WHERE "category" IS NOT NULL`) : nothing;
  return `SELECT key, CAST(NULL AS VARCHAR) AS title, often FROM (${counted}) AS counted`;
}

/** Those of the log and those that are only listed: key, title, often. */
function metOrListed(field: 'item' | 'user', data: Dataset, sql: Dialect): string {
  const counted = met(field, data, sql) ?? none(`CAST(NULL AS VARCHAR) AS key, CAST(0 AS DOUBLE) AS often`);
  const named = listedNames(field, data, sql) ?? none(`CAST(NULL AS VARCHAR) AS key, CAST(NULL AS VARCHAR) AS title`);
  return `SELECT coalesce(counted.key, named.key) AS key, CAST(named.title AS VARCHAR) AS title, coalesce(counted.often, 0) AS often
FROM (${counted}) AS counted FULL JOIN (${named}) AS named ON named.key = counted.key`;
}

/** What may be named, the commonest first: key, title (null where none is mapped), often. */
export function namesSql(kind: NameKind, data: Dataset, sql: Dialect, most: number): string {
  const all = kind === 'category' ? categories(data, sql) : metOrListed(kind, data, sql);
  return `SELECT key, title, often FROM (${all}) AS named_all ORDER BY often DESC, key LIMIT ${most}`;
}
