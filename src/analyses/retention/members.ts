import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset } from '../../contract/project.ts';
import { bucketIndex } from '../../core/calendar.ts';
import { AppError } from '../../core/errors.ts';
import { eventsWhere } from '../../features/events.ts';
import { bucketNumber, datasetTransitions } from '../../sql/calendar.ts';
import type { Params } from './params.ts';
import { INTERVAL_MS, endOf, isEvent } from './queries.ts';

/** All cohorts together. */
export const ALL = 'all';

interface Mark {
  /** The number of the cohort's bucket; null for all cohorts. */
  cohort: number | null;
  index: number;
}

/** `2024-01-01:3` or `all:3`; the name of an hour has colons of its own, so the last one parts the two. */
function parseMark(mark: string, params: Params, data: Dataset): Mark {
  const at = mark.lastIndexOf(':');
  const name = mark.slice(0, at);
  const index = Number(mark.slice(at + 1));
  const named = () => bucketIndex(params.period, name, data.settings.weekStart, datasetTransitions(data));
  const cohort = name === ALL ? null : named();
  const known = at > 0 && /^\d+$/.test(mark.slice(at + 1)) && !Number.isNaN(cohort) && index <= params.intervals;
  if (!known) throw new AppError('analysis.unknown-mark', { mark });
  return { cohort, index };
}

/** How many periods a return lies after the user's start, and whether that period is observable for the user. */
function clocks(params: Params, data: Dataset, index: number, sql: Dialect): { distance: string; observable: string } {
  if (params.clock === 'rolling') {
    const span = INTERVAL_MS[params.period];
    const first = sql.epochMs('first');
    return {
      distance: `floor((${sql.epochMs('"time"')} - ${first}) / ${span})`,
      observable: `${first} + ${(index + 1) * span} <= ${endOf(data)}`,
    };
  }
  const bucket = (time: string) => bucketNumber(params.period, time, data, sql);
  return { distance: `${bucket('"time"')} - ${bucket('first')}`, observable: 'TRUE' };
}

/** The users of a cohort who returned at an index: the table's definition said once more, as a join. */
export function members(params: Params, data: Dataset, sql: Dialect, mark: string): string {
  const { cohort, index } = parseMark(mark, params, data);
  const { distance, observable } = clocks(params, data, index, sql);
  const inCohort = cohort === null ? '' : ` AND ${bucketNumber(params.period, 'first', data, sql)} = ${cohort}`;
  return `WITH starts AS (
  SELECT "user", min("time") AS first FROM ${eventsWhere(sql, isEvent(params.start, sql))} GROUP BY "user"
), returns AS (
  SELECT "user", "time" FROM ${eventsWhere(sql, isEvent(params.back, sql))}
)
SELECT DISTINCT "user" FROM starts JOIN returns USING ("user")
WHERE "time" >= first AND ${distance} ${params.kind === 'on' ? '=' : '>='} ${index} AND ${observable}${inCohort}
ORDER BY "user"`;
}
