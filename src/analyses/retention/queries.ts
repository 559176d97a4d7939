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

/** Users by cohort and how many intervals are observable for them; a null distance counts them all, a number those who returned at it. */
const COUNTS = `SELECT cohort, observed, CAST(NULL AS DOUBLE) AS distance, CAST(count(*) AS DOUBLE) AS users
FROM per_user GROUP BY cohort, observed
UNION ALL
SELECT cohort, observed, CAST(distance AS DOUBLE), CAST(count(*) AS DOUBLE) FROM (`;

/**
 * Calendar: first one row for each user and bucket, then one for each user. A return in the cohort's own bucket must
 * not lie before the start.
 */
function calendarQuery(params: Params, data: Dataset, sql: Dialect): Query {
  const bucket = bucketNumber(params.period, '"time"', data, sql);
  const end = bucketNumber(params.period, sql.timestamp(endOf(data)), data, sql);
  const starts = isEvent(params.start, sql);
  const backs = isEvent(params.back, sql);
  const perUser = `SELECT "user", CAST(cohort AS DOUBLE) AS cohort, CAST(${end} - cohort + 1 AS DOUBLE) AS observed, buckets, returns, first FROM (
  SELECT "user", min(bucket) FILTER (started IS NOT NULL) AS cohort, min(started) AS first,
    ${sql.list('bucket')} AS buckets, ${sql.list('returned')} AS returns
  FROM (
    SELECT "user", ${bucket} AS bucket,
      min("time") FILTER (${starts}) AS started, max("time") FILTER (${backs}) AS returned
    FROM ${relevantEvents(params, sql)} GROUP BY 1, 2
  ) GROUP BY "user"
) WHERE cohort IS NOT NULL`;
  const returns = `SELECT "user", cohort, observed, bucket - cohort AS distance FROM (
    SELECT "user", cohort, observed, first, ${sql.unnest('buckets')} AS bucket, ${sql.unnest('returns')} AS returned FROM per_user
  ) WHERE returned >= first`;
  return { perUser, merge: merged(params, returns) };
}

/** Rolling: an interval is so many full spans after the user's own first start, observable once it has ended. */
function rollingQuery(params: Params, data: Dataset, sql: Dialect): Query {
  const span = INTERVAL_MS[params.period];
  const time = sql.epochMs('"time"');
  const perUser = `SELECT "user", CAST(${bucketNumber(params.period, 'first', data, sql)} AS DOUBLE) AS cohort,
  floor((${endOf(data)} - ${sql.epochMs('first')}) / ${span}) AS observed, ${sql.epochMs('first')} AS first, returns
FROM (
  SELECT "user", min("time") FILTER (${isEvent(params.start, sql)}) AS first,
    ${sql.list(time)} FILTER (${isEvent(params.back, sql)}) AS returns
  FROM ${relevantEvents(params, sql)} GROUP BY "user"
) WHERE first IS NOT NULL`;
  const returns = `SELECT DISTINCT "user", cohort, observed, floor((returned - first) / ${span}) AS distance FROM (
    SELECT "user", cohort, observed, first, ${sql.unnest('returns')} AS returned FROM per_user
  ) WHERE returned >= first`;
  return { perUser, merge: merged(params, returns) };
}

/** `on` counts a user in each interval with a return, `onOrAfter` once, in the last of them. */
function merged(params: Params, returns: string): string {
  const counted =
    params.kind === 'on'
      ? `SELECT cohort, observed, distance FROM (${returns}) WHERE distance <= ${params.intervals}`
      : `SELECT cohort, observed, max(distance) AS distance FROM (${returns}) GROUP BY "user", cohort, observed`;
  return `${COUNTS}${counted}) GROUP BY cohort, observed, distance`;
}

/** `counts`: users by cohort, observable intervals and interval of return. `about`: the settings behind the buckets' names. */
export function queries(params: Params, data: Dataset, sql: Dialect): Record<'counts' | 'about', Query> {
  checkEvent(params.start, data);
  checkEvent(params.back, data);
  const { zone, weekStart } = data.settings;
  return {
    counts: params.clock === 'calendar' ? calendarQuery(params, data, sql) : rollingQuery(params, data, sql),
    about: `SELECT ${sql.literal(zone)} AS zone, ${sql.literal(weekStart)} AS week_start,
  CAST(${sql.literal(data.range?.first ?? 0)} AS DOUBLE) AS first, CAST(${sql.literal(endOf(data))} AS DOUBLE) AS last,
  CAST(${bucketNumber(params.period, sql.timestamp(endOf(data)), data, sql)} AS DOUBLE) AS last_bucket`,
  };
}
