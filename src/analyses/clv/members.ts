import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset } from '../../contract/project.ts';
import { AppError } from '../../core/errors.ts';
import type { Params } from './params.ts';

const SCORES = 'clv_scores';

/**
 * The customers of `decile:1` (most valuable) to `decile:10`, or of `alive:0` to `alive:9` (chance from 0 to .1, …, .9 to 1), from the
 * scores of the last run. Throws `analysis.unknown-mark`.
 */
export function members(_params: Params, _data: Dataset, sql: Dialect, mark: string): string {
  const scores = sql.identifier(SCORES);
  const decile = /^decile:([1-9]|10)$/.exec(mark)?.[1];
  if (decile) return `SELECT "user" FROM ${scores} WHERE "decile" = ${decile} ORDER BY "user"`;
  const bin = /^alive:(\d)$/.exec(mark)?.[1];
  if (!bin) throw new AppError('analysis.unknown-mark', { mark });
  return `SELECT "user" FROM ${scores} WHERE least(floor("p_alive" * 10), 9) = ${bin} ORDER BY "user"`;
}
