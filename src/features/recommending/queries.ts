import type { Query } from '../../contract/analysis.ts';
import type { Dialect } from '../../contract/dialect.ts';
import type { Property } from '../../contract/population.ts';
import type { Dataset } from '../../contract/project.ts';
import type { SignalParams } from '../../contract/recommending.ts';
import { catalogueSql, goodsSql } from './goods.ts';
import type { SignalSource } from './source.ts';
import { sourceOf } from './source.ts';

/** The signals as numbers, in no order: u, i, t (epoch µs), r, w and, where sessions are named, s. */
function signalsSql(source: SignalSource, data: Dataset, sql: Dialect): string {
  const named = source.isNamed ? ', log.s AS s' : '';
  return `WITH people AS (SELECT "user", CAST(row_number() OVER (ORDER BY "user") - 1 AS INTEGER) AS u FROM (${source.users}) AS everybody),
goods AS (${goodsSql(source, data, sql)})
SELECT people.u AS u, goods.i AS i, log.t AS t, log.r AS r, log.w AS w${named}
FROM (
  ${source.signals}
) AS log JOIN people ON people."user" = log."user" JOIN goods ON goods."item" = log."item"`;
}

/** At most so many columns of the users' table are learnt from. */
const ATTRIBUTES = 20;

/** What is told apart of users: a label is what is to be found out, and a time says little as it stands. */
const isAttribute = ({ view, column, kind }: Property): boolean =>
  view === 'users' && column !== 'label' && kind !== 'time';

const attributeSql = ({ name, column, kind }: Property, sql: Dialect): string =>
  `CAST(known.${sql.identifier(column)} AS ${kind === 'number' ? 'DOUBLE' : 'VARCHAR'}) AS ${sql.identifier(name)}`;

/** The users in the order of their codes: "user", and their attributes under the names of the properties. */
function peopleSql({ users }: SignalSource, data: Dataset, sql: Dialect): string {
  const attributes = data.properties.filter(isAttribute).slice(0, ATTRIBUTES);
  if (attributes.length === 0) return `SELECT "user" FROM (${users}) AS everybody ORDER BY "user"`;
  const first = `SELECT *, row_number() OVER (PARTITION BY "user" ORDER BY "row") AS known_place FROM ${sql.view('users')} WHERE "user" IS NOT NULL`;
  return `SELECT everybody."user" AS "user", ${attributes.map((each) => attributeSql(each, sql)).join(', ')}
FROM (${users}) AS everybody LEFT JOIN (
  ${first}
) AS known ON known."user" = everybody."user" AND known.known_place = 1
ORDER BY everybody."user"`;
}

/** Under what the signals were read: one row. */
function aboutSql({ end }: SignalSource, { settings }: Dataset, sql: Dialect): string {
  const gap = sql.literal(settings.sessionGapMinutes * 60_000_000);
  return `SELECT ${sql.literal(settings.zone)} AS zone, CAST(${gap} AS DOUBLE) AS session_gap, CAST(${end} AS DOUBLE) AS "end"`;
}

/** What `learningDataOf` (recommenders/reading) reads. */
export type SignalQuery = 'signals' | 'people' | 'catalogue' | 'about';

/**
 * The log as recommenders learn from it. Users with a valid event (or rating) or in the users' table, and items have their rank by name as code, from 0; README.md
 * says which events are signals and what each table holds. The same parameters give the same text. Throws as `sourceOf` does.
 */
export function signalQueries(params: SignalParams, data: Dataset, sql: Dialect): Record<SignalQuery, Query> {
  const source = sourceOf(params, data, sql);
  return {
    signals: signalsSql(source, data, sql),
    people: peopleSql(source, data, sql),
    catalogue: catalogueSql(source, data, sql),
    about: aboutSql(source, data, sql),
  };
}

export { signalTexts } from './texts.ts';
export { definitionOf, judgingWords } from './words.ts';
