import type { Query } from '../../contract/analysis.ts';
import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset } from '../../contract/project.ts';
import { AppError } from '../../core/errors.ts';
import { parseDuration } from '../../core/calendar.ts';
import { frameQuery } from '../../features/frame.ts';
import { sessionColumns, timelineQuery } from '../../features/timeline.ts';
import type { Params } from './params.ts';

/** `events`: the timeline, with the session's number where the log names its sessions and these count; `frame`. Throws `params.bad-duration`. */
export function queries(params: Params, data: Dataset, sql: Dialect): Record<'events' | 'frame', Query> {
  if (parseDuration(params.gap) === null) throw new AppError('params.bad-duration', { value: params.gap });
  const more = params.sessions === 'project' ? sessionColumns(data, sql) : {};
  return { events: timelineQuery(data, sql, { more }), frame: frameQuery(data, sql) };
}
