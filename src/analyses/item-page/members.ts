import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset } from '../../contract/project.ts';
import { AppError } from '../../core/errors.ts';
import type { Params } from './params.ts';
import { basketLines } from './queries.ts';

/**
 * `has:<item>`: the users who had it; `both:<item>:<other>`: those who had both in one basket; `without:<item>:<other>`: those who had the first and
 * never the second, whom it can be offered. Keys are encoded as in a URL. Throws `analysis.unknown-mark`.
 */
export function members(params: Params, data: Dataset, sql: Dialect, mark: string): string {
  const [kind, ...keys] = mark.split(':');
  const [item, other] = keys.map((key) => sql.literal(decodeURIComponent(key)));
  const lines = `WITH lines AS (${basketLines(params, data, sql)})`;
  if (kind === 'has' && item) return `${lines} SELECT DISTINCT u AS "user" FROM lines WHERE i = ${item} ORDER BY 1`;
  if (kind === 'both' && item && other)
    return `${lines} SELECT DISTINCT own.u AS "user" FROM lines AS own JOIN lines AS other ON other.u = own.u AND other.b = own.b
WHERE own.i = ${item} AND other.i = ${other} ORDER BY 1`;
  if (kind === 'without' && item && other)
    return `${lines} SELECT DISTINCT u AS "user" FROM lines WHERE i = ${item} AND u NOT IN (SELECT u FROM lines WHERE i = ${other}) ORDER BY 1`;
  throw new AppError('analysis.unknown-mark', { mark });
}
