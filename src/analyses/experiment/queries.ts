import type { Query } from '../../contract/analysis.ts';
import type { Dialect } from '../../contract/dialect.ts';
import type { EventPattern, Property } from '../../contract/population.ts';
import type { Dataset } from '../../contract/project.ts';
import { parseDuration } from '../../core/calendar.ts';
import { AppError } from '../../core/errors.ts';
import { VALID, eventsWhere, hasField, observationEnd } from '../../features/events.ts';
import { patternOf, patternSql, propertyOf, propertyText } from '../../features/patterns.ts';
import type { Params } from './params.ts';
import type { Metric } from './result.ts';

const SOUNDS_LIKE_VARIANT = /variant|version|experiment|treatment|bucket|^group$|^arm$|test_?group/i;
const USUAL_STEPS = 3;
/** Where a log has neither names nor numbers: who comes back a week later. */
const USUAL_DAY = 7;
const DAY_US = 86_400_000_000;
const SEGMENTS = 10;

/** Where the variants come from. */
export type Source = { kind: 'exposures' } | { kind: 'property'; property: Property } | { kind: 'random' };

/** Throws `params.unknown-property`. */
export function sourceOf(params: Params, data: Dataset): Source {
  if (params.variant !== '') return { kind: 'property', property: propertyOf(params.variant, data) };
  const exposures = data.views.exposures ?? [];
  if (exposures.includes('user') && exposures.includes('variant')) return { kind: 'exposures' };
  const property = data.properties.find(({ name, kind }) => kind !== 'time' && SOUNDS_LIKE_VARIANT.test(name));
  return property ? { kind: 'property', property } : { kind: 'random' };
}

/** Without a log there is only what the users' table says: everyone is exposed at one moment. */
const hasLog = (data: Dataset): boolean => hasField(data, 'user');

/** "user", "t0" (µs, DOUBLE) and "variant" for each exposure that counts. */
function exposures(source: Source, params: Params, data: Dataset, sql: Dialect): string {
  if (!hasLog(data)) return undated(source, sql);
  const fits = params.exposure === '' ? undefined : patternSql(patternOf(params.exposure), data, sql);
  const at = `${sql.epochUs('"time"')} AS t0`;
  if (source.kind === 'random') {
    return `SELECT "user", ${at}, ${coin(sql)} AS variant FROM ${eventsWhere(sql, fits)}`;
  }
  if (source.kind === 'exposures') {
    const dated = data.views.exposures?.includes('time');
    const from = `${sql.view('exposures')} WHERE "user" IS NOT NULL AND "variant" IS NOT NULL`;
    if (dated) return `SELECT "user", ${at}, CAST("variant" AS VARCHAR) AS variant FROM ${from} AND "time" IS NOT NULL`;
    return ofUsers(`SELECT "user", CAST("variant" AS VARCHAR) AS variant FROM ${from}`, fits, sql);
  }
  const { property } = source;
  const text = propertyText(property, sql);
  if (property.view === 'events') {
    return `SELECT "user", ${at}, ${text} AS variant FROM ${eventsWhere(sql, [`${text} IS NOT NULL`, ...(fits ? [fits] : [])].join(' AND '))}`;
  }
  const from = `${sql.view(property.view)} WHERE "user" IS NOT NULL AND ${text} IS NOT NULL`;
  return ofUsers(`SELECT "user", ${text} AS variant FROM ${from}`, fits, sql);
}

/** The same without a log. */
function undated(source: Source, sql: Dialect): string {
  const view = source.kind === 'property' ? source.property.view : source.kind === 'exposures' ? 'exposures' : 'users';
  const given = source.kind === 'property' ? propertyText(source.property, sql) : 'CAST("variant" AS VARCHAR)';
  const text = source.kind === 'random' ? coin(sql) : given;
  return `SELECT "user", CAST(0 AS DOUBLE) AS t0, ${text} AS variant FROM ${sql.view(view)} WHERE "user" IS NOT NULL AND ${text} IS NOT NULL`;
}

/** A hash of 53 bits: its parity splits the users as a coin would. */
const coin = (sql: Dialect): string => `CASE WHEN ${sql.hash(['"user"', "'A/A'"])} % 2 = 0 THEN 'A' ELSE 'B' END`;

