import type { Query } from '../../contract/analysis.ts';
import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset } from '../../contract/project.ts';
import { eventsWhere, hasField, identityFields } from '../../features/events.ts';
import type { Params } from './params.ts';

const MOST_EVENT_NAMES = 500;

/** All rows of the view, those without a user or a time, and those later than this machine's clock. */
const rowsQuery = (sql: Dialect): string => {
  const count = (condition: string, name: string) => `CAST(count(*) FILTER (${condition}) AS DOUBLE) AS ${name}`;
  return `SELECT CAST(count(*) AS DOUBLE) AS rows,
  ${count('"user" IS NULL', 'missing_user')}, ${count('"time" IS NULL', 'missing_time')},
  ${count(`"user" IS NOT NULL AND "time" > ${sql.timestamp(Date.now())}`, 'future_time')}
FROM ${sql.view('events')}`;
};

/** For each user, what each event is (a hash of what tells duplicates apart) and when (µs); a session column's different values. */
function usersQuery(data: Dataset, sql: Dialect): Query {
  const identity = identityFields(data);
  const what = identity.length > 0 ? sql.hash(identity) : '0e0';
  const sessions = hasField(data, 'session') ? 'count(DISTINCT "session")' : 'NULL';
  return {
    perUser: `SELECT "user", ${sql.list(sql.epochUs('"time"'))} AS times, ${sql.list(what)} AS identities,
  CAST(${sessions} AS DOUBLE) AS sessions
FROM ${eventsWhere(sql)} GROUP BY "user"`,
    merge: 'SELECT times, identities, sessions FROM per_user',
  };
}

const NO_NAMES = 'SELECT CAST(NULL AS VARCHAR) AS name, 0e0 AS count, 0e0 AS users, 0e0 AS names WHERE FALSE';

/** Events and users by event name: first for each user, so that users are counted without sets of them. */
function eventsQuery(data: Dataset, sql: Dialect): Query {
  if (!hasField(data, 'event')) return NO_NAMES;
  return {
    perUser: `SELECT "user", "event" AS name, CAST(count(*) AS DOUBLE) AS events FROM ${eventsWhere(sql)} GROUP BY 1, 2`,
    merge: `SELECT name, sum(events) AS count, CAST(count(*) AS DOUBLE) AS users
FROM per_user GROUP BY name ORDER BY count DESC, users DESC, name LIMIT ${MOST_EVENT_NAMES}`,
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
  ${hasField(data, 'session') ? '1e0' : '0e0'} AS sessions_mapped, ${hasField(data, 'item') ? '1e0' : '0e0'} AS items_mapped`;
};

/** A few passes over the log: its rows, its users, its events by name, its items. */
export const queries = (
  params: Params,
  data: Dataset,
  sql: Dialect,
): Record<'rows' | 'users' | 'events' | 'items' | 'about', Query> => ({
  rows: rowsQuery(sql),
  users: usersQuery(data, sql),
  events: eventsQuery(data, sql),
  items: itemsQuery(params.top, data, sql),
  about: aboutQuery(data, sql),
});
