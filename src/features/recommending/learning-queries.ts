import type { Query } from '../../contract/analysis.ts';
import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset } from '../../contract/project.ts';
import type { SignalParams } from '../../contract/recommending.ts';
import type { SignalQuery } from './queries.ts';
import { signalQueries } from './queries.ts';
import { readsReviews } from './source.ts';

/** What recommenders learn from, and `source`: whether the ratings are those of the reviews, which the definition in words says. */
export const recommendingQueries = (
  params: SignalParams,
  data: Dataset,
  sql: Dialect,
): Record<SignalQuery | 'source', Query> => ({
  ...signalQueries(params, data, sql),
  source: `SELECT CAST(${readsReviews(params, data) ? 1 : 0} AS DOUBLE) AS reviews`,
});
