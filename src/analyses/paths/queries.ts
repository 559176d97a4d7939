import type { Query } from '../../contract/analysis.ts';
import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset } from '../../contract/project.ts';
import { parseDuration } from '../../core/calendar.ts';
import { pathQueries } from '../../features/paths.ts';
import type { Params } from './params.ts';

/** The log, the names of its events, and the settings: everything else is decided by the walk. */
export function queries(params: Params, data: Dataset, sql: Dialect): Record<'timeline' | 'names' | 'about', Query> {
  parseDuration(params.window);
  return pathQueries(params.unit === 'session' ? 'session' : 'other', data, sql);
}
