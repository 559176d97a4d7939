import type { Query } from '../contract/analysis.ts';

/** A query as one statement for one engine: the per-user half becomes a CTE of the half that merges. */
export const oneStatement = (query: Query): string =>
  typeof query === 'string' ? query : `WITH per_user AS (\n${query.perUser}\n)\n${query.merge}`;
