import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset } from '../../contract/project.ts';
import { DAY, zoneOffset } from '../../core/calendar.ts';
import { AppError } from '../../core/errors.ts';
import { eventsWhere, observationEnd } from '../../features/events.ts';
import { patternOf, patternSql } from '../../features/patterns.ts';
import { amountSql, isFinite } from '../../features/rfm.ts';
import { bucketNumber } from '../../sql/calendar.ts';
import type { Params } from './params.ts';
import { hasMonetary, tableCustomers } from './table-source.ts';

const isAny = ({ purchase }: Params): boolean => {
  const { events, where = [] } = patternOf(purchase);
  return events.length === 0 && where.length === 0;
};

/** The log's local days from the first to the last, counted since 1970. */
function daysOf({ range, settings }: Dataset, end: number | null): { first: number; last: number } {
  const day = (ms: number) => Math.floor((ms + zoneOffset(settings.zone, ms)) / DAY);
  return { first: day(range?.first ?? 0), last: day(end ?? 0) };
}

const isoDay = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);

/** The last day of the calibration and of the log. Throws `clv.bad-end`. */
export function periodOf({ end }: Params, data: Dataset): { calibration: number; last: number } {
  const { first, last } = daysOf(data, observationEnd(data));
  if (end.trim() === '') return { calibration: last, last };
  const day = /^\d{4}-\d{2}-\d{2}$/.test(end.trim()) ? Date.parse(`${end.trim()}T00:00:00Z`) / DAY : NaN;
  if (!(day >= first && day <= last))
    throw new AppError('clv.bad-end', { end, first: isoDay(first), last: isoDay(last) });
  return { calibration: day, last };
}

/** One row for each user and day with a purchase: "user", "day", "amount" (the sum of the finite ones, 0 without). */
function purchaseDays(params: Params, data: Dataset, sql: Dialect): string {
  const amount = amountSql(params.value, data, sql);
  const valued = amount && isAny(params) ? isFinite(amount) : '';
  const where = valued || patternSql(patternOf(params.purchase), data, sql);
  const money = amount ? `coalesce(sum(${amount}) FILTER (WHERE ${isFinite(amount)}), 0)` : '0';
  return `SELECT "user", ${bucketNumber('day', '"time"', data, sql)} AS day, CAST(${money} AS DOUBLE) AS amount
  FROM ${eventsWhere(sql, where)} GROUP BY 1, 2`;
}

/** Those who bought by the end of the calibration, with the day of their first purchase. */
const withFirst = (params: Params, data: Dataset, sql: Dialect): string =>
  `SELECT "user", day, amount, min(day) OVER (PARTITION BY "user") AS first FROM (
  ${purchaseDays(params, data, sql)}
)`;

function eventCustomers(params: Params, data: Dataset, sql: Dialect): string {
  const { calibration } = periodOf(params, data);
  const days = params.unit === 'week' ? '7e0' : '1e0';
  const repeat = `day > first AND day <= ${calibration}`;
  return `SELECT "user", CAST(count(*) FILTER (WHERE ${repeat}) AS DOUBLE) AS frequency,
  (max(day) FILTER (WHERE day <= ${calibration}) - min(first)) / ${days} AS recency,
  (${calibration} - min(first)) / ${days} AS age,
  CAST(coalesce(avg(amount) FILTER (WHERE ${repeat}), 0) AS DOUBLE) AS monetary,
  CAST(count(*) FILTER (WHERE day > ${calibration}) AS DOUBLE) AS later
FROM (
  ${withFirst(params, data, sql)}
) WHERE first <= ${calibration} GROUP BY "user" ORDER BY "user"`;
}

/** Repeat purchases of the calibration's customers by week since the first purchase of all. */
function weeks(params: Params, data: Dataset, sql: Dialect): string {
  const { calibration } = periodOf(params, data);
  return `SELECT CAST(floor((day - origin) / 7e0) AS DOUBLE) AS week, CAST(count(*) FILTER (WHERE day > first) AS DOUBLE) AS purchases
FROM (SELECT day, first, min(first) OVER () AS origin FROM (
  ${withFirst(params, data, sql)}
) WHERE first <= ${calibration}) GROUP BY 1 ORDER BY 1`;
}

/** `customers`: each one's summary, in order of the name; `weeks`: what all bought, week by week; `about`: what they were read under. Throws `clv.no-times`. */
export function queries(params: Params, data: Dataset, sql: Dialect): Record<'customers' | 'weeks' | 'about', string> {
  const double = (value: number) => `CAST(${value} AS DOUBLE)`;
  if (params.table !== '') {
    return {
      customers: tableCustomers(params, data, sql),
      weeks: `SELECT 0e0 AS week, 0e0 AS purchases WHERE FALSE`,
      about: `SELECT 0e0 AS calibration, 0e0 AS last, ${sql.literal(data.settings.zone)} AS zone, ${hasMonetary(params, data) ? '1e0' : '0e0'} AS has_amounts, 0e0 AS valued_only`,
    };
  }
  if (observationEnd(data) === null) throw new AppError('clv.no-times');
  const { calibration, last } = periodOf(params, data);
  const amount = amountSql(params.value, data, sql);
  const flag = (holds: boolean) => (holds ? '1e0' : '0e0');
  return {
    customers: eventCustomers(params, data, sql),
    weeks: weeks(params, data, sql),
    about: `SELECT ${double(calibration)} AS calibration, ${double(last)} AS last, ${sql.literal(data.settings.zone)} AS zone,
  ${flag(amount !== null)} AS has_amounts, ${flag(amount !== null && isAny(params))} AS valued_only`,
  };
}
