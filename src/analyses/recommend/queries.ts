import type { Query } from '../../contract/analysis.ts';
import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset } from '../../contract/project.ts';
import { recommendingQueries } from '../../features/recommending/learning-queries.ts';
import type { Params } from './params.ts';

const FIELDS = ['user', 'action', 'propensity', 'reward'];

const NONE = `SELECT '' AS "user", '' AS action, 0e0 AS propensity, 0e0 AS reward WHERE FALSE`;

/** What was shown to whom, with which chance and to what effect, where all four are mapped; a chance is above 0 and at most 1. */
function exposuresSql({ views }: Dataset, sql: Dialect): string {
  if (!FIELDS.every((field) => views.exposures?.includes(field))) return NONE;
  return `SELECT CAST("user" AS VARCHAR) AS "user", CAST("action" AS VARCHAR) AS action, CAST("propensity" AS DOUBLE) AS propensity, CAST("reward" AS DOUBLE) AS reward
FROM ${sql.view('exposures')}
WHERE "user" IS NOT NULL AND "action" IS NOT NULL AND "reward" IS NOT NULL AND "propensity" > 0 AND "propensity" <= 1 ORDER BY "row"`;
}

/** What is learnt from, and the exposures against which the lists can be checked. */
export const queries = (
  params: Params,
  data: Dataset,
  sql: Dialect,
): Record<keyof ReturnType<typeof recommendingQueries> | 'exposures', Query> => ({
  ...recommendingQueries(params, data, sql),
  exposures: exposuresSql(data, sql),
});
