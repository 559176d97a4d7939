import type { Dialect } from '../contract/dialect.ts';
import type { Condition, EventPattern, Scope, Span } from '../contract/population.ts';
import type { Dataset, ViewName } from '../contract/project.ts';
import { bucketIndex, parseDuration, zoneOffset } from '../core/calendar.ts';
import { AppError } from '../core/errors.ts';
import { bucketNumber } from '../sql/calendar.ts';
import { eventsWhere } from './events.ts';
import { filterSql, patternSql, propertyOf } from './patterns.ts';

/** Who belongs to a population, and what a scope leaves of the log, in SQL: the definitions in words are in README.md beside this file. */

type Of<K extends Condition['kind']> = Extract<Condition, { kind: K }>;

/** Conditions whose users are looked up beforehand, each as a table of one column "user". */
export type Given = Of<'list'> | Of<'mark'>;

/** The tables that a condition reads besides the canonical views. */
export interface PopulationTables {
  /** Every user of the log, once. */
  everyone: string;
  given(condition: Given): string;
}

interface Place {
  data: Dataset;
  sql: Dialect;
  tables: PopulationTables;
}

/** Every user of the log, once each: those with a valid event or, where no events are mapped, those of the users or exposures. */
export function everyoneSql(data: Dataset, sql: Dialect): string {
  if (data.views.events) return `SELECT DISTINCT "user" FROM ${eventsWhere(sql)}`;
  const view = (['users', 'exposures'] as const).find((each) => data.views[each]?.includes('user'));
  if (!view) throw new AppError('population.no-users');
  return `SELECT DISTINCT "user" FROM ${sql.view(view)} WHERE "user" IS NOT NULL`;
}

/**
 * The users of a condition without cohorts (`withoutCohorts`), once each, in one column "user". Over the whole log: `sql` and `data` stand
 * under no scope. Throws as the reading of patterns does (`params.*`).
 */
export const populationSql = (condition: Condition, data: Dataset, sql: Dialect, tables: PopulationTables): string =>
  `SELECT "user" FROM ${tables.everyone} WHERE ${holds(condition, { data, sql, tables })}`;

/** A condition over the column "user" of everyone. */
function holds(condition: Condition, place: Place): string {
  switch (condition.kind) {
    case 'and':
      return joined(condition.of, ' AND ', 'TRUE', place);
    case 'or':
      return joined(condition.of, ' OR ', 'FALSE', place);
    case 'not':
      return `NOT (${holds(condition.of, place)})`;
    case 'did':
      return did(condition, place);
    case 'first':
      return among(first(condition, place));
    case 'sequence':
      return among(sequence(condition, place));
    case 'property':
      return property(condition, place);
    case 'stage':
      return among(stage(condition, place));
    case 'cohort':
      throw new AppError('population.unknown-cohort', { id: condition.id });
    default:
      return among(`SELECT "user" FROM ${place.tables.given(condition)}`);
  }
}

const among = (select: string): string => `"user" IN (${select})`;

const joined = (conditions: readonly Condition[], by: string, none: string, place: Place): string =>
  conditions.length === 0 ? none : `(${conditions.map((each) => holds(each, place)).join(by)})`;

/** A duration in whole µs; null for one without end. */
const microseconds = (text: string | undefined): number | null => {
  const ms = text === undefined ? null : parseDuration(text);
  return ms === null ? null : ms * 1000;
};

/** A span as a condition over a time that is never null. `last` reaches back from the observation end, its far edge not included. */
export function spanSql(span: Span | undefined, time: string, { range }: Dataset, sql: Dialect): string {
  const { from, to, last } = span ?? {};
  const back = last === undefined ? null : parseDuration(last);
  const parts = [
    ...(from === undefined ? [] : [`${time} >= ${sql.timestamp(from)}`]),
    ...(to === undefined ? [] : [`${time} < ${sql.timestamp(to)}`]),
    ...(back === null || !range ? [] : [`${time} > ${sql.timestamp(range.last - back)}`]),
  ];
  return parts.length > 0 ? parts.join(' AND ') : 'TRUE';
}

/** The valid events that fit a pattern within a span: what follows FROM. */
const fitting = (what: EventPattern, span: Span | undefined, { data, sql }: Place): string =>
  eventsWhere(sql, `${patternSql(what, data, sql)} AND ${spanSql(span, '"time"', data, sql)}`);

