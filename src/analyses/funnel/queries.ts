import type { Query } from '../../contract/analysis.ts';
import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset } from '../../contract/project.ts';
import { parseDuration } from '../../core/calendar.ts';
import { AppError } from '../../core/errors.ts';
import { eventsWhere, observationEnd } from '../../features/events.ts';
import { patternSql, propertyOf, propertyText } from '../../features/patterns.ts';
import { NO_IDENTITIES, identityQuery, sessionColumns, timelineQuery } from '../../features/timeline.ts';
import { ROLES } from './codes.ts';
import type { Params } from './params.ts';
import type { Exclusion, Marked, Step } from './steps.ts';
import { anyOf, exclusionsOf, isPlain, markedPatterns, stepsOf } from './steps.ts';

const text = (value: string | null, sql: Dialect): string => `CAST(${sql.literal(value)} AS VARCHAR)`;
const double = (value: number, sql: Dialect): string => `CAST(${sql.literal(value)} AS DOUBLE)`;

/** A small table of constants; `none` is its one row where it has no other, never handed over. */
function constants(columns: readonly string[], rows: readonly string[][], none: readonly string[]): string {
  const values = (rows.length > 0 ? rows : [none]).map((row, n) => `(${[n, ...row].join(', ')})`);
  const names = columns.map((name) => `"${name}"`).join(', ');
  return `SELECT ${names} FROM (VALUES ${values.join(', ')}) AS rows("position", ${names})${
    rows.length > 0 ? ' ORDER BY "position"' : ' WHERE FALSE'
  }`;
}

function stepsQuery(steps: readonly Step[], sql: Dialect): string {
  const seconds = (within: string | null) => (within === null ? null : parseDuration(within));
  const rows = steps.map(({ name, optional, within }) => {
    const ms = seconds(within);
    return [text(name, sql), sql.literal(optional), double(ms === null ? 0 : ms, sql)];
  });
  return constants(['name', 'optional', 'within'], rows, []);
}

function exclusionsQuery(exclusions: readonly Exclusion[], sql: Dialect): string {
  const rows = exclusions.map(({ events, from, to, effect }) => [
    text(events.join(' / ') || '*', sql),
    double(from, sql),
    double(to, sql),
    sql.literal(effect === 'dropUser'),
  ]);
  return constants(['name', 'from', 'to', 'drops'], rows, [text('', sql), double(0, sql), double(0, sql), 'FALSE']);
}

/** The name of each event code, and the bits of the steps and exclusions that it fits by its name alone. */
function namesQuery(marked: readonly Marked[], data: Dataset, sql: Dialect): string {
  const plain = marked.filter(({ pattern }) => isPlain(pattern, data));
  const rows = data.events.map(({ name }) => {
    const bits = plain.reduce((sum, { bit, pattern }) => sum | (pattern.events.includes(name) ? bit : 0), 0);
    return [text(name, sql), `CAST(${bits} AS INTEGER)`];
  });
  return constants(['name', 'bits'], rows, [text('', sql), 'CAST(0 AS INTEGER)']);
}

const NO_ROWS = (columns: string): string => `SELECT ${columns} WHERE FALSE`;

/** The bits of the events that fit a step or exclusion which a name alone does not decide, by input row. */
function fitsQuery(marked: readonly Marked[], data: Dataset, sql: Dialect): string {
  const filtered = marked.filter(({ pattern }) => !isPlain(pattern, data));
  if (filtered.length === 0) return NO_ROWS('CAST(0 AS INTEGER) AS r, CAST(0 AS INTEGER) AS bits');
  const bits = filtered.map(({ bit, pattern }) => `CASE WHEN ${patternSql(pattern, data, sql)} THEN ${bit} ELSE 0 END`);
  return `SELECT CAST("row" AS INTEGER) AS r, CAST(${bits.join(' + ')} AS INTEGER) AS bits
FROM ${eventsWhere(sql, anyOf(filtered, data, sql))}`;
}

/** A property beside the events: said of the event, or of its user by the users' table. */
function valueColumn(name: string, n: number, data: Dataset, sql: Dialect): { value: string; join: string } {
  const property = propertyOf(name, data);
  // The log's own columns may have any names.
  if (property.view === 'events') return { value: `CAST(log.${sql.identifier(property.column)} AS VARCHAR)`, join: '' };
  const values = `SELECT "user" AS owner, min(${propertyText(property, sql)}) AS value FROM ${sql.view(property.view)}
  WHERE "user" IS NOT NULL GROUP BY 1`;
  return { value: `of${n}.value`, join: ` LEFT JOIN (${values}) AS of${n} ON of${n}.owner = log."user"` };
}

/** Several properties as one value, as which events count as alike; null where one of them is not set. */
interface Coding {
  role: string;
  properties: readonly string[];
  /** Which events are asked for their value. */
  where: string | undefined;
}

function codingsOf(params: Params, steps: readonly Marked[], data: Dataset, sql: Dialect): Coding[] {
  const ofSteps = anyOf(steps, data, sql);
  const one = (role: string, name: string, where?: string): Coding[] =>
    name === '' ? [] : [{ role, properties: [name], where }];
  if (params.count === 'property' && params.countProperty === '') throw new AppError('funnel.no-property');
  return [
    ...(params.count === 'property' ? one(String(ROLES.unit), params.countProperty) : []),
    ...(params.holdConstant.length > 0
      ? [{ role: String(ROLES.held), properties: params.holdConstant, where: undefined }]
      : []),
    ...one(String(ROLES.segment), params.breakdown, ofSteps),
    ...(params.drivers ? params.driverProperties : []).flatMap((name, n) =>
      one(String(ROLES.trait + n), name, ofSteps),
    ),
  ];
}