/** Who has a variant without a time is exposed by the first event that fits. */
const ofUsers = (variants: string, fits: string | undefined, sql: Dialect): string =>
  `SELECT given."user" AS "user", seen.t0 AS t0, given.variant AS variant FROM (${variants}) AS given
  JOIN (SELECT "user", min(${sql.epochUs('"time"')}) AS t0 FROM ${eventsWhere(sql, fits)} GROUP BY "user") AS seen ON seen."user" = given."user"`;

/** One row for each exposed user: "user", "t0" (epoch µs) of the first exposure, "variant", and how many different "variants" were seen. */
export function assigned(params: Params, data: Dataset, sql: Dialect): string {
  return `SELECT "user", min(t0) AS t0, min(variant) AS variant, CAST(count(DISTINCT variant) AS DOUBLE) AS variants FROM (
  ${exposures(sourceOf(params, data), params, data, sql)}
) GROUP BY "user"`;
}

/** What is measured, the first metric being the one the verdict stands on. Throws as the patterns and properties do. */
export function metricsOf(params: Params, data: Dataset): Metric[] {
  const steps = params.goals.length > 0 || params.values.length + params.ratios.length + params.returnDay > 0;
  const goals: Params['goals'] = steps ? [...params.goals] : usualGoal(data);
  const values = steps || goals.length > 0 ? params.values : usualValues(params, data);
  const kind = params.measure === 'count' ? 'mean' : 'share';
  const day = steps || goals.length + values.length > 0 || !hasLog(data) ? params.returnDay : USUAL_DAY;
  return [
    ...goals.map((goal): Metric => ({
      source: 'goal',
      name: nameOf(goal),
      kind,
      goal: patternOf(goal),
    })),
    ...values.map((name): Metric => {
      const property = propertyOf(name, data);
      return { source: 'value', name, kind: property.kind === 'boolean' ? 'share' : 'mean', of: property };
    }),
    ...params.ratios.map(({ from, to }): Metric => {
      const over = to === '' ? null : propertyOf(to, data);
      return { source: 'ratio', name: `${from} / ${to || '#'}`, kind: 'ratio', of: propertyOf(from, data), over };
    }),
    ...(day > 0 ? [{ source: 'return', name: String(day), kind: 'share', day } as const] : []),
  ];
}

const usualGoal = (data: Dataset): string[] =>
  data.events
    .slice(0, USUAL_STEPS)
    .slice(-1)
    .map(({ name }) => name);

/** Without named events: a number of the log; without a log what is known of the users, yes or no, or else a number. */
function usualValues(params: Params, data: Dataset): string[] {
  if (hasLog(data)) {
    const number = data.properties.find(({ kind, view }) => kind === 'number' && view === 'events');
    return number ? [number.name] : [];
  }
  const source = sourceOf(params, data);
  const others = data.properties.filter(
    ({ name, view }) => view === 'users' && !(source.kind === 'property' && source.property.name === name),
  );
  const flags = others.filter(({ kind }) => kind === 'boolean').slice(0, USUAL_STEPS);
  return (flags.length > 0 ? flags : others.filter(({ kind }) => kind === 'number').slice(0, 1)).map(
    ({ name }) => name,
  );
}

const nameOf = (goal: string | (EventPattern & { name?: string })): string =>
  typeof goal === 'string' ? goal : (goal.name ?? goal.events.join(' | '));

/** A number of an event or of a user, as DOUBLE. Throws `experiment.no-number`. */
function numberSql({ name, kind, column }: Property, sql: Dialect): string {
  if (kind === 'boolean') return `CAST(CAST(${sql.identifier(column)} AS INTEGER) AS DOUBLE)`;
  if (kind !== 'number') throw new AppError('experiment.no-number', { property: name, kind });
  return `CAST(${sql.identifier(column)} AS DOUBLE)`;
}

interface Columns {
  /** Columns of the events that the sums run over. */
  events: string[];
  /** Sums per user: y the metric, d its denominator; x and m the same from before exposure. */
  sums: string[];
  /** Users' own columns. */
  users: string[];
}

const limitUs = (text: string): number | null => {
  const ms = parseDuration(text);
  return ms === null ? null : ms * 1000;
};

