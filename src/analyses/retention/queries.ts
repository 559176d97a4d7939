import type { Query } from '../../contract/analysis.ts';
import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset } from '../../contract/project.ts';
import { AppError } from '../../core/errors.ts';
import { eventsWhere } from '../../features/events.ts';
import { frameQuery } from '../../features/frame.ts';
import { patternOf, patternSql } from '../../features/patterns.ts';
import { roleQueries } from '../../features/roles.ts';
import { numberValue, textValue } from '../../features/values.ts';
import { spansOf } from './cells.ts';
import type { Params } from './params.ts';

/** The values that a breakdown shows one by one; the others stand together. */
export const GROUPS = 8;

/** Further columns: `x` the property measured, `b` which value of the breakdown. */
function moreColumns({ property, breakdown }: Params, data: Dataset, sql: Dialect): Record<string, string> {
  return {
    ...(property && { x: numberValue(property, data, sql) }),
    ...(breakdown && { b: sql.hash([textValue(breakdown, data, sql)]) }),
  };
}

/** The commonest values among start events, most users first, each with the number that the timeline has for it. */
function groupsQuery({ breakdown, start }: Params, data: Dataset, sql: Dialect): string {
  const value = breakdown ? textValue(breakdown, data, sql) : `CAST(NULL AS VARCHAR)`;
  const where = breakdown ? patternSql(patternOf(start), data, sql) : 'FALSE';
  return `SELECT ${sql.hash(['value'])} AS b, value, CAST(count(DISTINCT "user") AS DOUBLE) AS users
FROM (SELECT "user", ${value} AS value FROM ${eventsWhere(sql, where)}) AS starts
GROUP BY value ORDER BY users DESC, value NULLS LAST LIMIT ${GROUPS}`;
}

/**
 * `events` and `roles`: the log and what each event is to this question; `groups`: the values of the breakdown; `frame`: zone,
 * week and span. Throws `retention.no-property`, `retention.bad-brackets`, and as `patternSql` and `propertyOf` do.
 */
export function queries(
  params: Params,
  data: Dataset,
  sql: Dialect,
): Record<'events' | 'roles' | 'groups' | 'frame', Query> {
  spansOf(params);
  if (!params.property && !['rate', 'users'].includes(params.measure)) throw new AppError('retention.no-property', {});
  const patterns = [patternOf(params.start), patternOf(params.back)];
  return {
    ...roleQueries(patterns, data, sql, moreColumns(params, data, sql)),
    groups: groupsQuery(params, data, sql),
    frame: frameQuery(data, sql),
  };
}
