import type { Query } from '../../contract/analysis.ts';
import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset } from '../../contract/project.ts';
import { HOUR } from '../../core/calendar.ts';
import { eventsWhere, hasField } from '../../features/events.ts';
import { propertyOf, propertyText } from '../../features/patterns.ts';
import { localTime } from '../../sql/calendar.ts';
import type { Params } from './params.ts';

const SHOWN_BY_DEFAULT = 2;
/** One is shown anyway, and the other has about as many values as the log has sessions. */
const ALONE = ['event', 'session'];

/** A way to group events: its name, and its value as an SQL text. */
export interface Dimension {
  name: string;
  value: string;
}

/** The event names, then the properties asked for; of the users' table none, since a row of the log has them not. */
export function dimensionsOf({ properties }: Params, data: Dataset, sql: Dialect): Dimension[] {
  const offered = data.properties.filter(
    ({ view, kind, name }) => view === 'events' && (kind === 'text' || kind === 'boolean') && !ALONE.includes(name),
  );
  const asked = properties.length > 0 ? properties : offered.slice(0, SHOWN_BY_DEFAULT).map(({ name }) => name);
  const found = [...new Set(asked)].map((name) => propertyOf(name, data)).filter(({ view }) => view === 'events');
  return [
    ...(hasField(data, 'event') ? [{ name: 'event', value: '"event"' }] : []),
    ...found.map((property) => ({ name: property.name, value: propertyText(property, sql) })),
  ];
}

/** The hour on the clock of the project's zone, counted from 1970-01-01 00:00: what day, weekday and hour are read from. */
export const wallHour = (data: Dataset, sql: Dialect): string =>
  `floor(${sql.epochMs(localTime('"time"', data, sql))} / ${HOUR})`;

/** The commonest values of a dimension, numbered from 0. */
const commonest = (value: string, most: number, sql: Dialect): string =>
  `SELECT ${value} AS value, CAST(row_number() OVER (ORDER BY count(*) DESC, ${value}) - 1 AS DOUBLE) AS code
  FROM ${eventsWhere(sql, `${value} IS NOT NULL`)} GROUP BY 1 ORDER BY code LIMIT ${most}`;

/** Events by hour and the codes of their values; `most` stands for all rarer values, `most + 1` for none. */
function cellsQuery(dimensions: readonly Dimension[], most: number, data: Dataset, sql: Dialect): string {
  const tables = dimensions.map(({ value }, n) => `t${n} AS (${commonest(value, most, sql)})`);
  const values = dimensions.map(({ value }, n) => `, ${value} AS v${n}`);
  const log = `log AS (SELECT ${wallHour(data, sql)} AS hour${values.join('')} FROM ${eventsWhere(sql)})`;
  const codes = dimensions.map(
    (_, n) => `CASE WHEN v${n} IS NULL THEN ${most + 1}e0 ELSE coalesce(t${n}.code, ${most}e0) END AS c${n}`,
  );
  const places = [1, ...dimensions.map((_, n) => n + 2)].join(', ');
  const joins = dimensions.map((_, n) => `LEFT JOIN t${n} ON v${n} = t${n}.value`);
  return `WITH ${[log, ...tables].join(',\n')}
SELECT CAST(hour AS DOUBLE) AS hour, ${[...codes, 'CAST(count(*) AS DOUBLE) AS events'].join(', ')}
FROM log ${joins.join(' ')}
GROUP BY ${places} ORDER BY ${places}`;
}

const NO_VALUES = 'SELECT 0e0 AS dimension, CAST(NULL AS VARCHAR) AS value, 0e0 AS code WHERE FALSE';

function valuesQuery(dimensions: readonly Dimension[], most: number, sql: Dialect): string {
  const each = dimensions.map(
    ({ value }, n) => `SELECT ${n}e0 AS dimension, value, code FROM (${commonest(value, most, sql)})`,
  );
  return each.length > 0 ? each.join('\nUNION ALL ') : NO_VALUES;
}

function aboutQuery(dimensions: readonly Dimension[], most: number, data: Dataset, sql: Dialect): string {
  const { zone, weekStart } = data.settings;
  const names = dimensions.map(({ name }) => name);
  return `SELECT ${sql.literal(zone)} AS zone, ${sql.literal(weekStart)} AS week_start, ${most}e0 AS most,
  ${sql.literal(JSON.stringify(names))} AS names`;
}

/** The log in cells of one hour and one value of each dimension: the page filters these, and never asks again. */
export function queries(params: Params, data: Dataset, sql: Dialect): Record<'cells' | 'values' | 'about', Query> {
  const dimensions = dimensionsOf(params, data, sql);
  return {
    cells: cellsQuery(dimensions, params.values, data, sql),
    values: valuesQuery(dimensions, params.values, sql),
    about: aboutQuery(dimensions, params.values, data, sql),
  };
}
