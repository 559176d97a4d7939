import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset } from '../../contract/project.ts';
import { bucketIndex } from '../../core/calendar.ts';
import { AppError } from '../../core/errors.ts';
import { eventsWhere } from '../../features/events.ts';
import { bucketNumber } from '../../sql/calendar.ts';
import type { Params } from './params.ts';
import { dimensionsOf, wallHour } from './queries.ts';

const HOURS_OF_WEEK = 168;
/** 1970-01-01 was a Thursday: so many hours after the Monday before it. */
const THURSDAY = 72;

function conditionOf(mark: string, params: Params, data: Dataset, sql: Dialect): string | null {
  const [, kind, rest = ''] = /^(\w+):(.*)$/s.exec(mark) ?? [];
  if (kind === 'day') {
    const day = bucketIndex('day', rest, 'monday', []);
    return Number.isNaN(day) ? null : `${bucketNumber('day', '"time"', data, sql)} = ${day}`;
  }
  if (kind === 'hour' && /^\d+$/.test(rest)) {
    const hour = `CAST(${wallHour(data, sql)} AS BIGINT) + ${THURSDAY}`;
    return `((${hour}) % ${HOURS_OF_WEEK} + ${HOURS_OF_WEEK}) % ${HOURS_OF_WEEK} = ${Number(rest)}`;
  }
  if (kind !== 'value') return null;
  const colon = rest.indexOf(':');
  const dimension = dimensionsOf(params, data, sql)[Number(rest.slice(0, colon))];
  return dimension ? `${dimension.value} = ${sql.literal(rest.slice(colon + 1))}` : null;
}

/** `day:2024-01-04`, `hour:34` (of the week from Monday 00:00) and `value:0:purchase` (of the first dimension) list the users with such an event. */
export function members(params: Params, data: Dataset, sql: Dialect, mark: string): string {
  const condition = conditionOf(mark, params, data, sql);
  if (condition === null) throw new AppError('analysis.unknown-mark', { mark });
  return `SELECT DISTINCT "user" FROM ${eventsWhere(sql, condition)} ORDER BY "user"`;
}