/** How often at least, and at most. */
function bounds({ times }: Of<'did'>): { least: number; most: number } {
  const { exactly, atLeast, atMost } = times ?? {};
  if (exactly !== undefined) return { least: exactly, most: exactly };
  return { least: atLeast ?? (atMost === undefined ? 1 : 0), most: atMost ?? Infinity };
}

function did(condition: Of<'did'>, place: Place): string {
  const { least, most } = bounds(condition);
  const often = (having: string) =>
    among(`SELECT "user" FROM ${occasions(condition, place)} GROUP BY "user" HAVING ${having}`);
  // Those who never did it have no row that could be counted.
  if (least === 0) return most === Infinity ? 'TRUE' : `NOT ${often(`count(*) > ${most}`)}`;
  return often(`count(*) >= ${least}${most === Infinity ? '' : ` AND count(*) <= ${most}`}`);
}

/** The events that count, with their "user": what follows FROM. */
function occasions({ what, within, ofFirst }: Of<'did'>, place: Place): string {
  const { sql } = place;
  const limit = microseconds(ofFirst);
  if (limit === null) return fitting(what, within, place);
  const age = `${sql.epochUs('done."time"')} - ${sql.epochUs('firsts."time"')}`;
  return `(SELECT done."user" AS "user" FROM (SELECT "user", "time" FROM ${fitting(what, within, place)}) AS done
  JOIN (SELECT "user", min("time") AS "time" FROM ${eventsWhere(sql)} GROUP BY "user") AS firsts ON firsts."user" = done."user"
  WHERE ${age} < ${limit})`;
}

const first = ({ what, within }: Of<'first'>, place: Place): string =>
  `SELECT "user" FROM ${fitting(what, undefined, place)} GROUP BY "user" HAVING ${spanSql(within, 'min("time")', place.data, place.sql)}`;

/** Who did one step after the other. Without a window the earliest end of each chain says it all, and with one it says who is worth a closer look. */
function sequence(condition: Of<'sequence'>, place: Place): string {
  const earliest = `SELECT "user" FROM (${earliestEnds(condition, place)})`;
  const limit = microseconds(condition.window);
  return limit === null ? earliest : tightest(condition, limit, earliest, place);
}

/** For each user who did the steps in order, where the chain that ends first does so: one join for each further step. */
function earliestEnds({ steps, within }: Of<'sequence'>, { data, sql }: Place): string {
  const moment = sql.tuple([sql.epochUs('"time"'), '"row"']);
  const [begin, ...further] = steps.map(
    (step) =>
      `SELECT "user", ${moment} AS "at" FROM ${eventsWhere(sql, `${patternSql(step, data, sql)} AND ${spanSql(within, '"time"', data, sql)}`)}`,
  );
  return further.reduce(
    (before, events) => `SELECT fits."user" AS "user", min(fits."at") AS "at" FROM (${events}) AS fits
  JOIN (${before}) AS before ON before."user" = fits."user" AND fits."at" > before."at" GROUP BY fits."user"`,
    `SELECT "user", min("at") AS "at" FROM (${begin}) GROUP BY "user"`,
  );
}

/**
 * Who did the steps in order within a time, among some users. Step by step, each event that fits step k learns the latest time at which a
 * chain of the steps before it began: the latest, as it leaves most of the window. One pass over the user's events for each step.
 */
function tightest({ steps, within }: Of<'sequence'>, limit: number, users: string, { data, sql }: Place): string {
  const fits = steps.map((step) => `(${patternSql(step, data, sql)})`);
  const any = `(${fits.join(' OR ')}) AND ${spanSql(within, '"time"', data, sql)} AND ${among(users)}`;
  const marks = fits.map((fit, n) => `${fit} AS m${n}`).join(', ');
  let chains = `SELECT *, CASE WHEN m0 THEN t END AS s0 FROM (SELECT "user", "row", ${sql.epochUs('"time"')} AS t, ${marks} FROM ${eventsWhere(sql, any)})`;
  for (let n = 1; n < steps.length; n++) {
    const before = `max(s${n - 1}) OVER (PARTITION BY "user" ORDER BY t, "row" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)`;
    chains = `SELECT *, CASE WHEN m${n} THEN ${before} END AS s${n} FROM (${chains})`;
  }
  const end = `s${steps.length - 1}`;
  return `SELECT DISTINCT "user" FROM (${chains}) WHERE ${end} IS NOT NULL AND t - ${end} <= ${limit}`;
}

