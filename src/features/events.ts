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

/** The valid events that meet a condition: what follows FROM. Their table is called `events`, whatever the view is made of. */
export const eventsWhere = (sql: Dialect, condition?: string): string =>
  `${sql.view('events')} AS events WHERE ${VALID}${condition ? ` AND (${condition})` : ''}`;

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
 * new one; where a session column is mapped, its different values count instead. `condition`: those that hold an event which meets it;
 * all events say where they begin and end.
 */
export function sessionsPerUser(data: Dataset, sql: Dialect, condition?: string): string {
  if (hasField(data, 'session')) {
    return `SELECT "user", CAST(count(DISTINCT "session") AS DOUBLE) AS sessions FROM ${eventsWhere(sql, condition)} GROUP BY "user"`;
  }
  const time = sql.epochUs('"time"');
  const gap = `${time} - lag(${time}) OVER (PARTITION BY "user" ORDER BY ${IN_ORDER}) AS gap`;
  const starts = startsSession('gap', data);
  if (!condition) {
    return `SELECT "user", CAST(1 + count(*) FILTER (${starts}) AS DOUBLE) AS sessions FROM (
  SELECT "user", ${gap} FROM ${eventsWhere(sql)}
) GROUP BY "user"`;
  }
  return `SELECT "user", CAST(count(DISTINCT number) AS DOUBLE) AS sessions FROM (
  SELECT "user", fits, sum(CASE WHEN ${starts} THEN 1 ELSE 0 END) OVER (PARTITION BY "user" ORDER BY ${IN_ORDER} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS number
  FROM (SELECT "user", "time", "row", (${condition}) AS fits, ${gap} FROM ${eventsWhere(sql)})
) WHERE fits GROUP BY "user"`;
}

/** The last event's time, epoch ms: what lies after it is unknown, not zero. Null without any dated event. */
export const observationEnd = (data: Dataset): number | null => data.range?.last ?? null;
