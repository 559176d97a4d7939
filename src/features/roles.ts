import type { Query } from '../contract/analysis.ts';
import type { Dialect } from '../contract/dialect.ts';
import type { EventPattern } from '../contract/population.ts';
import type { Dataset } from '../contract/project.ts';
import { checkEvents, patternSql } from './patterns.ts';
import { timelineQuery } from './timeline.ts';

/**
 * The roles that events play in a report (the start, the return …), one bit for each pattern. Where the events' names alone
 * decide, the log is read by the plain timeline that other reports share, and a small table says which code plays which role.
 */

const isNameOnly = ({ events, where = [] }: EventPattern, data: Dataset): boolean =>
  where.length === 0 && events.every((name) => data.events.some((event) => event.name === name));

const plays = ({ events }: EventPattern, name: string | undefined): boolean =>
  events.length === 0 || (name !== undefined && events.includes(name));

const rolesTable = (
  masks: readonly number[],
  sql: Dialect,
): string => `SELECT CAST(code AS INTEGER) AS code, CAST(mask AS INTEGER) AS mask
FROM (VALUES ${masks.map((mask, code) => `(${code}, ${sql.literal(mask)})`).join(', ')}) AS roles(code, mask)`;

/**
 * `events`: the timeline; `roles`: for `rolesOf` (core/roles.ts). Events that play no role may be missing. `more` as in `timelineQuery`.
 * Throws as `patternSql` does. At most eight patterns.
 */
export function roleQueries(
  patterns: readonly EventPattern[],
  data: Dataset,
  sql: Dialect,
  more: Record<string, string> = {},
): { events: Query; roles: Query } {
  for (const { events } of patterns) checkEvents(events, data);
  const maskOf = (isOne: (pattern: EventPattern) => boolean) =>
    patterns.reduce((mask, pattern, bit) => mask | (isOne(pattern) ? 1 << bit : 0), 0);
  if (patterns.every((pattern) => isNameOnly(pattern, data))) {
    const names = [...data.events.map(({ name }) => name), undefined];
    const masks = names.map((name) => maskOf((pattern) => plays(pattern, name)));
    return { events: timelineQuery(data, sql, { more }), roles: rolesTable(masks, sql) };
  }
  const conditions = patterns.map((pattern) => patternSql(pattern, data, sql));
  const code = conditions.map((condition, bit) => `CASE WHEN ${condition} THEN ${1 << bit} ELSE 0 END`).join(' + ');
  const where = conditions.map((condition) => `(${condition})`).join(' OR ');
  const itself = Array.from({ length: 1 << patterns.length }, (_, mask) => mask);
  return { events: timelineQuery(data, sql, { code, where, more }), roles: rolesTable(itself, sql) };
}