/** Rows and values of one coding: "r", "value". */
function valuesOf({ properties, where }: Coding, data: Dataset, sql: Dialect): string {
  const columns = properties.map((name, n) => valueColumn(name, n, data, sql));
  const texts = columns.map(({ value }) => value);
  const single = texts.map((each) => `replace(${each}, chr(31), ' ')`).join(' || chr(31) || ');
  return `SELECT log."row" AS r, ${texts.length === 1 ? texts[0] : single} AS value
  FROM (SELECT * FROM ${eventsWhere(sql, where)}) AS log${columns.map(({ join }) => join).join('')}`;
}

/** `values`: for each role and input row the number of its value. `valueNames`: the values by role and number. */
function codingQueries(
  codings: readonly Coding[],
  data: Dataset,
  sql: Dialect,
): Record<'values' | 'valueNames', Query> {
  const ranked = (coding: Coding) =>
    `SELECT value, row_number() OVER (ORDER BY value) - 1 AS k FROM (SELECT DISTINCT value FROM (${valuesOf(coding, data, sql)}) WHERE value IS NOT NULL)`;
  const rows = codings.map(
    (coding) => `SELECT CAST(${coding.role} AS INTEGER) AS role, CAST(r AS INTEGER) AS r, CAST(k AS INTEGER) AS k
FROM (${valuesOf(coding, data, sql)}) AS given JOIN (${ranked(coding)}) AS known ON known.value = given.value`,
  );
  const named = codings.filter(({ role }) => Number(role) >= ROLES.segment);
  const names = named.map(
    (coding) =>
      `SELECT CAST(${coding.role} AS INTEGER) AS role, CAST(k AS INTEGER) AS k, CAST(value AS VARCHAR) AS name FROM (${ranked(coding)})`,
  );
  const none = 'CAST(0 AS INTEGER) AS role, CAST(0 AS INTEGER) AS';
  return {
    values: rows.join('\nUNION ALL\n') || NO_ROWS(`${none} r, CAST(0 AS INTEGER) AS k`),
    valueNames: names.join('\nUNION ALL\n') || NO_ROWS(`${none} k, CAST('' AS VARCHAR) AS name`),
  };
}

const HAS_ZONE = /(?:[zZ]|[+-]\d\d:?\d\d)$/;

/** The observation end (epoch ms): the log's, or the one set by hand, read as UTC where it names no offset. Throws `funnel.bad-end`. */
function endOf({ observationEnd: given }: Params, data: Dataset): number {
  const written = given.trim();
  if (written === '') return observationEnd(data) ?? 0;
  const isDate = /^\d{4}-\d\d-\d\d$/.test(written);
  const ms = Date.parse(isDate ? `${written}T23:59:59.999Z` : HAS_ZONE.test(written) ? written : `${written}Z`);
  if (Number.isNaN(ms)) throw new AppError('funnel.bad-end', { value: given });
  return ms;
}

function aboutQuery(params: Params, data: Dataset, sql: Dialect): string {
  const { zone, weekStart, sessionGapMinutes } = data.settings;
  return `SELECT ${text(zone, sql)} AS zone, ${text(weekStart, sql)} AS week_start, ${double(sessionGapMinutes, sql)} AS gap,
  ${double(data.range?.first ?? 0, sql)} AS first, ${double(endOf(params, data), sql)} AS last`;
}

const needsSessions = ({ window, count }: Params): boolean =>
  window.trim().toLowerCase() === 'session' || count === 'sessions';

function checkDurations({ window, grace }: Params): void {
  if (window.trim().toLowerCase() !== 'session') parseDuration(window);
  parseDuration(grace);
}

type Tables = 'log' | 'steps' | 'exclusions' | 'names' | 'fits' | 'identity' | 'values' | 'valueNames' | 'about';

/**
 * `log`: every event as numbers, the same text for most funnels and reports, so that they share one transfer. All else
 * is small, or names events by their input row `r`. README.md says what each table holds.
 */
export function queries(params: Params, data: Dataset, sql: Dialect): Record<Tables, Query> {
  checkDurations(params);
  const steps = stepsOf(params, data);
  const exclusions = exclusionsOf(params, steps.length, data);
  const marked = markedPatterns(steps, exclusions);
  const ofSteps = marked.slice(0, steps.length);
  return {
    log: timelineQuery(data, sql, needsSessions(params) ? { more: sessionColumns(data, sql) } : {}),
    steps: stepsQuery(steps, sql),
    exclusions: exclusionsQuery(exclusions, sql),
    names: namesQuery(marked, data, sql),
    fits: fitsQuery(marked, data, sql),
    identity: params.defects || params.duplicates === 'remove' ? identityQuery(data, sql) : NO_IDENTITIES,
    ...codingQueries(codingsOf(params, ofSteps, data, sql), data, sql),
    about: aboutQuery(params, data, sql),
  };
}
