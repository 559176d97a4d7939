import type { Query } from '../../contract/analysis.ts';
import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset } from '../../contract/project.ts';
import { pathQueries, valueColumn } from '../../features/paths.ts';
import { timelineQuery } from '../../features/timeline.ts';
import type { Params } from './params.ts';

/** The log (with the column of the case, where one is chosen), the names of its events, and the settings. */
export function queries(params: Params, data: Dataset, sql: Dialect): Record<'timeline' | 'names' | 'about', Query> {
  if (params.unit !== 'column') return pathQueries(params.unit, data, sql);
  return {
    ...pathQueries('other', data, sql),
    timeline: timelineQuery(data, sql, valueColumn(params.column, data, sql)),
  };
}
