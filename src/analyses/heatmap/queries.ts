import type { Query } from '../../contract/analysis.ts';
import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset } from '../../contract/project.ts';
import { frameQuery } from '../../features/frame.ts';
import { patternOf } from '../../features/patterns.ts';
import { roleQueries } from '../../features/roles.ts';
import type { Params } from './params.ts';

/** `events` and `roles`: the log, and which events are counted; `frame`: zone, week and span. Throws as `patternSql` does. */
export function queries(params: Params, data: Dataset, sql: Dialect): Record<'events' | 'roles' | 'frame', Query> {
  return { ...roleQueries([patternOf(params.what)], data, sql), frame: frameQuery(data, sql) };
}