/** The columns that one metric needs. */
function columnsOf(metric: Metric, n: number, params: Params, data: Dataset, sql: Dialect): Columns {
  if (!hasLog(data) && (metric.source !== 'value' || metric.of.view === 'events'))
    throw new AppError('experiment.no-log', { metric: metric.name });
  const window = limitUs(params.window);
  const after = `e.t >= a.t0${window === null ? '' : ` AND e.t <= a.t0 + ${window}`}`;
  const before = limitUs(params.cuped);
  const sum = (when: string, what: string) => `CAST(coalesce(sum(CASE WHEN ${when} THEN ${what} END), 0) AS DOUBLE)`;
  const any = (when: string, what: string) =>
    `CAST(coalesce(max(CASE WHEN ${when} AND ${what} <> 0 THEN 1 END), 0) AS DOUBLE)`;
  const both = (fold: typeof sum, what: string, [now, then] = ['y', 'x']) => [
    `${fold(after, what)} AS ${now}${n}`,
    ...(before === null ? [] : [`${fold(`e.t < a.t0 AND e.t >= a.t0 - ${before}`, what)} AS ${then}${n}`]),
  ];
  if (metric.source === 'return') {
    const [from, to] = [metric.day * DAY_US, (metric.day + 1) * DAY_US];
    return { events: [], users: [], sums: [`${any(`e.t >= a.t0 + ${from} AND e.t < a.t0 + ${to}`, '1')} AS y${n}`] };
  }
  if (metric.source === 'goal') {
    const flag = `CASE WHEN ${patternSql(metric.goal, data, sql)} THEN 1 ELSE 0 END AS c${n}`;
    return { events: [flag], users: [], sums: both(metric.kind === 'share' ? any : sum, `e.c${n}`) };
  }
  if (metric.of.view !== 'events') {
    if (metric.source === 'ratio') throw new AppError('experiment.not-of-events', { property: metric.of.name });
    return { events: [], sums: [], users: [`max(${numberSql(metric.of, sql)}) AS y${n}`] };
  }
  const value = `${numberSql(metric.of, sql)} AS c${n}`;
  if (metric.source === 'value') {
    return { events: [value], users: [], sums: both(metric.kind === 'share' ? any : sum, `e.c${n}`) };
  }
  if (metric.over && metric.over.view !== 'events') {
    throw new AppError('experiment.not-of-events', { property: metric.over.name });
  }
  const over = metric.over ? `${numberSql(metric.over, sql)} AS o${n}` : `CAST(1 AS DOUBLE) AS o${n}`;
  const sums = [...both(sum, `e.c${n}`), ...both(sum, `e.o${n}`, ['d', 'm'])];
  return { events: [value, over], users: [], sums };
}

/** The value of the segment's property: of users as it stands, of events the last one up to exposure, as what comes later may be its effect. */
function segmentSql(params: Params, data: Dataset, sql: Dialect): string {
  if (params.segment === '') return '';
  const property = propertyOf(params.segment, data);
  const text = propertyText(property, sql);
  const values =
    property.view === 'events'
      ? `SELECT "user", s FROM (SELECT log."user" AS "user", log.s AS s, row_number() OVER (PARTITION BY log."user" ORDER BY log.t DESC, log.r DESC) AS n
    FROM (SELECT "user", ${sql.epochUs('"time"')} AS t, "row" AS r, ${text} AS s FROM ${eventsWhere(sql, `${text} IS NOT NULL`)}) AS log JOIN a ON a."user" = log."user" AND log.t <= a.t0) WHERE n = 1`
      : `SELECT "user", max(${text}) AS s FROM ${sql.view(property.view)} WHERE "user" IS NOT NULL GROUP BY "user"`;
  return ` LEFT JOIN (
  SELECT given."user" AS "user", CASE WHEN rank.n <= ${SEGMENTS} THEN given.s END AS s FROM (${values}) AS given
  JOIN (SELECT s, row_number() OVER (ORDER BY count(*) DESC, s) AS n FROM (${values}) GROUP BY s) AS rank ON rank.s = given.s
) AS g ON g."user" = b."user"`;
}

