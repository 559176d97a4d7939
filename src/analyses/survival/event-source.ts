import type { Dialect } from '../../contract/dialect.ts';
import type { Property } from '../../contract/population.ts';
import type { Dataset } from '../../contract/project.ts';
import { DAY, parseDuration } from '../../core/calendar.ts';
import { AppError } from '../../core/errors.ts';
import { IN_ORDER, eventsWhere, hasField, observationEnd } from '../../features/events.ts';
import { patternOf, patternSql, propertyOf } from '../../features/patterns.ts';
import { amountSql, isFinite } from '../../features/rfm.ts';
import type { Covariate } from './columns.ts';
import { chosen } from './columns.ts';
import type { Params } from './params.ts';

const DAY_US = 1000 * DAY;
/** Properties of the log that are read at the start, and events that get a count each. */
const MOST_PROPERTIES = 10;
const MOST_EVENTS = 6;

const microseconds = (text: string): number => (text.trim() === '' ? 0 : 1000 * (parseDuration(text) ?? 0));

/** Roles that name a thing or an amount rather than a kind of user. */
const NO_KIND = ['item', 'session', 'value', 'price', 'quantity', 'event'];

/** A property as it was at the start, or as the users' table has it; null for times. `e` is the first event's row. */
function propertyExpression({ view, column, kind }: Property, sql: Dialect): Omit<Covariate, 'name'> | null {
  if (kind === 'time') return null;
  const type = kind === 'text' ? 'VARCHAR' : 'DOUBLE';
  const cast = (from: string) =>
    kind === 'boolean'
      ? `CAST(CASE WHEN ${from} THEN 1 WHEN NOT ${from} THEN 0 END AS DOUBLE)`
      : `CAST(${from} AS ${type})`;
  if (view === 'events') return { kind: kind === 'text' ? 't' : 'n', expression: cast(`e.${sql.identifier(column)}`) };
  const own = `(SELECT min(known_value) FROM (SELECT "user" AS known_user, ${cast(sql.identifier(column))} AS known_value FROM ${sql.view(view)}) AS known WHERE known_user = e."user")`;
  return { kind: kind === 'text' ? 't' : 'n', expression: own };
}

function propertyCovariates(data: Dataset, sql: Dialect): Covariate[] {
  return data.properties
    .filter(({ name, view }) => view !== 'exposures' && !NO_KIND.includes(name))
    .slice(0, MOST_PROPERTIES)
    .flatMap((property) => {
      const read = propertyExpression(property, sql);
      return read ? [{ name: property.name, ...read }] : [];
    });
}

/** What a user did within the first days: aggregates over the events of these, joined as `b`. */
function behaviour(data: Dataset, sql: Dialect): { name: string; expression: string }[] {
  const amount = amountSql('', data, sql);
  const counts = data.events.length < 2 ? [] : data.events.slice(0, MOST_EVENTS);
  return [
    { name: 'first days: events', expression: 'ln(count(*))' },
    ...(hasField(data, 'item') ? [{ name: 'first days: items', expression: 'ln(1 + count(DISTINCT "item"))' }] : []),
    ...(amount
      ? [
          {
            name: 'first days: value',
            expression: `sign(coalesce(sum(${amount}) FILTER (WHERE ${isFinite(amount)}), 0)) * ln(1 + abs(coalesce(sum(${amount}) FILTER (WHERE ${isFinite(amount)}), 0)))`,
          },
        ]
      : []),
    ...counts.map(({ name }) => ({
      name: `first days: ${name}`,
      expression: `max(CASE WHEN "event" = ${sql.literal(name)} THEN 1 ELSE 0 END)`,
    })),
  ];
}

/** Each user's start: `t0` (µs), and the place of that event in the log. */
function starts(params: Params, data: Dataset, sql: Dialect): string {
  const condition = patternSql(patternOf(params.start), data, sql);
  return `SELECT *, ${sql.epochUs('"time"')} AS t0, row_number() OVER (PARTITION BY "user" ORDER BY ${IN_ORDER}) AS place
  FROM ${eventsWhere(sql, condition)}`;
}

const isChurn = ({ end }: Params): boolean => {
  const { events, where = [] } = patternOf(end);
  return events.length === 0 && where.length === 0;
};

