import type { Dialect } from '../contract/dialect.ts';
import type { Dataset } from '../contract/project.ts';

const TITLE =
  /^((item|product|article|goods)[\s_.-]?)?(title|name|description|desc)$|^(商品|产品|物品|品)(名称?|描述)$/i;

/** Where titles are: in the catalogue, else in a column of the log that is called so; null where nowhere. */
function titleSource({ views, properties }: Dataset, sql: Dialect): { column: string; view: string } | null {
  if (views.items?.includes('title')) return { column: '"title"', view: sql.view('items') };
  const named = properties.find(({ view, kind, name }) => view === 'events' && kind === 'text' && TITLE.test(name));
  return named ? { column: sql.identifier(named.column), view: sql.view('events') } : null;
}

/** The commonest title of each item, columns "item" and title; of equals the first by the alphabet. Null where nothing says titles. */
export function titlesSql(data: Dataset, sql: Dialect): string | null {
  const source = titleSource(data, sql);
  if (!source) return null;
  const title = `nullif(trim(${source.column}), '')`;
  return `SELECT "item", title FROM (
  SELECT "item", ${title} AS title, row_number() OVER (PARTITION BY "item" ORDER BY count(*) DESC, ${title}) AS place
  FROM ${source.view} WHERE "item" IS NOT NULL AND ${title} IS NOT NULL GROUP BY "item", ${title}
) WHERE place = 1`;
}
