import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset } from '../../contract/project.ts';
import { AppError } from '../../core/errors.ts';
import type { Params } from './params.ts';

/** The table of the last run's scores: README.md. */
export const SCORES = 'classify_scores';

/** The users of `decile:1` (likeliest) to `decile:10`, `above` and `below` the threshold, or of `class:<name>` where there are several, from the last run. Throws `analysis.unknown-mark`. */
export function members(_params: Params, _data: Dataset, sql: Dialect, mark: string): string {
  const scores = sql.identifier(SCORES);
  if (mark.startsWith('class:')) {
    return `SELECT "user" FROM ${scores} WHERE "class" = ${sql.literal(mark.slice('class:'.length))} ORDER BY "user"`;
  }
  const decile = /^decile:([1-9]|10)$/.exec(mark)?.[1];
  const side = { above: '1', below: '0' }[mark];
  if (!decile && !side) throw new AppError('analysis.unknown-mark', { mark });
  const condition = decile ? `"decile" = ${decile}` : `"above" = ${side}`;
  return `SELECT "user" FROM ${scores} WHERE ${condition} ORDER BY "user"`;
}
