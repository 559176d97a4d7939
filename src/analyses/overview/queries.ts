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

/** Counts by the values of a field: first for each user, so that users are counted without sets of them. */
function byValue(field: 'event' | 'item', limit: number, data: Dataset, sql: Dialect): Query {
  if (!hasField(data, field)) {
    return 'SELECT CAST(NULL AS VARCHAR) AS name, 0e0 AS count, 0e0 AS users, 0e0 AS names WHERE FALSE';
  }
  const events = eventsWhere(sql, field === 'item' ? '"item" IS NOT NULL' : undefined);
  return {
    perUser: `SELECT "user", "${field}" AS name, CAST(count(*) AS DOUBLE) AS events FROM ${events} GROUP BY 1, 2`,
    merge: `SELECT name, sum(events) AS count, CAST(count(*) AS DOUBLE) AS users, CAST(count(*) OVER () AS DOUBLE) AS names
FROM per_user GROUP BY name ORDER BY count DESC, users DESC, name LIMIT ${limit}`,
  };
}

/** The settings that the computation counts days and sessions by, and the time the log spans. */
const aboutQuery = (data: Dataset, sql: Dialect): string => {
  const { zone, sessionGapMinutes } = data.settings;
  const range = data.range ?? { first: 0, last: 0 };
  return `SELECT ${sql.literal(zone)} AS zone, CAST(${sessionGapMinutes} AS DOUBLE) AS session_gap,
  CAST(${sql.literal(range.first)} AS DOUBLE) AS first, CAST(${sql.literal(range.last)} AS DOUBLE) AS last,
  ${hasField(data, 'session') ? '1e0' : '0e0'} AS sessions_mapped, ${hasField(data, 'item') ? '1e0' : '0e0'} AS items_mapped`;
};

/** Four passes over the log: its rows, its users, its events by name and by item. */
export const queries = (
  params: Params,
  data: Dataset,
  sql: Dialect,
): Record<'rows' | 'users' | 'events' | 'items' | 'about', Query> => ({
  rows: rowsQuery(sql),
  users: usersQuery(data, sql),
  events: byValue('event', MOST_EVENT_NAMES, data, sql),
  items: byValue('item', params.top, data, sql),
  about: aboutQuery(data, sql),
});
