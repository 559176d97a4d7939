import type { Query } from '../../contract/analysis.ts';
import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset } from '../../contract/project.ts';
import { MOST_EVENTS } from '../../contract/project.ts';
import { eventsWhere, hasField, sessionsPerUser } from '../../features/events.ts';
import { hasAllNames, identityQuery, timelineQuery } from '../../features/timeline.ts';
import type { Params } from './params.ts';

/** All rows of the view, those without a user or a time, and those later than this machine's clock. */
const rowsQuery = (sql: Dialect): string => {
  const count = (condition: string, name: string) => `CAST(count(*) FILTER (${condition}) AS DOUBLE) AS ${name}`;
  return `SELECT CAST(count(*) AS DOUBLE) AS rows,
  ${count('"user" IS NULL', 'missing_user')}, ${count('"time" IS NULL', 'missing_time')},
  ${count(`"user" IS NOT NULL AND "time" > ${sql.timestamp(Date.now())}`, 'future_time')}
FROM ${sql.view('events')}`;
};

/** The different values of each user's session column, in the order of the timeline's codes. */
function sessionsQuery(data: Dataset, sql: Dialect): Query {
  if (!hasField(data, 'session')) return 'SELECT 0e0 AS sessions WHERE FALSE';
  return `SELECT sessions FROM (${sessionsPerUser(data, sql)}) ORDER BY "user"`;
}

const NO_NAMES = 'SELECT CAST(NULL AS VARCHAR) AS name, 0e0 AS count, 0e0 AS users, 0e0 AS names WHERE FALSE';

/** The names in the order of the timeline's codes. */
const namesInOrder = ({ events }: Dataset, sql: Dialect): string =>
  `SELECT name FROM (VALUES ${events.map(({ name }, n) => `(${n}, ${sql.literal(name)})`).join(', ')}) AS rows("code", "name") ORDER BY "code"`;

/**
 * The names of events, where each has a code in the timeline; else events and users by name, first for each user, so that users are counted
 * without sets of them.
 */
function eventsQuery(data: Dataset, sql: Dialect): Query {
  if (!hasField(data, 'event')) return NO_NAMES;
  if (hasAllNames(data)) return data.events.length > 0 ? namesInOrder(data, sql) : NO_NAMES;
  return {
    perUser: `SELECT "user", "event" AS name, CAST(count(*) AS DOUBLE) AS events FROM ${eventsWhere(sql)} GROUP BY 1, 2`,
    merge: `SELECT name, sum(events) AS count, CAST(count(*) AS DOUBLE) AS users
FROM per_user GROUP BY name ORDER BY count DESC, users DESC, name LIMIT ${MOST_EVENTS}`,
  };
}

/** The most frequent items, and how many there are. Users are counted for these alone: items may be millions. */
function itemsQuery(top: number, data: Dataset, sql: Dialect): Query {
  if (!hasField(data, 'item')) return NO_NAMES;
  const events = eventsWhere(sql, '"item" IS NOT NULL');
  return `WITH top AS (
  SELECT "item" AS name, count(*) AS events, count(*) OVER () AS names FROM ${events}
  GROUP BY 1 ORDER BY events DESC, name LIMIT ${top}
), top_users AS (
  SELECT "item" AS name, count(DISTINCT "user") AS users FROM ${events} AND "item" IN (SELECT name FROM top) GROUP BY 1
)
SELECT name, CAST(events AS DOUBLE) AS count, CAST(users AS DOUBLE) AS users, CAST(names AS DOUBLE) AS names
FROM top JOIN top_users USING (name) ORDER BY count DESC, name`;
}

/** The settings that the computation counts days and sessions by, and the time the log spans. */
const aboutQuery = (data: Dataset, sql: Dialect): string => {
  const { zone, sessionGapMinutes } = data.settings;
  const range = data.range ?? { first: 0, last: 0 };
  return `SELECT ${sql.literal(zone)} AS zone, CAST(${sessionGapMinutes} AS DOUBLE) AS session_gap,
  CAST(${sql.literal(range.first)} AS DOUBLE) AS first, CAST(${sql.literal(range.last)} AS DOUBLE) AS last,
  ${hasField(data, 'event') && hasAllNames(data) ? '1e0' : '0e0'} AS events_coded,
  ${hasField(data, 'session') ? '1e0' : '0e0'} AS sessions_mapped, ${hasField(data, 'item') ? '1e0' : '0e0'} AS items_mapped`;
};

/** The log as numbers, the same as most reports read it; its rows, events by name and items. */
export const queries = (
  params: Params,
  data: Dataset,
  sql: Dialect,
): Record<'log' | 'identity' | 'sessions' | 'rows' | 'events' | 'items' | 'about', Query> => ({
  log: timelineQuery(data, sql),
  identity: identityQuery(data, sql),
  sessions: sessionsQuery(data, sql),
  rows: rowsQuery(sql),
  events: eventsQuery(data, sql),
  items: itemsQuery(params.top, data, sql),
  about: aboutQuery(data, sql),
});