/** What is said of users is asked of them; what is said of events, of the user's first or last one, or of all. */
function property({ filter, at = 'any' }: Of<'property'>, { data, sql }: Place): string {
  const condition = filterSql(filter, data, sql);
  if (propertyOf(filter.property, data).view !== 'events') return condition;
  if (at === 'any') return among(`SELECT "user" FROM ${eventsWhere(sql, condition)}`);
  const [edge, order] = at === 'first' ? ['min', 'ASC'] : ['max', 'DESC'];
  const edges = `("user", "time") IN (SELECT "user", ${edge}("time") FROM ${eventsWhere(sql)} GROUP BY "user")`;
  const ranked = `SELECT "user", ${condition} AS holds, row_number() OVER (PARTITION BY "user" ORDER BY "row" ${order}) AS n FROM ${eventsWhere(sql, edges)}`;
  return among(`SELECT "user" FROM (${ranked}) WHERE n = 1 AND holds`);
}

/** As PostHog's lifecycle: by the bucket and the one before it. */
const STAGES: Record<Of<'stage'>['stage'], string> = {
  new: 'since = now',
  returning: 'is_now AND was_before',
  resurrecting: 'is_now AND NOT was_before AND since < now',
  dormant: 'NOT is_now AND was_before',
};

function stage({ stage: wanted, period, at }: Of<'stage'>, { data, sql }: Place): string {
  const now = at === undefined ? bucketOf(period, data.range?.last ?? 0, data) - 1 : bucketOf(period, at, data);
  const buckets = `SELECT "user", ${bucketNumber(period, '"time"', data, sql)} AS bucket FROM ${eventsWhere(sql)}`;
  const per = `SELECT "user", ${now} AS now, min(bucket) AS since, count(*) FILTER (bucket = ${now}) > 0 AS is_now, count(*) FILTER (bucket = ${now - 1}) > 0 AS was_before
  FROM (${buckets}) GROUP BY "user"`;
  return `SELECT "user" FROM (${per}) WHERE ${STAGES[wanted]}`;
}

/** The number of the bucket in the project's zone that holds a time, as `bucketNumber` counts. */
function bucketOf(period: Of<'stage'>['period'], ms: number, { settings }: Dataset): number {
  const local = new Date(ms + zoneOffset(settings.zone, ms)).toISOString().slice(0, -14);
  return bucketIndex(period, local, settings.weekStart, []);
}

/** The views of which a scope leaves only what concerns its population and, where they say when, its span. */
const OF_USERS = ['users', 'exposures', 'reviews'] as const satisfies readonly ViewName[];

/**
 * What a scope leaves of each view, as a condition over the view's columns. `population`: the table of its users, where it has any.
 * `sql` and `data` stand under no scope.
 */
export function scopeConditions(
  { span, events = [], where = [] }: Scope,
  population: string | null,
  data: Dataset,
  sql: Dialect,
): Partial<Record<ViewName, string>> {
  const people = population === null ? [] : [among(`SELECT "user" FROM ${population}`)];
  const within = span ? [`"time" IS NOT NULL AND ${spanSql(span, '"time"', data, sql)}`] : [];
  const only = events.length + where.length > 0 ? [patternSql({ events, where }, data, sql)] : [];
  const ofEvents = [...people, ...within, ...only].join(' AND ');
  const ofOthers = OF_USERS.flatMap((view) => {
    const has = (field: string) => data.views[view]?.includes(field) ?? false;
    const conditions = [...(has('user') ? people : []), ...(has('time') ? within : [])];
    return conditions.length > 0 ? [[view, conditions.join(' AND ')] as const] : [];
  });
  return { ...(ofEvents !== '' && { events: ofEvents }), ...Object.fromEntries(ofOthers) };
}

/** The last instant that a scope lets see, epoch ms; null without any dated event. Users and events that it leaves out do not move it. */
export function scopeEnd({ span }: Scope, { range }: Dataset): number | null {
  if (!range) return null;
  return span?.to === undefined ? range.last : Math.min(range.last, span.to - 1);
}
