import type { Query } from '../../contract/analysis.ts';
import type { Dialect } from '../../contract/dialect.ts';
import type { EventPattern } from '../../contract/population.ts';
import type { Dataset } from '../../contract/project.ts';
import { parseDuration } from '../../core/calendar.ts';
import { AppError } from '../../core/errors.ts';
import { eventsWhere, hasField, observationEnd } from '../../features/events.ts';
import { patternOf, patternSql } from '../../features/patterns.ts';
import type { Params } from './params.ts';

const USUAL_STEPS = 3;
const DAY_US = 86_400_000_000;

/** The event whose share or number is the baseline. Throws `experiment.no-metric`. */
function goalOf({ goal }: Params, data: Dataset): EventPattern {
  if (goal !== '') return patternOf(goal);
  const usual = data.events.slice(0, USUAL_STEPS).at(-1);
  if (!usual && hasField(data, 'event')) throw new AppError('experiment.no-metric');
  return { events: usual ? [usual.name] : [] };
}

/**
 * `log`, one row: over users observed for the whole window from their first event on, their number, and the share, mean and standard
 * deviation of the goal per user; and how many new users a day the log brought, over its whole days.
 */
export function queries(params: Params, data: Dataset, sql: Dialect): Record<'log', Query> {
  const goal = goalOf(params, data);
  const ms = parseDuration(params.window);
  const end = (observationEnd(data) ?? 0) * 1000;
  const window = ms === null ? null : ms * 1000;
  const fits = `CASE WHEN ${patternSql(goal, data, sql)} THEN 1 ELSE 0 END`;
  const inWindow = window === null ? '' : ` AND e.t <= f.first + ${window}`;
  const observed = window === null ? 'TRUE' : `first + ${window} <= ${end}`;
  const number = (expression: string, name: string) => `CAST(${expression} AS DOUBLE) AS ${name}`;
  return {
    log: `WITH e AS (SELECT "user", ${sql.epochUs('"time"')} AS t, ${fits} AS g FROM ${eventsWhere(sql)}),
f AS (SELECT "user", min(t) AS first FROM e GROUP BY "user"),
n AS (SELECT f."user" AS "user", f.first AS first, CAST(sum(CASE WHEN e.g = 1${inWindow} THEN 1 ELSE 0 END) AS DOUBLE) AS times
  FROM f JOIN e ON e."user" = f."user" GROUP BY f."user", f.first)
SELECT ${[
      number(`count(CASE WHEN ${observed} THEN 1 END)`, 'users'),
      number(`avg(CASE WHEN ${observed} THEN CASE WHEN times > 0 THEN 1.0 ELSE 0.0 END END)`, 'share'),
      number(`avg(CASE WHEN ${observed} THEN times END)`, 'mean'),
      number(`stddev_samp(CASE WHEN ${observed} THEN times END)`, 'deviation'),
      number(`count(*) / greatest(1.0, (${end} - min(first)) / ${DAY_US}.0)`, 'perday'),
    ].join(', ')}, ${sql.literal(goal.events.join(' | ') || '*')} AS goal FROM n`,
  };
}