/** Users' own numbers, one subquery for each view they stand in. */
function usersSql(columns: readonly Columns[], metrics: readonly Metric[], sql: Dialect): string {
  const views = new Map<Property['view'], string[]>();
  metrics.forEach((metric, n) => {
    if (columns[n]!.users.length === 0 || !('of' in metric)) return;
    views.set(metric.of.view, [...(views.get(metric.of.view) ?? []), ...columns[n]!.users]);
  });
  return [...views]
    .map(
      ([view, list]) =>
        ` LEFT JOIN (SELECT "user", ${list.join(', ')} FROM ${sql.view(view)} WHERE "user" IS NOT NULL GROUP BY "user") AS ${view}_own ON ${view}_own."user" = b."user"`,
    )
    .join('');
}

/** How long after exposure (ms) a metric is settled. */
function waitOf(metric: Metric, params: Params): number {
  if (metric.source === 'return') return ((metric.day + 1) * DAY_US) / 1000;
  if (metric.source === 'value' && metric.of.view !== 'events') return 0;
  return (limitUs(params.window) ?? 0) / 1000;
}

const number = (name: string, value: number | null, sql: Dialect): string =>
  `CAST(${sql.literal(value)} AS DOUBLE) AS ${name}`;

/**
 * `users`: one row for each exposed user: `variant`, `variants` seen, `at` (epoch ms), `segment`, and for metric n its `yn`
 * (null where the user has none), a ratio's denominator `dn`, the covariate `xn`. `plan`: the observation's end (epoch ms), the zone.
 * `metrics`: each by name, with how long after exposure (ms) it is settled. Throws `experiment.no-metric`, `.no-number`, `.not-of-events`, `.no-log`.
 */
export function queries(params: Params, data: Dataset, sql: Dialect): Record<'users' | 'plan' | 'metrics', Query> {
  const metrics = metricsOf(params, data);
  if (metrics.length === 0) throw new AppError('experiment.no-metric');
  const columns = metrics.map((metric, n) => columnsOf(metric, n, params, data, sql));
  const events = columns.flatMap((each) => each.events).map((each) => `, ${each}`);
  const sums = columns.flatMap((each) => each.sums).map((each) => `, ${each}`);
  const own = metrics.flatMap((metric, n) =>
    columns[n]!.users.length > 0 && 'of' in metric ? [`, ${metric.of.view}_own.y${n} AS y${n}`] : [],
  );
  const source = sourceOf(params, data);
  const rows = metrics.map((metric, n) => {
    const named = [metric.name, metric.kind, metric.source].map((each) => sql.literal(each));
    return `(${[n, ...named, `CAST(${waitOf(metric, params)} AS DOUBLE)`].join(', ')})`;
  });
  return {
    users: `WITH a AS (${assigned(params, data, sql)}), e AS (
  ${hasLog(data) ? `SELECT "user", ${sql.epochUs('"time"')} AS t${events.join('')} FROM ${sql.view('events')} WHERE ${VALID}` : 'SELECT "user", t0 AS t FROM a WHERE FALSE'}
), b AS (
  SELECT a."user" AS "user", a.t0 AS t0, a.variant AS variant, a.variants AS variants${sums.join('')}
  FROM a LEFT JOIN e ON e."user" = a."user" GROUP BY a."user", a.t0, a.variant, a.variants
)
SELECT b.variant AS variant, b.variants AS variants, b.t0 / 1000 AS "at", ${params.segment === '' ? 'CAST(NULL AS VARCHAR)' : 'g.s'} AS segment${metrics
      .flatMap((_, n) => columns[n]!.sums.map((each) => `, b.${each.slice(each.lastIndexOf(' ') + 1)}`))
      .join('')}${own.join('')}
FROM b${segmentSql(params, data, sql)}${usersSql(columns, metrics, sql)} ORDER BY b.t0, b."user"`,
    plan: `SELECT ${number('last', observationEnd(data), sql)}, ${sql.literal(data.settings.zone)} AS zone, ${sql.literal(source.kind)} AS kind, ${sql.literal(source.kind === 'property' ? source.property.name : '')} AS property`,
    metrics: `SELECT name, kind, source, wait FROM (VALUES ${rows.join(', ')}) AS given(n, name, kind, source, wait) ORDER BY n`,
  };
}