/**
 * Each user's end: "user", `t1` (µs; null where none was seen). With a pattern the first such event after the start; else the first event
 * at or after it that none follows within the gap, as far as the log is long enough to tell.
 */
function ends(params: Params, data: Dataset, sql: Dialect, last: number): string {
  const after = `(t > s.t0 OR (t = s.t0 AND e."row" >= s.start_row))`;
  const joined = (from: string, condition: string) => `SELECT e."user", min(t) AS t1 FROM (${from}) AS e
  JOIN (SELECT "user", t0, "row" AS start_row FROM begun WHERE place = 1) AS s ON s."user" = e."user" WHERE ${after} AND ${condition} GROUP BY e."user"`;
  const time = sql.epochUs('"time"');
  if (!isChurn(params)) {
    const fits = patternSql(patternOf(params.end), data, sql);
    return joined(
      `SELECT "user", "row", ${time} AS t FROM ${eventsWhere(sql, fits)}`,
      `NOT (t = s.t0 AND e."row" = s.start_row)`,
    );
  }
  const gap = microseconds(params.gap);
  const next = `lead(${time}) OVER (PARTITION BY "user" ORDER BY ${IN_ORDER})`;
  return joined(
    `SELECT "user", "row", ${time} AS t, ${next} AS following FROM ${eventsWhere(sql)}`,
    `t <= ${last - gap} AND (following IS NULL OR following - t > ${gap})`,
  );
}

/**
 * One row for each user with a start: "user", duration (days), event, grp, stratum and the covariates c0, c1, …; in order of the name. Who
 * started too late to tell silence from absence has a duration below 0. Throws `survival.no-event`, `survival.no-gap`.
 */
export function eventSubjects(params: Params, data: Dataset, sql: Dialect): { query: string; covariates: Covariate[] } {
  const end = observationEnd(data);
  if (end === null) throw new AppError('survival.no-event');
  const last = 1000 * end;
  if (isChurn(params) && microseconds(params.gap) === 0) throw new AppError('survival.no-gap');
  const settled = isChurn(params) ? last - microseconds(params.gap) : last;
  const early = microseconds(params.early);
  const doing = early > 0 ? behaviour(data, sql) : [];
  const offered: Covariate[] = [
    ...propertyCovariates(data, sql),
    ...doing.map(({ name }, n) => ({ name, kind: 'n' as const, expression: `CAST(b.b${n} AS DOUBLE)` })),
  ];
  const covariates = chosen(offered, params.covariates);
  const named = (name: string) => {
    if (name === '') return `''`;
    const read = propertyExpression(propertyOf(name, data), sql);
    return `coalesce(CAST(${read ? read.expression : 'NULL'} AS VARCHAR), '')`;
  };
  const aggregates = ['count(*) AS events', ...doing.map(({ expression }, n) => `${expression} AS b${n}`)];
  const columns = [
    'e."user" AS "user"',
    `CAST((coalesce(x.t1, ${settled}) - e.t0) / ${DAY_US} AS DOUBLE) AS duration`,
    'CAST(CASE WHEN x.t1 IS NULL THEN 0 ELSE 1 END AS DOUBLE) AS event',
    `${named(params.group)} AS grp`,
    `${named(params.strata)} AS stratum`,
    ...covariates.map(({ expression }, n) => `${expression} AS c${n}`),
  ];
  const query = `WITH begun AS (
  ${starts(params, data, sql)}
), first_days AS (
  SELECT "user", ${aggregates.join(', ')} FROM (
    SELECT d.* FROM ${sql.view('events')} AS d JOIN begun ON begun."user" = d."user" AND begun.place = 1
    WHERE ${sql.epochUs('d."time"')} >= begun.t0 AND ${sql.epochUs('d."time"')} < begun.t0 + ${Math.max(1, early)}
  ) GROUP BY "user"
)
SELECT ${columns.join(',\n  ')}
FROM begun AS e LEFT JOIN (
  ${ends(params, data, sql, last)}
) AS x ON x."user" = e."user" LEFT JOIN first_days AS b ON b."user" = e."user"
WHERE e.place = 1 ORDER BY e."user"`;
  return { query, covariates };
}
