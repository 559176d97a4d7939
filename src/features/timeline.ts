import type { Query } from '../contract/analysis.ts';
import type { Dialect } from '../contract/dialect.ts';
import type { Dataset } from '../contract/project.ts';
import { MOST_EVENTS } from '../contract/project.ts';
import { eventsWhere, hasField, identityFields } from './events.ts';

/**
 * The log as numbers, for reports that walk each user's events: core/timeline.ts sorts it and hands out one user after the other.
 * A user's code is the rank of the name, so that the same people have the same codes in every query of one scope.
 */

/** The names of the users with a valid event, in the order of their codes: one column "user". */
export const peopleQuery = (sql: Dialect): string => `SELECT DISTINCT "user" FROM ${eventsWhere(sql)} ORDER BY "user"`;

const people = (sql: Dialect): string =>
  `SELECT "user", CAST(row_number() OVER (ORDER BY "user") - 1 AS INTEGER) AS u FROM (SELECT DISTINCT "user" FROM ${eventsWhere(sql)})`;

export interface TimelineOptions {
  /** An expression over the event's columns for a small number ≥ 0 (SMALLINT), e.g. which steps it fits; default: `eventCode`. */
  code?: string;
  /** Only events that meet this. */
  where?: string;
  /** Further columns: an expression each, by name. Numbers as DOUBLE, text as VARCHAR, codes as INTEGER. */
  more?: Record<string, string>;
}

/** The place of the event's name in `data.events` from 0 (most users first); one past the last for every other name, or none. */
export function eventCode(data: Dataset, sql: Dialect): string {
  if (!hasField(data, 'event')) return '0';
  const cases = data.events.map(({ name }, n) => `WHEN ${sql.literal(name)} THEN ${n}`);
  return cases.length ? `CASE "event" ${cases.join(' ')} ELSE ${cases.length} END` : '0';
}

/** What `sessionsOf` (core/timeline.ts) needs where a session column is mapped, null for an event without: to be given to `more`. */
export const sessionColumns = (data: Dataset, sql: Dialect): Record<string, string> =>
  hasField(data, 'session') ? { s: `CASE WHEN "session" IS NOT NULL THEN ${sql.hash(['"session"'])} END` } : {};

/**
 * One row for each valid event: `u` the user's code (INTEGER), `t` epoch µs (DOUBLE), `r` the input row (INTEGER), `e` the
 * code asked for (SMALLINT). In no order. The same text for the same wish, so that the tables of one report serve the next.
 */
export function timelineQuery(data: Dataset, sql: Dialect, { code, where, more = {} }: TimelineOptions = {}): Query {
  const asked = Object.entries(more);
  const made = asked.map(([name, expression]) => `, ${expression} AS ${sql.identifier(name)}`).join('');
  const handed = asked.map(([name]) => `, log.${sql.identifier(name)}`).join('');
  return `WITH people AS (${people(sql)})
SELECT people.u AS u, log.t AS t, log.r AS r, log.e AS e${handed}
FROM (
  SELECT "user", ${sql.epochUs('"time"')} AS t, CAST("row" AS INTEGER) AS r, CAST(${code ?? eventCode(data, sql)} AS SMALLINT) AS e${made}
  FROM ${eventsWhere(sql, where)}
) AS log JOIN people ON people."user" = log."user"`;
}

/** Whether each name of an event has a code of its own: then the code after the last is that of events without a name. */
export const hasAllNames = ({ events }: Dataset): boolean => events.length < MOST_EVENTS;

/** The table of `identityQuery` without rows: by the codes alone. */
export const NO_IDENTITIES = 'SELECT CAST(0 AS INTEGER) AS r, CAST(0 AS DOUBLE) AS identity WHERE FALSE';

/**
 * What else than user and time tells two events apart, a hash: `r` the input row (INTEGER), `identity` (DOUBLE). No rows where the codes of a
 * timeline say it all. The same text for every report, and read for `identitiesOf` of core/timeline.ts.
 */
export function identityQuery(data: Dataset, sql: Dialect): Query {
  if (!hasField(data, 'item') && hasAllNames(data)) return NO_IDENTITIES;
  return `SELECT CAST("row" AS INTEGER) AS r, ${sql.hash(identityFields(data))} AS identity
FROM ${eventsWhere(sql)}`;
}
