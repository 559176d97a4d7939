import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset } from '../../contract/project.ts';
import { AppError } from '../../core/errors.ts';
import type { Params } from './params.ts';

/** The users of `decile:1` (likeliest) to `decile:10`, from the scores of the last run. Throws `analysis.unknown-mark`. */
export function members(_params: Params, _data: Dataset, sql: Dialect, mark: string): string {
  const decile = /^decile:([1-9]|10)$/.exec(mark)?.[1];
  if (!decile) throw new AppError('analysis.unknown-mark', { mark });
  return `SELECT "user" FROM ${sql.identifier('propensity_scores')} WHERE "decile" = ${decile} ORDER BY "user"`;
}
