import * as v from 'valibot';
import type { Query } from '../contract/analysis.ts';
import type { Dialect } from '../contract/dialect.ts';
import type { Dataset } from '../contract/project.ts';
import { AppError } from '../core/errors.ts';
import { eventsWhere, hasField } from './events.ts';
import { patternOf, patternSchema, patternSql, propertyOf, propertyText } from './patterns.ts';
import { peopleQuery, sessionColumns, timelineQuery } from './timeline.ts';

/** What the reports on paths share: parameters, and the tables that core/paths.ts reads. */

/** Which events take part, and by what names. */
export const nodeParams = {
  exclude: v.optional(v.pipe(v.array(v.string()), v.metadata({ values: 'events.event', empty: 'none' })), []),
  rename: v.optional(
    v.pipe(v.array(v.object({ from: v.string(), to: v.string() })), v.metadata({ values: 'events.event' })),
    [],
  ),
};

/** How two groups of users are told apart. */
export const splitParams = {
  split: v.optional(v.picklist(['none', 'did', 'property']), 'none'),
  goal: v.optional(patternSchema, ''),
  property: v.optional(v.pipe(v.string(), v.metadata({ values: 'properties' })), ''),
  groupA: v.optional(v.string(), ''),
  groupB: v.optional(v.string(), ''),
};

export interface Split {
  split: 'none' | 'did' | 'property';
  goal: v.InferOutput<typeof patternSchema>;
  property: string;
  groupA: string;
  groupB: string;
}

/** The names of the event codes, in their order. */
function namesQuery(data: Dataset, sql: Dialect): Query {
  const rows = data.events.map(({ name }, n) => `(${n}, ${sql.literal(name)})`);
  if (rows.length === 0) return `SELECT CAST('' AS VARCHAR) AS name WHERE FALSE`;
  return `SELECT CAST(name AS VARCHAR) AS name FROM (VALUES ${rows.join(', ')}) AS names(n, name) ORDER BY n`;
}

/** The settings that move the figures: gap of sessions (null where the log names them), zone, first and last event. */
function aboutQuery(data: Dataset, sql: Dialect): Query {
  const number = (value: number | null | undefined) => `CAST(${sql.literal(value ?? null)} AS DOUBLE)`;
  const gap = hasField(data, 'session') ? null : data.settings.sessionGapMinutes;
  return `SELECT ${number(gap)} AS gap, ${sql.literal(data.settings.zone)} AS zone, ${number(data.range?.first)} AS first, ${number(data.range?.last)} AS last`;
}

export type PathQueries = Record<'timeline' | 'names' | 'about', Query>;

/** The log, the names of its events, and the settings. `unit`: sessions that the log names need a further column. */
export function pathQueries(unit: 'user' | 'session' | 'other', data: Dataset, sql: Dialect): PathQueries {
  const more = unit === 'session' ? sessionColumns(data, sql) : {};
  return { timeline: timelineQuery(data, sql, { more }), names: namesQuery(data, sql), about: aboutQuery(data, sql) };
}

/** Each user's value of a property: of the users' table, or of the first event that has one. */
function userValues(name: string, data: Dataset, sql: Dialect): string {
  const property = propertyOf(name, data);
  const value = propertyText(property, sql);
  const column = sql.identifier(property.column);
  if (property.view !== 'events') {
    return `SELECT "user", min(${value}) AS value FROM ${sql.view(property.view)} WHERE "user" IS NOT NULL AND ${column} IS NOT NULL GROUP BY "user"`;
  }
  return `SELECT "user", value FROM (
  SELECT "user", ${value} AS value, row_number() OVER (PARTITION BY "user" ORDER BY "time", "row") AS place FROM ${eventsWhere(sql, `${column} IS NOT NULL`)}
) WHERE place = 1`;
}

const coded = (sql: Dialect): string =>
  `SELECT "user", CAST(row_number() OVER (ORDER BY "user") - 1 AS INTEGER) AS u FROM (${peopleQuery(sql)})`;

type SplitQueries = Record<'groups' | 'split', Query>;

const NO_SPLIT: SplitQueries = {
  groups: `SELECT CAST(0 AS INTEGER) AS u, CAST(0 AS DOUBLE) AS g, CAST(0 AS DOUBLE) AS "at" WHERE FALSE`,
  split: `SELECT CAST('' AS VARCHAR) AS a, CAST('' AS VARCHAR) AS b WHERE FALSE`,
};

function didQueries(goal: Split['goal'], data: Dataset, sql: Dialect): SplitQueries {
  const pattern = patternOf(goal);
  if (pattern.events.length === 0 && !pattern.where?.length) throw new AppError('paths.no-goal');
  const first = `SELECT "user", min(${sql.epochUs('"time"')}) AS "at" FROM ${eventsWhere(sql, patternSql(pattern, data, sql))} GROUP BY "user"`;
  const both = `SELECT people.u AS u, CAST(CASE WHEN goal."at" IS NULL THEN 1 ELSE 0 END AS DOUBLE) AS g, goal."at" AS "at"`;
  return {
    groups: `WITH people AS (${coded(sql)}), goal AS (${first})\n${both} FROM people LEFT JOIN goal ON goal."user" = people."user"`,
    split: `SELECT CAST(NULL AS VARCHAR) AS a, CAST(NULL AS VARCHAR) AS b`,
  };
}

/** The first group is the value named, or the commonest; the second the other one named, or everyone else with a value. */
function propertyQueries({ property, groupA, groupB }: Split, data: Dataset, sql: Dialect): SplitQueries {
  if (property === '') throw new AppError('paths.no-property');
  const valued = userValues(property, data, sql);
  const common = `(SELECT value FROM valued GROUP BY value ORDER BY count(*) DESC, value LIMIT 1)`;
  const a = groupA === '' ? common : sql.literal(groupA);
  const isB = groupB === '' ? 'TRUE' : `value = ${sql.literal(groupB)}`;
  const group = `CAST(CASE WHEN value = ${a} THEN 0 WHEN ${isB} THEN 1 END AS DOUBLE)`;
  const b = groupB === '' ? 'NULL' : sql.literal(groupB);
  return {
    groups: `WITH people AS (${coded(sql)}), valued AS (${valued})
SELECT people.u AS u, ${group} AS g, CAST(NULL AS DOUBLE) AS "at" FROM people JOIN valued ON valued."user" = people."user"`,
    split: `WITH valued AS (${valued}) SELECT CAST(${a} AS VARCHAR) AS a, CAST(${b} AS VARCHAR) AS b`,
  };
}

/** `groups`: u, g (0 the first group, 1 the second), at (µs of the first goal). `split`: what they are called; no row without groups. */
export function splitQueries(split: Split, data: Dataset, sql: Dialect): SplitQueries {
  if (split.split === 'none') return NO_SPLIT;
  return split.split === 'did' ? didQueries(split.goal, data, sql) : propertyQueries(split, data, sql);
}

/** A number that stands for a property's value, as a further column of the timeline, and the condition that there is one. Throws `paths.not-of-events`. */
export function valueColumn(
  name: string,
  data: Dataset,
  sql: Dialect,
): { where: string; more: Record<string, string> } {
  if (name === '') throw new AppError('paths.no-column');
  const property = propertyOf(name, data);
  if (property.view !== 'events') throw new AppError('paths.not-of-events', { property: name });
  const column = sql.identifier(property.column);
  return { where: `${column} IS NOT NULL`, more: { c: sql.hash([column]) } };
}
