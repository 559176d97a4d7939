import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset } from '../../contract/project.ts';
import { eventsWhere, hasField, IN_ORDER, startsSession } from '../../features/events.ts';
import { checkEvents, patternOf, patternSql } from '../../features/patterns.ts';
import { bucketNumber } from '../../sql/calendar.ts';
import type { Params } from './params.ts';

/** So many companions say what company an item keeps. */
const COMPANIONS = 200;

/** The basket of each event, as an expression that tells a user's baskets apart; sessions are numbered with a window. */
function basketOf({ basket }: Params, data: Dataset, sql: Dialect): string {
  if (basket === 'user') return '0';
  if (basket === 'user-day') return bucketNumber('day', '"time"', data, sql);
  if (hasField(data, 'session')) return '"session"';
  return 'number';
}

/** All events in their sessions: a gap strictly greater than the project's begins a new one. */
function inSessions(data: Dataset, sql: Dialect): string {
  const time = sql.epochUs('"time"');
  const starts = startsSession('gap', data);
  return `(SELECT *, sum(CASE WHEN ${starts} THEN 1 ELSE 0 END) OVER (PARTITION BY "user" ORDER BY ${IN_ORDER} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS number
  FROM (SELECT *, ${time} - lag(${time}) OVER (PARTITION BY "user" ORDER BY ${IN_ORDER}) AS gap FROM ${eventsWhere(sql)}))`;
}

const needsWindow = ({ basket }: Params, data: Dataset): boolean => basket === 'session' && !hasField(data, 'session');

/** One row for each item in each basket: "u" (user), "b" (one of his baskets), "i" (item). */
export function basketLines(params: Params, data: Dataset, sql: Dialect): string {
  const pattern = patternOf(params.events);
  checkEvents(pattern.events, data);
  const condition = `"item" IS NOT NULL AND (${patternSql(pattern, data, sql)})`;
  const source = needsWindow(params, data)
    ? `${inSessions(data, sql)} AS events WHERE ${condition}`
    : eventsWhere(sql, condition);
  return `SELECT DISTINCT "user" AS u, ${basketOf(params, data, sql)} AS b, "item" AS i FROM ${source}`;
}

/** The key of the item that is meant: by key, else by title; else the one in most baskets. */
function focus({ item }: Params, data: Dataset, sql: Dialect): string {
  const wanted = item.trim();
  if (wanted === '') return 'SELECT i FROM lines GROUP BY i ORDER BY count(*) DESC, i LIMIT 1';
  const named = sql.literal(wanted);
  const titled = data.views.items?.includes('title')
    ? ` UNION ALL SELECT "item" AS i, 1 AS place FROM ${sql.view('items')} WHERE lower(CAST("title" AS VARCHAR)) = lower(${named})`
    : '';
  return `SELECT i FROM (SELECT i, 0 AS place FROM lines WHERE i = ${named}${titled}) WHERE i IN (SELECT i FROM lines) ORDER BY place, i LIMIT 1`;
}

const FACTS = [
  ['title', 'VARCHAR', 'min'],
  ['category', 'VARCHAR', 'min'],
  ['price', 'DOUBLE', 'median'],
] as const;

/** What the catalogue knows of each item; a price that it does not know is the median of the events'. */
function catalogue(data: Dataset, sql: Dialect): string {
  const known = (field: string) => data.views.items?.includes(field) ?? false;
  const fields = FACTS.map(([field, type, one]) =>
    known(field) ? `CAST(${one}("${field}") AS ${type}) AS ${field}` : `CAST(NULL AS ${type}) AS ${field}`,
  );
  if (data.views.items) return `SELECT "item" AS i, ${fields.join(', ')} FROM ${sql.view('items')} GROUP BY 1`;
  return `SELECT CAST(NULL AS VARCHAR) AS i, ${fields.join(', ')} WHERE FALSE`;
}

/**
 * `items`: the item, its companions and theirs, each with its facts and number of baskets; `pairs`: baskets that hold a companion (or the item) and
 * another, by number; `about`: one row of what the item itself comes to, none where there is no such item.
 */
export function queries(params: Params, data: Dataset, sql: Dialect): Record<'items' | 'pairs' | 'about', string> {
  const start = `WITH lines AS (${basketLines(params, data, sql)}),
focus AS (${focus(params, data, sql)}),
company AS (
  SELECT other.i AS i, count(*) AS n FROM lines AS own JOIN lines AS other ON other.u = own.u AND other.b = own.b
  WHERE own.i = (SELECT i FROM focus) AND other.i <> own.i GROUP BY 1 ORDER BY n DESC, 1 LIMIT ${COMPANIONS}
),
anchors AS (SELECT i FROM company UNION ALL SELECT i FROM focus),
pairs AS (
  SELECT other.i AS first, own.i AS second, count(*) AS n FROM lines AS own JOIN anchors ON anchors.i = own.i
  JOIN lines AS other ON other.u = own.u AND other.b = own.b WHERE other.i <> own.i GROUP BY 1, 2
)`;
  const isPriced = hasField(data, 'price');
  const sold = `LEFT JOIN (SELECT "item" AS i, median(CAST("price" AS DOUBLE)) AS price FROM ${sql.view('events')} GROUP BY 1) AS sold ON sold.i = sizes.i`;
  const price = isPriced ? 'coalesce(known.price, sold.price)' : 'known.price';
  return {
    items: `${start}
SELECT sizes.i AS item, known.title AS title, known.category AS category, CAST(${price} AS DOUBLE) AS price, CAST(sizes.n AS DOUBLE) AS baskets
FROM (SELECT i, count(*) AS n FROM lines GROUP BY i) AS sizes LEFT JOIN (${catalogue(data, sql)}) AS known ON known.i = sizes.i ${isPriced ? sold : ''}
WHERE sizes.i IN (SELECT first FROM pairs UNION ALL SELECT second FROM pairs UNION ALL SELECT i FROM focus) ORDER BY 1`,
    pairs: `${start}
SELECT first, second, CAST(n AS DOUBLE) AS n FROM pairs ORDER BY 1, 2`,
    about: `${start}
SELECT focus.i AS item, (SELECT CAST(count(*) AS DOUBLE) FROM (SELECT DISTINCT u, b FROM lines)) AS baskets,
  (SELECT CAST(count(*) AS DOUBLE) FROM ${eventsWhere(sql)} AND "item" = focus.i) AS events,
  (SELECT CAST(count(DISTINCT u) AS DOUBLE) FROM lines WHERE lines.i = focus.i) AS users,
  (SELECT CAST(count(*) AS DOUBLE) FROM (SELECT u FROM lines WHERE lines.i = focus.i GROUP BY u HAVING count(*) > 1)) AS repeated,
  CAST(${needsWindow(params, data) ? 0 : 1} AS DOUBLE) AS mapped, CAST(${data.settings.sessionGapMinutes} AS DOUBLE) AS gap, ${sql.literal(data.settings.zone)} AS zone
FROM focus`,
  };
}
