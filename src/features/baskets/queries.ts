import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset } from '../../contract/project.ts';
import { AppError } from '../../core/errors.ts';
import { bucketNumber } from '../../sql/calendar.ts';
import { eventsWhere, hasField, IN_ORDER, startsSession } from '../events.ts';
import { patternSql } from '../patterns.ts';
import { titlesSql } from '../titles.ts';
import { textValue } from '../values.ts';
import type { BasketDefinition } from './definition.ts';
import { basketDefinition } from './definition.ts';
import type { BasketParams } from './params.ts';

/** What decides the lines of the baskets. */
export type LineParams = Pick<BasketParams, 'basket' | 'basketBy' | 'events' | 'level' | 'returns'>;

export type BasketTable = 'lines' | 'items' | 'about';

/** A quantity of zero or less; FALSE where none is mapped. */
const isReturn = (data: Dataset): string => (hasField(data, 'quantity') ? 'coalesce("quantity" <= 0, FALSE)' : 'FALSE');

const fits = (params: LineParams, { pattern }: BasketDefinition, data: Dataset, sql: Dialect): string =>
  [patternSql(pattern, data, sql), ...(params.returns === 'leave-out' ? [`NOT ${isReturn(data)}`] : [])].join(' AND ');

/** Events that fit, with an item and a basket: "user", "key" (with the user it names the basket), "item", "time", "row". */
function fitting(params: LineParams, data: Dataset, sql: Dialect): string {
  const made = basketDefinition(params, data);
  const condition = `${fits(params, made, data, sql)} AND "item" IS NOT NULL`;
  const select = (key: string, from: string) => `SELECT "user", ${key} AS "key", "item", "time", "row" FROM ${from}`;
  if (made.kind === 'user') return select('0', eventsWhere(sql, condition));
  if (made.kind === 'user-day') return select(bucketNumber('day', '"time"', data, sql), eventsWhere(sql, condition));
  // An order is one whether or not somebody knows whose, and when.
  if (made.kind === 'order') {
    const key = textValue(made.by, data, sql);
    return select(key, `${sql.view('events')} AS events WHERE ${key} IS NOT NULL AND (${condition})`);
  }
  if (hasField(data, 'session')) return select('"session"', eventsWhere(sql, `${condition} AND "session" IS NOT NULL`));
  return bySessions(condition, data, sql);
}

/** Sessions begin and end with any event, whether it fits or not. */
function bySessions(condition: string, data: Dataset, sql: Dialect): string {
  const time = sql.epochUs('"time"');
  const gap = `${time} - lag(${time}) OVER (PARTITION BY "user" ORDER BY ${IN_ORDER})`;
  const order = `OVER (PARTITION BY "user" ORDER BY ${IN_ORDER} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)`;
  return `SELECT "user", "key", "item", "time", "row" FROM (
  SELECT "user", CAST(sum(CASE WHEN ${startsSession('gap', data)} THEN 1 ELSE 0 END) ${order} AS INTEGER) AS "key", "item", "time", "row", fits
  FROM (SELECT "user", "item", "time", "row", (${condition}) AS fits, ${gap} AS gap FROM ${eventsWhere(sql)})
) WHERE fits`;
}

const categories = (sql: Dialect): string =>
  `SELECT "item", min("category") AS category FROM ${sql.view('items')} WHERE "category" IS NOT NULL GROUP BY "item"`;

/**
 * The lines of all baskets, repeats too: "user" (null where nobody knows), "key", "item", "time", "row". Throws `baskets.no-order`,
 * `baskets.no-category`, and what patterns throw.
 */
export function basketLines(params: LineParams, data: Dataset, sql: Dialect): string {
  const lines = fitting(params, data, sql);
  if (params.level === 'item') return lines;
  if (!data.views.items?.includes('category')) throw new AppError('baskets.no-category');
  return `SELECT lines."user", lines."key", catalogue.category AS "item", lines."time", lines."row"
FROM (${lines}) AS lines JOIN (${categories(sql)}) AS catalogue ON catalogue."item" = lines."item"`;
}

/** The middle price above zero: of the catalogue, else of the log. */
function prices(data: Dataset, sql: Dialect): string | null {
  const view = data.views.items?.includes('price') ? 'items' : hasField(data, 'price') ? 'events' : null;
  return (
    view &&
    `SELECT "item", CAST(${sql.quantile('"price"', 0.5)} AS DOUBLE) AS price FROM ${sql.view(view)}
WHERE "item" IS NOT NULL AND "price" > 0 GROUP BY "item"`
  );
}

/** What is on hand: by the last count where counts are dated, else over all rows. */
function stocks({ views }: Dataset, sql: Dialect): string | null {
  if (!views.stock) return null;
  if (!views.stock.includes('time'))
    return `SELECT "item", CAST(sum("on_hand") AS DOUBLE) AS on_hand FROM ${sql.view('stock')} GROUP BY "item"`;
  return `SELECT "item", CAST("on_hand" AS DOUBLE) AS on_hand FROM (
  SELECT "item", "on_hand", row_number() OVER (PARTITION BY "item" ORDER BY "time" DESC NULLS LAST, "row" DESC) AS place FROM ${sql.view('stock')}
) WHERE place = 1`;
}

