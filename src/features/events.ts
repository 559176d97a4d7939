import type { Dialect } from '../contract/dialect.ts';
import type { Dataset } from '../contract/project.ts';

/**
 * Event semantics: what every report, feature and label means by an event, its order, a duplicate and a session.
 * The definitions in words are in README.md beside this file.
 */

/** An event counts once it has a user and a time; the overview says how many have not. */
export const VALID = '"user" IS NOT NULL AND "time" IS NOT NULL';

/** A user's events in order: by time, and by input row where times tie. */
export const IN_ORDER = '"time", "row"';

/** The valid events that meet a condition: what follows FROM. */
export const eventsWhere = (sql: Dialect, condition?: string): string =>
  `${sql.view('events')} WHERE ${VALID}${condition ? ` AND (${condition})` : ''}`;

/** Whether the mapping offers a field of the events view. */
export const hasField = (data: Dataset, field: string): boolean => data.views.events?.includes(field) ?? false;

/** What makes two events of one user at one time duplicates: the same event and item, as far as they are mapped. */
export const identityFields = (data: Dataset): string[] =>
  ['event', 'item'].filter((field) => hasField(data, field)).map((field) => `"${field}"`);

/** The rule of a new session, on the time since the event before (µs): strictly greater than the project's gap. */
export const startsSession = (gap: string, data: Dataset): string =>
  `${gap} > ${data.settings.sessionGapMinutes * 60_000_000}`;

/**
 * Sessions of each user, one row each: "user", "sessions" (DOUBLE). A gap strictly greater than the project's starts a
 * new one; where a session column is mapped, its different values count instead.
 */
export function sessionsPerUser(data: Dataset, sql: Dialect, condition?: string): string {
  const events = eventsWhere(sql, condition);
  if (hasField(data, 'session')) {
    return `SELECT "user", CAST(count(DISTINCT "session") AS DOUBLE) AS sessions FROM ${events} GROUP BY "user"`;
  }
  const time = sql.epochUs('"time"');
  return `SELECT "user", CAST(1 + count(*) FILTER (${startsSession('gap', data)}) AS DOUBLE) AS sessions FROM (
  SELECT "user", ${time} - lag(${time}) OVER (PARTITION BY "user" ORDER BY ${IN_ORDER}) AS gap FROM ${events}
) GROUP BY "user"`;
}

/** The last event's time, epoch ms: what lies after it is unknown, not zero. Null without any dated event. */
export const observationEnd = (data: Dataset): number | null => data.range?.last ?? null;
