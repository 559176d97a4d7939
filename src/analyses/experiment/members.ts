import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset } from '../../contract/project.ts';
import { AppError } from '../../core/errors.ts';
import type { Params } from './params.ts';
import { assigned } from './queries.ts';

/** `variant:<name>`: who was exposed to that variant alone; `mixed`: who saw several. Throws `analysis.unknown-mark`. */
export function members(params: Params, data: Dataset, sql: Dialect, mark: string): string {
  const name = /^variant:([\s\S]*)$/.exec(mark)?.[1];
  if (name === undefined && mark !== 'mixed') throw new AppError('analysis.unknown-mark', { mark });
  const condition = name === undefined ? 'variants > 1' : `variants = 1 AND variant = ${sql.literal(name)}`;
  return `SELECT "user" FROM (${assigned(params, data, sql)}) WHERE ${condition} ORDER BY "user"`;
}
