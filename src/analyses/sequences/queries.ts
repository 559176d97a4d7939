import type { Query } from '../../contract/analysis.ts';
import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset } from '../../contract/project.ts';
import { pathQueries, splitQueries } from '../../features/paths.ts';
import type { Params } from './params.ts';

/** The log, the names of its events, the settings, and the two groups compared. */
export function queries(
  params: Params,
  data: Dataset,
  sql: Dialect,
): Record<'timeline' | 'names' | 'about' | 'groups' | 'split', Query> {
  return { ...pathQueries(params.unit, data, sql), ...splitQueries(params, data, sql) };
}
