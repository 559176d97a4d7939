import type { Dialect } from '../../contract/dialect.ts';
import type { EventPattern } from '../../contract/population.ts';
import type { Dataset } from '../../contract/project.ts';
import { eventsWhere } from '../../features/events.ts';
import { checkEvents, chooses, patternOf, patternSql } from '../../features/patterns.ts';
import { peopleQuery } from '../../features/timeline.ts';
import { titlesSql } from '../../features/titles.ts';
import type { Params } from './params.ts';

/** Fewer users than this share have too little in common to look for. */
const LEAST_SHARE = 0.01;
/** Of more than this share nearly everybody is known already. */
const MOST_SHARE = 0.5;

/** A filter that is still being written would make everybody known. */
const isEmpty = ({ events, where = [] }: EventPattern): boolean => events.length === 0 && !where.some(chooses);

/** The rarest event of those that enough users did, and not most of them: else it tells nobody apart. */
function tellingEvent({ events }: Dataset): string | undefined {
  const most = events[0]?.users ?? 0;
  return events.filter(({ users }) => users > 0 && users >= LEAST_SHARE * most && users <= MOST_SHARE * most).at(-1)
    ?.name;
}

/** Who is known: an SQL condition over events, and what it says in words. */
interface Known {
  by: 'users' | 'pattern' | 'item';
  condition: string | null;
  events: string;
  filters: number;
  /** The item of most users as a subquery, where having it makes one known. */
  item: string | null;
}

const NOBODY = { condition: null, events: '', filters: 0, item: null };

/** Those named; those who did what is given; else those who did the telling event; else those who had the item of most users. */
function knownBy({ who, users }: Params, data: Dataset, sql: Dialect): Known {
  if (users.length > 0) return { by: 'users', ...NOBODY };
  const given = patternOf(who);
  checkEvents(given.events, data);
  const telling = tellingEvent(data);
  const pattern = isEmpty(given) && telling !== undefined ? { events: [telling] } : given;
  if (isEmpty(pattern)) {
    const top = `(SELECT "item" FROM ${eventsWhere(sql, '"item" IS NOT NULL')} GROUP BY 1 ORDER BY count(DISTINCT "user") DESC, 1 LIMIT 1)`;
    return { by: 'item', ...NOBODY, condition: `coalesce("item" = ${top}, FALSE)`, item: top };
  }
  return {
    ...{ by: 'pattern', item: null },
    condition: `coalesce((${patternSql(pattern, data, sql)}), FALSE)`,
    events: pattern.events.join(', '),
    filters: pattern.where?.filter(chooses).length ?? 0,
  };
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
  const { by, condition, events, filters, item } = knownBy(params, data, sql);
  const items = eventsWhere(sql, '"item" IS NOT NULL');
  const left = condition ? `"item" IS NOT NULL AND NOT ${condition}` : '"item" IS NOT NULL';
  const named = params.users.map((user) => sql.literal(user)).join(', ');
  const seeds = eventsWhere(sql, condition ?? `"user" IN (${named})`);
  const titles = titlesSql(data, sql);
  return {
    had: `WITH people AS (${coded('user', eventsWhere(sql))}), things AS (${coded('item', items)})
SELECT people.code AS u, things.code AS i, log.n AS n FROM (
  SELECT "user", "item", CAST(count(*) AS DOUBLE) AS n FROM ${eventsWhere(sql, left)} GROUP BY 1, 2
) AS log JOIN people ON people."user" = log."user" JOIN things ON things."item" = log."item"
ORDER BY u, i`,
    seeds: `WITH people AS (${coded('user', eventsWhere(sql))})
SELECT DISTINCT people.code AS u FROM (SELECT DISTINCT "user" FROM ${seeds}) AS known JOIN people ON people."user" = known."user" ORDER BY u`,
    things: `SELECT log."item" AS item, ${titles ? 'named.title' : 'CAST(NULL AS VARCHAR)'} AS title
FROM (SELECT DISTINCT "item" FROM ${items}) AS log${titles ? ` LEFT JOIN (${titles}) AS named ON named."item" = log."item"` : ''} ORDER BY log."item"`,
    people: peopleQuery(sql),
    about: `SELECT ${sql.literal(by)} AS known, ${sql.literal(events)} AS events, CAST(${filters} AS DOUBLE) AS filters, ${item ?? 'CAST(NULL AS VARCHAR)'} AS item`,
  };
}