function catalogue(params: BasketParams, data: Dataset, sql: Dialect): string {
  const isItem = params.level === 'item';
  const parts = [
    {
      name: 'title',
      empty: 'CAST(NULL AS VARCHAR)',
      from: isItem ? titlesSql(data, sql) : null,
    },
    { name: 'price', empty: 'CAST(NULL AS DOUBLE)', from: isItem ? prices(data, sql) : null },
    { name: 'on_hand', empty: 'CAST(NULL AS DOUBLE)', from: isItem ? stocks(data, sql) : null },
  ];
  const joined = parts.flatMap(({ name, from }) =>
    from ? [` LEFT JOIN (${from}) AS ${name}s ON ${name}s."item" = codes."item"`] : [],
  );
  const shown = parts.map(({ name, empty, from }) => `${from ? `${name}s.${name}` : empty} AS ${name}`);
  return `SELECT codes."item" AS item, ${shown.join(', ')}
FROM (SELECT DISTINCT "item" FROM (${basketLines(params, data, sql)})) AS codes${joined.join('')} ORDER BY codes."item"`;
}

function about(params: BasketParams, data: Dataset, sql: Dialect): string {
  const made = basketDefinition(params, data);
  const count = (condition: string) => `CAST(count(*) FILTER (WHERE ${condition}) AS DOUBLE)`;
  const key = made.kind === 'order' ? textValue(made.by, data, sql) : null;
  const valid = key ? `${key} IS NOT NULL` : '"user" IS NOT NULL AND "time" IS NOT NULL';
  const counted = `${valid} AND "item" IS NOT NULL`;
  const flag = (holds: boolean) => (holds ? '1e0' : '0e0');
  return `SELECT ${sql.literal(made.kind)} AS kind, ${sql.literal(made.by)} AS "by", ${sql.literal(JSON.stringify(made.pattern))} AS pattern,
  ${sql.literal(data.settings.zone)} AS zone, CAST(${data.settings.sessionGapMinutes} AS DOUBLE) AS session_gap,
  ${flag(hasField(data, 'session'))} AS named_sessions, ${flag(prices(data, sql) !== null)} AS has_prices, ${flag(data.views.stock !== undefined)} AS has_stock,
  CAST(count(*) AS DOUBLE) AS events, ${count('"item" IS NULL')} AS no_item, ${count(`"item" IS NOT NULL AND NOT (${valid})`)} AS no_basket,
  ${count(`${counted} AND "user" IS NULL`)} AS no_user, ${count(`${counted} AND ${isReturn(data)}`)} AS returned
FROM ${sql.view('events')} AS events WHERE ${patternSql(made.pattern, data, sql)}`;
}

/**
 * `lines`: one row for each line of a basket, INTEGER b (the basket) and i (the item's row in `items`), in no order, repeats too;
 * `items`: by code the item's id, title, price, on_hand as far as mapped; `about`: one row of what they were read under and what was
 * left out. The same parameters give the same text, so that a second question finds the tables already read.
 */
export function basketQueries(params: BasketParams, data: Dataset, sql: Dialect): Record<BasketTable, string> {
  return {
    lines: `WITH lines AS (${basketLines(params, data, sql)}),
codes AS (SELECT "item", row_number() OVER (ORDER BY "item") - 1 AS i FROM (SELECT DISTINCT "item" FROM lines)),
keys AS (SELECT "user", "key", row_number() OVER (ORDER BY "user", "key") - 1 AS b FROM (SELECT DISTINCT "user", "key" FROM lines))
SELECT CAST(keys.b AS INTEGER) AS b, CAST(codes.i AS INTEGER) AS i
FROM lines JOIN codes ON codes."item" = lines."item"
JOIN keys ON keys."key" = lines."key" AND keys."user" IS NOT DISTINCT FROM lines."user"`,
    items: catalogue(params, data, sql),
    about: about(params, data, sql),
  };
}

/** The items of a user's last basket, one column "item"; no row for nobody. */
export function lastBasket(user: string, params: BasketParams, data: Dataset, sql: Dialect): string {
  const whose = user === '' ? 'FALSE' : `"user" = ${sql.literal(user)}`;
  return `WITH mine AS (SELECT * FROM (${basketLines(params, data, sql)}) WHERE ${whose})
SELECT DISTINCT "item" AS item FROM mine WHERE "key" = (SELECT "key" FROM mine ORDER BY "time" DESC NULLS LAST, "row" DESC LIMIT 1) ORDER BY 1`;
}

const among = (items: readonly string[], sql: Dialect): string =>
  `"item" IN (${items.map((item) => sql.literal(item)).join(', ')})`;

/** The owners of the baskets that hold all these items, one column "user". */
export function ownersOf(items: readonly string[], params: BasketParams, data: Dataset, sql: Dialect): string {
  return `SELECT DISTINCT "user" FROM (
  SELECT "user", "key" FROM (${basketLines(params, data, sql)}) WHERE "user" IS NOT NULL AND ${among(items, sql)}
  GROUP BY "user", "key" HAVING count(DISTINCT "item") = ${items.length}
) ORDER BY "user"`;
}

/** The users who had one item but never the other, one column "user". */
export function ownersWithout(had: string, not: string, params: BasketParams, data: Dataset, sql: Dialect): string {
  const lines = `(${basketLines(params, data, sql)})`;
  const whose = (item: string) => `SELECT "user" FROM ${lines} WHERE "user" IS NOT NULL AND ${among([item], sql)}`;
  return `SELECT DISTINCT "user" FROM (${whose(had)}) WHERE "user" NOT IN (${whose(not)}) ORDER BY "user"`;
}
