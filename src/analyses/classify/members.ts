import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset } from '../../contract/project.ts';
import { AppError } from '../../core/errors.ts';
import type { Params } from './params.ts';

/** The table of the last run's scores: user, score, decile, above. */
export const SCORES = 'classify_scores';

/** The users of `decile:1` (likeliest) to `decile:10`, `above` and `below` the threshold, from the last run. Throws `analysis.unknown-mark`. */
export function members(_params: Params, _data: Dataset, sql: Dialect, mark: string): string {
  const decile = /^decile:([1-9]|10)$/.exec(mark)?.[1];
  const side = { above: '1', below: '0' }[mark];
  if (!decile && !side) throw new AppError('analysis.unknown-mark', { mark });
  const condition = decile ? `"decile" = ${decile}` : `"above" = ${side}`;
  return `SELECT "user" FROM ${sql.identifier(SCORES)} WHERE ${condition} ORDER BY "user"`;
}
