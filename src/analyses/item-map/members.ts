import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset } from '../../contract/project.ts';
import { AppError } from '../../core/errors.ts';
import { eventsWhere } from '../../features/events.ts';
import type { Params } from './params.ts';

/** `item:<item>`: the users who had to do with it. Throws `analysis.unknown-mark`. */
export function members(_params: Params, _data: Dataset, sql: Dialect, mark: string): string {
  const item = /^item:([\s\S]+)$/.exec(mark)?.[1];
  if (item === undefined) throw new AppError('analysis.unknown-mark', { mark });
  return `SELECT DISTINCT "user" FROM ${eventsWhere(sql, `"item" = ${sql.literal(item)}`)} ORDER BY "user"`;
}
