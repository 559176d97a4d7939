import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset } from '../../contract/project.ts';
import { AppError } from '../../core/errors.ts';
import { ownersOf, ownersWithout } from '../../features/baskets/queries.ts';
import type { Params } from './params.ts';
import { basketParams } from './params.ts';

/**
 * `has:<item>`: the users who had it; `both:<item>:<other>`: those who had both in one basket; `without:<item>:<other>`: those who had the first and
 * never the second, whom it can be offered. Keys are encoded as in a URL. Throws `analysis.unknown-mark`.
 */
export function members(params: Params, data: Dataset, sql: Dialect, mark: string): string {
  const [kind, ...keys] = mark.split(':');
  const [item, other] = keys.map(decodeURIComponent);
  const asked = basketParams(params);
  if (kind === 'has' && item) return ownersOf([item], asked, data, sql);
  if (kind === 'both' && item && other) return ownersOf([item, other], asked, data, sql);
  if (kind === 'without' && item && other) return ownersWithout(item, other, asked, data, sql);
  throw new AppError('analysis.unknown-mark', { mark });
}
