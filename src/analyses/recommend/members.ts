import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset } from '../../contract/project.ts';
import { AppError } from '../../core/errors.ts';
import type { Params } from './params.ts';

const LISTS = 'recommendations';

/**
 * The users behind a mark, from the lists of the last run: `item:<item>` (it is recommended to them: an audience), `source:<source>`
 * (their lists come from there), `had:<from>:<to>` (they had so many items). Throws `analysis.unknown-mark`.
 */
export function members(_params: Params, _data: Dataset, sql: Dialect, mark: string): string {
  const where = (condition: string) =>
    `SELECT DISTINCT "user" FROM ${sql.identifier(LISTS)} WHERE ${condition} ORDER BY "user"`;
  const [, kind, value = ''] = /^(item|source|had):(.+)$/s.exec(mark) ?? [];
  if (kind === 'item') return where(`"item" = ${sql.literal(value)}`);
  if (kind === 'source') return where(`"source" = ${sql.literal(value)} AND "rank" = 1`);
  const [, from, to] = /^(\d+):(\d+)$/.exec(value) ?? [];
  if (kind !== 'had' || from === undefined) throw new AppError('analysis.unknown-mark', { mark });
  return where(`"had" BETWEEN ${from} AND ${to}`);
}
