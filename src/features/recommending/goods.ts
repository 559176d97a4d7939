import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset } from '../../contract/project.ts';
import { eventsWhere, hasField } from '../events.ts';
import { isFinite } from '../rfm.ts';
import type { SignalSource } from './source.ts';

/** The items with their codes: "item", i. An item of the catalogue or of the stock that nobody had has one too. */
export function goodsSql({ items }: SignalSource, data: Dataset, sql: Dialect): string {
  const listed = (['items', 'stock'] as const)
    .filter((view) => data.views[view]?.includes('item'))
    .map((view) => `SELECT "item" FROM ${sql.view(view)} WHERE "item" IS NOT NULL`);
  // UNION leaves out what is there already.
  const all = [items, ...listed].join('\n  UNION ');
  return `SELECT "item", CAST(row_number() OVER (ORDER BY "item") - 1 AS INTEGER) AS i FROM (
  ${all}
) AS listed`;
}

const FIELDS = ['title', 'category', 'price', 'text'] as const;

type Fact = (typeof FIELDS)[number];

/** A table that says something of items, one row each: its SELECT and the columns that it adds. */
interface Source {
  name: string;
  select: string;
  columns: readonly string[];
}

/** What the items' table says of an item most often, of equals first: a table of them may be the log itself, with a slip here and there. */
export function listed(data: Dataset, sql: Dialect, fields: readonly Fact[] = FIELDS): Source[] {
  const columns = fields.filter((field) => data.views.items?.includes(field));
  if (columns.length === 0) return [];
  const named = columns.map((name) => `"${name}"`).join(', ');
  // A blank at the end of a title would stand before the comma of every list of names.
  const read = columns
    .map((name) => (name === 'title' ? `nullif(trim("title"), '') AS "title"` : `"${name}"`))
    .join(', ');
  const select = `SELECT "item", ${named} FROM (
  SELECT "item", ${named}, row_number() OVER (PARTITION BY "item" ORDER BY often DESC, first) AS place FROM (
    SELECT "item", ${named}, count(*) AS often, min("row") AS first FROM (SELECT "item", "row", ${read} FROM ${sql.view('items')} WHERE "item" IS NOT NULL) AS rows_read GROUP BY "item", ${named}
  ) AS counted
) AS each_row WHERE place = 1`;
  return [{ name: 'listed', select, columns }];
}

/** Where the catalogue names no prices: the median of what the log says of an item. */
function paid(data: Dataset, sql: Dialect): Source[] {
  if (data.views.items?.includes('price') || !hasField(data, 'price') || !hasField(data, 'item')) return [];
  const from = eventsWhere(sql, `"item" IS NOT NULL AND ${isFinite('"price"')}`);
  const select = `SELECT "item", ${sql.quantile('"price"', 0.5)} AS price FROM ${from} GROUP BY "item"`;
  return [{ name: 'paid', select, columns: ['price'] }];
}

/** On hand by the last count of an item, over all places that were counted then. */
function stocked(data: Dataset, sql: Dialect): Source[] {
  const fields = data.views.stock;
  if (!fields?.includes('item') || !fields.includes('on_hand')) return [];
  const rank = fields.includes('time') ? 'rank() OVER (PARTITION BY "item" ORDER BY "time" DESC NULLS LAST)' : '1';
  const select = `SELECT "item", CAST(sum(on_hand) AS DOUBLE) AS stock FROM (
  SELECT "item", "on_hand" AS on_hand, ${rank} AS place FROM ${sql.view('stock')} WHERE "item" IS NOT NULL
) AS counted WHERE place = 1 GROUP BY "item"`;
  return [{ name: 'stocked', select, columns: ['stock'] }];
}

/** One row for each item in the order of the codes: id, and of title, category, price, text and stock what is mapped. */
export function catalogueSql(source: SignalSource, data: Dataset, sql: Dialect): string {
  const sources = [...listed(data, sql), ...paid(data, sql), ...stocked(data, sql)];
  const columns = sources.flatMap(({ name, columns: own }) => own.map((each) => `, ${name}."${each}" AS "${each}"`));
  const joins = sources.map(({ name, select }) => `LEFT JOIN (${select}) AS ${name} ON ${name}."item" = goods."item"`);
  return `SELECT goods."item" AS id${columns.join('')}
FROM (${goodsSql(source, data, sql)}) AS goods
${joins.join('\n')}
ORDER BY goods.i`;
}
