import type { Query } from '../../contract/analysis.ts';
import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset } from '../../contract/project.ts';
import { AppError } from '../../core/errors.ts';
import { behaviourFeatures, behaviourLegend, behaviourQuery } from '../../features/behaviour.ts';
import { hasField, observationEnd } from '../../features/events.ts';
import { sessionColumns, timelineQuery } from '../../features/timeline.ts';
import type { Params } from './params.ts';

/** The events' names by the code of the timeline. */
function namesQuery(data: Dataset, sql: Dialect): string {
  const rows = data.events.map(({ name }, code) => `UNION ALL SELECT ${code}, ${sql.literal(name)}`);
  return `SELECT name FROM (SELECT -1 AS code, '' AS name ${rows.join(' ')}) WHERE code >= 0 ORDER BY code`;
}

/**
 * `users`: the features of each user, in order of the name, and the amount that each brought; `legend`: what the columns mean; `timeline`:
 * the log itself, for sessions and paths; `names`, `about`. Throws `segments.no-features`.
 */
export function queries(
  { features: sets }: Params,
  data: Dataset,
  sql: Dialect,
): Record<'users' | 'legend' | 'timeline' | 'names' | 'about', Query> {
  const features = behaviourFeatures(data, sql, { sets });
  if (features.length === 0) throw new AppError('segments.no-features');
  const amount = behaviourFeatures(data, sql, { sets: ['value'] }).slice(0, 1);
  const flag = (holds: boolean) => (holds ? '1e0' : '0e0');
  return {
    users: behaviourQuery(sql, [...features, ...amount.map((each) => ({ ...each, name: 'amount' }))]),
    legend: behaviourLegend(sql, features),
    timeline: timelineQuery(data, sql, { more: sessionColumns(data, sql) }),
    names: namesQuery(data, sql),
    about: `SELECT CAST(${observationEnd(data) ?? 0} AS DOUBLE) AS end_ms, ${sql.literal(data.settings.zone)} AS zone,
  CAST(${data.settings.sessionGapMinutes} AS DOUBLE) AS session_gap, ${flag(hasField(data, 'session'))} AS sessions_mapped`,
  };
}
