import type { Query } from '../../contract/analysis.ts';
import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset } from '../../contract/project.ts';
import { AppError } from '../../core/errors.ts';
import { frameQuery } from '../../features/frame.ts';
import { patternOf } from '../../features/patterns.ts';
import { roleQueries } from '../../features/roles.ts';
import type { Params } from './params.ts';

/** The intervals that each period holds whole. */
const HOLDS: Record<Params['within'], readonly Params['interval'][]> = {
  day: ['hour'],
  week: ['hour', 'day'],
  month: ['hour', 'day'],
  log: ['hour', 'day', 'week', 'month'],
};

/**
 * `events` and `roles`: the log, and which events are activity; `frame`: zone, week and span. Throws
 * `stickiness.bad-interval`, and as `patternSql` does.
 */
export function queries(params: Params, data: Dataset, sql: Dialect): Record<'events' | 'roles' | 'frame', Query> {
  const { interval, within } = params;
  if (!HOLDS[within].includes(interval)) throw new AppError('stickiness.bad-interval', { interval, within });
  return { ...roleQueries([patternOf(params.what)], data, sql), frame: frameQuery(data, sql) };
}
