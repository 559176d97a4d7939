import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset } from '../../contract/project.ts';
import { AppError } from '../../core/errors.ts';
import type { Params } from './params.ts';
import { subjectsOf } from './queries.ts';

/** The condition of a mark; `group:` is followed by the group's name. */
function conditionOf(mark: string, sql: Dialect): string {
  if (mark.startsWith('group:')) return `grp = ${sql.literal(mark.slice('group:'.length))}`;
  const [, from, to] = /^ended:(-?[\d.e+-]+):([\d.e+-]+)$/.exec(mark) ?? [];
  if (from === undefined || to === undefined) throw new AppError('analysis.unknown-mark', { mark });
  return `event = 1 AND duration > ${sql.literal(Number(from))} AND duration <= ${sql.literal(Number(to))}`;
}

/** The users of the log behind `group:DE`, or those whose event came within `ended:3:4`, later than 3 and until 4 days. Throws `analysis.unknown-mark`. */
export function members(params: Params, data: Dataset, sql: Dialect, mark: string): string {
  const condition = conditionOf(mark, sql);
  if (params.table !== '') throw new AppError('analysis.unknown-mark', { mark });
  return `SELECT "user" FROM (
${subjectsOf(params, data, sql).query}
) WHERE duration >= 0 AND ${condition} ORDER BY "user"`;
}
