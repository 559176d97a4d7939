import type { Query } from '../../contract/analysis.ts';
import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset } from '../../contract/project.ts';
import { parseDuration } from '../../core/calendar.ts';
import { AppError } from '../../core/errors.ts';
import { observationEnd } from '../../features/events.ts';
import { checkEvents, patternOf, patternSql } from '../../features/patterns.ts';
import { timelineQuery } from '../../features/timeline.ts';
import type { Params } from './params.ts';

/** A duration in µs. Throws `drivers.no-limit` where there is none. */
export function limitUs(text: string): number {
  const ms = parseDuration(text);
  if (ms === null) throw new AppError('drivers.no-limit');
  return ms * 1000;
}

/** Which behaviours asked for an event is one of, one bit each. */
function behaviourBits({ behaviours }: Params, data: Dataset, sql: Dialect): string {
  const bits = behaviours.map((each, n) => {
    const pattern = patternOf(each);
    checkEvents(pattern.events, data);
    return `CASE WHEN ${patternSql(pattern, data, sql)} THEN ${1 << n} ELSE 0 END`;
  });
  return `CAST(${bits.join(' + ')} AS DOUBLE)`;
}

/**
 * `events`: the plain timeline, with `g` (1: fits the goal) only where names alone can't say it, and with `b` (bits) where behaviours are
 * asked for. `names`: the events in the order of their codes, and whether each is the goal. `plan`: the observation's end and the
 * session gap, µs.
 */
export function queries(params: Params, data: Dataset, sql: Dialect): Record<'events' | 'names' | 'plan', Query> {
  limitUs(params.early);
  limitUs(params.horizon);
  const goal = patternOf(params.goal);
  checkEvents(goal.events, data);
  const filtered = (goal.where ?? []).length > 0;
  const flag = `CAST(CASE WHEN ${patternSql(goal, data, sql)} THEN 1 ELSE 0 END AS DOUBLE)`;
  const more = {
    ...(filtered && { g: flag }),
    ...(params.behaviours.length > 0 && { b: behaviourBits(params, data, sql) }),
  };
  const rows = data.events.map(({ name }, n) => `(${n}, ${sql.literal(name)}, ${goal.events.includes(name) ? 1 : 0})`);
  const end = (observationEnd(data) ?? 0) * 1000;
  return {
    events: timelineQuery(data, sql, { more }),
    names: rows.length
      ? `SELECT name, CAST(goal AS DOUBLE) AS goal FROM (VALUES ${rows.join(', ')}) AS given(n, name, goal) ORDER BY n`
      : `SELECT '' AS name, CAST(0 AS DOUBLE) AS goal WHERE FALSE`,
    plan: `SELECT CAST(${end} AS DOUBLE) AS last, CAST(${data.settings.sessionGapMinutes * 60_000_000} AS DOUBLE) AS gap`,
  };
}
