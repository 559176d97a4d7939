import type { Dialect } from '../contract/dialect.ts';
import type { Dataset } from '../contract/project.ts';
import { DAY } from '../core/calendar.ts';
import { AppError } from '../core/errors.ts';
import { bucketNumber } from '../sql/calendar.ts';
import { eventsWhere, hasField, observationEnd, sessionsPerUser } from './events.ts';
import { propertyOf } from './patterns.ts';

/** What a user's frequency counts. */
export type Frequency = 'events' | 'days' | 'sessions';

export interface RfmOptions {
  /** A condition over the events view; all valid events where it is left out. */
  where?: string;
  frequency: Frequency;
  /** An expression over the events view for an event's amount; null: none. */
  amount: string | null;
}

const DAY_US = 1000 * DAY;

/**
 * What an event is worth, as an expression: the property named, or where none is, the mapped value, else price × quantity, else price;
 * null where the log has none of these. Throws `params.unknown-property`, and `rfm.no-amount` for one that cannot be summed.
 */
export function amountSql(name: string, data: Dataset, sql: Dialect): string | null {
  if (name !== '') {
    const { view, column, kind } = propertyOf(name, data);
    if (view !== 'events' || kind !== 'number') throw new AppError('rfm.no-amount', { property: name });
    return `CAST(${sql.identifier(column)} AS DOUBLE)`;
  }
  if (hasField(data, 'value')) return '"value"';
  if (!hasField(data, 'price')) return null;
  return hasField(data, 'quantity') ? '("price" * "quantity")' : '"price"';
}

/** Whether an expression is a finite number: only there does v − v equal 0. */
export const isFinite = (expression: string): string => `coalesce(${expression} - ${expression} = 0, FALSE)`;

function frequencySql(frequency: Frequency, data: Dataset, sql: Dialect): string {
  if (frequency === 'events') return 'count(*)';
  if (frequency === 'days') return `count(DISTINCT ${bucketNumber('day', '"time"', data, sql)})`;
  return 'count(DISTINCT "session")';
}

/**
 * One row for each user with a fitting event, in order of the name: "user", `recency` (days from the last one to the observation end),
 * `frequency`, `monetary` (the sum of the finite amounts; 0 without any), all DOUBLE. One GROUP BY over the log; sessions told apart by
 * their gaps need a window besides.
 */
export function rfmQuery(data: Dataset, sql: Dialect, { where, frequency, amount }: RfmOptions): string {
  const end = 1000 * (observationEnd(data) ?? 0);
  const money = amount ? `coalesce(sum(${amount}) FILTER (WHERE ${isFinite(amount)}), 0)` : '0';
  const byGaps = frequency === 'sessions' && !hasField(data, 'session');
  const figures = `SELECT "user", (${end} - max(${sql.epochUs('"time"')})) / ${DAY_US} AS recency,
  CAST(${byGaps ? '0' : frequencySql(frequency, data, sql)} AS DOUBLE) AS frequency, CAST(${money} AS DOUBLE) AS monetary
FROM ${eventsWhere(sql, where)} GROUP BY "user"`;
  if (!byGaps) return `${figures} ORDER BY "user"`;
  return `SELECT f."user", f.recency, s.sessions AS frequency, f.monetary FROM (
${figures}
) AS f JOIN (
${sessionsPerUser(data, sql, where)}
) AS s ON s."user" = f."user" ORDER BY f."user"`;
}
