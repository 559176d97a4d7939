import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset } from '../../contract/project.ts';
import { bucketIndex } from '../../core/calendar.ts';
import { AppError } from '../../core/errors.ts';
import { eventsWhere, hasField } from '../../features/events.ts';
import { bucketNumber } from '../../sql/calendar.ts';
import type { Params } from './params.ts';

function conditionOf(mark: string, data: Dataset, sql: Dialect): string | null {
  const colon = mark.indexOf(':');
  const [kind, value] = [mark.slice(0, colon), mark.slice(colon + 1)];
  if (kind === 'day') {
    const day = bucketIndex('day', value, 'monday', []);
    return Number.isNaN(day) ? null : `${bucketNumber('day', '"time"', data, sql)} = ${day}`;
  }
  if ((kind === 'event' || kind === 'item') && hasField(data, kind)) return `"${kind}" = ${sql.literal(value)}`;
  return null;
}

/** `event:purchase`, `item:42` and `day:2024-01-04` list the users with such an event. */
export function members(_params: Params, data: Dataset, sql: Dialect, mark: string): string {
  const condition = conditionOf(mark, data, sql);
  if (condition === null) throw new AppError('analysis.unknown-mark', { mark });
  return `SELECT DISTINCT "user" FROM ${eventsWhere(sql, condition)} ORDER BY "user"`;
}
