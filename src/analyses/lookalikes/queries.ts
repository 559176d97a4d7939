import type { Dialect } from '../../contract/dialect.ts';
import type { EventPattern } from '../../contract/population.ts';
import type { Dataset } from '../../contract/project.ts';
import { eventsWhere } from '../../features/events.ts';
import { checkEvents, patternOf, patternSql } from '../../features/patterns.ts';
import { peopleQuery } from '../../features/timeline.ts';
import type { Params } from './params.ts';

/** Fewer users than this share have too little in common to look for. */
const LEAST_SHARE = 0.01;

const isEmpty = ({ events, where = [] }: EventPattern): boolean => events.length === 0 && where.length === 0;

/** The pattern of the known users: as given, else the rarest event of those that enough users did; null where names are given. */
export function seedPattern({ who, users }: Params, data: Dataset): EventPattern | null {
  if (users.length > 0) return null;
  const given = patternOf(who);
  checkEvents(given.events, data);
  if (!isEmpty(given)) return given;
  const most = data.events[0]?.users ?? 0;
  const rarest = data.events.filter((event) => event.users >= LEAST_SHARE * most && event.users > 0).at(-1);
  return { events: rarest ? [rarest.name] : [] };
}

/** Codes by the rank of the name, as in every query of the timeline. */
const coded = (name: string, source: string): string =>
  `SELECT "${name}", CAST(row_number() OVER (ORDER BY "${name}") - 1 AS INTEGER) AS code FROM (SELECT DISTINCT "${name}" FROM ${source})`;

/**
 * `had`: how often each user (`u`) had to do with each item (`i`), but for the events that make a known user one: these can't be what others are found
 * by. `seeds`: the codes of the known users. `things`: the items by code, with titles where the catalogue has them. `people`: the users' names by
 * code. `about`: what the pattern came to, in words for the definition.
 */
export function queries(
  params: Params,
  data: Dataset,
  sql: Dialect,
): Record<'had' | 'seeds' | 'things' | 'people' | 'about', string> {
  const pattern = seedPattern(params, data);
  const fits = pattern && !isEmpty(pattern) ? patternSql(pattern, data, sql) : null;
  const items = eventsWhere(sql, '"item" IS NOT NULL');
  const left = fits ? `"item" IS NOT NULL AND NOT coalesce((${fits}), FALSE)` : '"item" IS NOT NULL';
  const named = params.users.map((user) => sql.literal(user)).join(', ');
  const seeds = fits ? eventsWhere(sql, fits) : eventsWhere(sql, named ? `"user" IN (${named})` : undefined);
  const titled = data.views.items?.includes('title');
  return {
    had: `WITH people AS (${coded('user', eventsWhere(sql))}), things AS (${coded('item', items)})
SELECT people.code AS u, things.code AS i, log.n AS n FROM (
  SELECT "user", "item", CAST(count(*) AS DOUBLE) AS n FROM ${eventsWhere(sql, left)} GROUP BY 1, 2
) AS log JOIN people ON people."user" = log."user" JOIN things ON things."item" = log."item"
ORDER BY u, i`,
    seeds: `WITH people AS (${coded('user', eventsWhere(sql))})
SELECT DISTINCT people.code AS u FROM (SELECT DISTINCT "user" FROM ${seeds}) AS known JOIN people ON people."user" = known."user" ORDER BY u`,
    things: `SELECT log."item" AS item, ${titled ? 'catalogue.title' : 'CAST(NULL AS VARCHAR)'} AS title
FROM (SELECT DISTINCT "item" FROM ${items}) AS log${
      titled
        ? ` LEFT JOIN (SELECT "item" AS known, CAST(min("title") AS VARCHAR) AS title FROM ${sql.view('items')} GROUP BY 1) AS catalogue ON catalogue.known = log."item"`
        : ''
    } ORDER BY log."item"`,
    people: peopleQuery(sql),
    about: `SELECT ${sql.literal(pattern ? pattern.events.join(', ') : '')} AS events, ${sql.literal(pattern?.where?.length ?? 0)} AS filters`,
  };
}
