import type { Query } from '../../contract/analysis.ts';
import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset } from '../../contract/project.ts';
import { DAY, HOUR, WEEK } from '../../core/calendar.ts';
import { AppError } from '../../core/errors.ts';
import { eventsWhere, observationEnd } from '../../features/events.ts';
import { bucketNumber } from '../../sql/calendar.ts';
import type { Params } from './params.ts';

/** By the rolling clock a month is thirty days. */
export const INTERVAL_MS: Record<Params['period'], number> = { hour: HOUR, day: DAY, week: WEEK, month: 30 * DAY };

/** The dataset names at most so many events: in a longer list a name may be missing and yet exist. */
const NAMED_EVENTS = 500;

function checkEvent(event: string, data: Dataset): void {
  if (event === '' || data.events.length >= NAMED_EVENTS || data.events.some((each) => each.name === event)) return;
  const known = data.events.slice(0, 30).map((each) => each.name);
  throw new AppError('retention.unknown-event', { event, known: known.join(', ') });
}

/** Whether an event is the one named; any event where no name is given. */
export const isEvent = (event: string, sql: Dialect): string =>
  event === '' ? 'TRUE' : `"event" = ${sql.literal(event)}`;

/** The events that can be a start or a return. */
export const relevantEvents = ({ start, back }: Params, sql: Dialect): string =>
  eventsWhere(sql, start === '' || back === '' ? undefined : `${isEvent(start, sql)} OR ${isEvent(back, sql)}`);

/** Epoch ms of the last event; zero in an empty log, where no user needs it. */
export const endOf = (data: Dataset): number => observationEnd(data) ?? 0;

/** Each user's first start, and the times of the returns; where later ones count too, the last return says it all. */
function perUser(params: Params, sql: Dialect): string {
  const returns = params.kind === 'on' ? sql.list('"time"') : 'max("time")';
  return `SELECT "user", min("time") FILTER (${isEvent(params.start, sql)}) AS first,
  ${returns} FILTER (${isEvent(params.back, sql)}) AS returns
FROM ${relevantEvents(params, sql)} GROUP BY "user"`;
}

/**
 * Calendar: intervals are buckets, observable up to the one that holds the end. Rolling: so many full spans after the
 * user's own first start, observable once they have ended.
 */
function clock(params: Params, data: Dataset, sql: Dialect): { cohort: string; observed: string; distance: string } {
  const bucket = (time: string) => bucketNumber(params.period, time, data, sql);
  const cohort = bucket('first');
  if (params.clock === 'calendar') {
    const observed = `${bucket(sql.timestamp(endOf(data)))} - ${cohort} + 1`;
    return { cohort, observed, distance: `${bucket('returned')} - cohort` };
  }
  const span = INTERVAL_MS[params.period];
  const since = (time: string) => `floor((${time} - ${sql.epochMs('first')}) / ${span})`;
  return { cohort, observed: since(String(endOf(data))), distance: since(sql.epochMs('returned')) };
}

/** One row for each user and interval of return; `onOrAfter` only the last of them. A return does not lie before the start. */
function userReturns(params: Params, users: string, distance: string, sql: Dialect): string {
  const each = params.kind === 'on' ? sql.unnest('returns') : 'returns';
  const returns = `SELECT "user", first, cohort, observed, ${each} AS returned FROM (${users})`;
  const placed = `SELECT DISTINCT "user", cohort, observed, ${distance} AS distance FROM (
  ${returns}
) WHERE returned >= first`;
  return params.kind === 'on' ? `SELECT * FROM (${placed}) WHERE distance <= ${params.intervals}` : placed;
}

/** Users by cohort and observable intervals: a null distance counts them all, a number those who returned at it. */
function countsQuery(params: Params, data: Dataset, sql: Dialect): Query {
  const { cohort, observed, distance } = clock(params, data, sql);
  const users = `SELECT "user", first, returns, ${cohort} AS cohort, ${observed} AS observed FROM per_user WHERE first IS NOT NULL`;
  const counted = (
    distanceOf: string,
    rows: string,
  ) => `SELECT CAST(cohort AS DOUBLE) AS cohort, CAST(observed AS DOUBLE) AS observed,
  CAST(${distanceOf} AS DOUBLE) AS distance, CAST(count(*) AS DOUBLE) AS users
FROM (${rows}) GROUP BY 1, 2, 3`;
  return {
    perUser: perUser(params, sql),
    merge: `${counted('NULL', users)}
UNION ALL
${counted('distance', userReturns(params, users, distance, sql))}`,
  };
}

/** `counts`: users by cohort, observable intervals and interval of return. `about`: the settings behind the buckets' names. */
export function queries(params: Params, data: Dataset, sql: Dialect): Record<'counts' | 'about', Query> {
  checkEvent(params.start, data);
  checkEvent(params.back, data);
  const { zone, weekStart } = data.settings;
  return {
    counts: countsQuery(params, data, sql),
    about: `SELECT ${sql.literal(zone)} AS zone, ${sql.literal(weekStart)} AS week_start,
  CAST(${sql.literal(data.range?.first ?? 0)} AS DOUBLE) AS first, CAST(${sql.literal(endOf(data))} AS DOUBLE) AS last,
  CAST(${bucketNumber(params.period, sql.timestamp(endOf(data)), data, sql)} AS DOUBLE) AS last_bucket`,
  };
}
