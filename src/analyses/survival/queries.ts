import type { Dialect } from '../../contract/dialect.ts';
import type { Dataset } from '../../contract/project.ts';
import { AppError } from '../../core/errors.ts';
import { observationEnd } from '../../features/events.ts';
import { columnTypeOf } from '../../sql/column-type.ts';
import type { Covariate } from './columns.ts';
import { chosen, columnOf, covariateOf, eventExpression, tableOf } from './columns.ts';
import { eventSubjects } from './event-source.ts';
import type { Params } from './params.ts';

const text = (expression: string | null): string => (expression === null ? `''` : `coalesce(${expression}, '')`);

/** Covariates as c0, c1, …, after what every subject has: "user", duration, event, grp, stratum. */
function tableSubjects(params: Params, data: Dataset, sql: Dialect): { query: string; covariates: Covariate[] } {
  const table = tableOf(params.table, data);
  if (params.duration === '') throw new AppError('survival.no-duration', { table: table.name });
  const duration = columnOf(table, params.duration);
  const kind = columnTypeOf(duration.type);
  if (kind !== 'integer' && kind !== 'number')
    throw new AppError('survival.not-a-number', { column: duration.name, type: duration.type });
  const event = params.event === '' ? null : columnOf(table, params.event);
  const named = (name: string) =>
    name === '' ? null : `CAST(${sql.identifier(columnOf(table, name).name)} AS VARCHAR)`;
  const taken = [params.duration, params.event, params.strata];
  const offered = table.columns
    .filter(({ name }) => !taken.includes(name))
    .flatMap(({ name, type }) => covariateOf(name, sql.identifier(name), type) ?? []);
  const covariates = chosen(offered, params.covariates);
  const columns = covariates.map(({ expression }, n) => `${expression} AS c${n}`);
  const query = `SELECT ${[
    `'' AS "user"`,
    `CAST(${sql.identifier(duration.name)} AS DOUBLE) AS duration`,
    `${event ? eventExpression(sql.identifier(event.name), event.type, sql) : '1e0'} AS event`,
    `${text(named(params.group))} AS grp`,
    `${text(named(params.strata))} AS stratum`,
    ...columns,
  ].join(',\n  ')}
FROM ${sql.identifier(table.name)}`;
  return { query, covariates };
}

/** Subjects with what they are called in words. */
export const subjectsOf = (params: Params, data: Dataset, sql: Dialect) =>
  params.table === '' ? eventSubjects(params, data, sql) : tableSubjects(params, data, sql);

/** `subjects`: one row each; `legend`: the covariates' names and kinds; `about`: what they were read under. */
export function queries(params: Params, data: Dataset, sql: Dialect): Record<'subjects' | 'legend' | 'about', string> {
  const { query, covariates } = subjectsOf(params, data, sql);
  const empty = `SELECT 0 AS place, '' AS name, '' AS kind WHERE FALSE`;
  const rows = covariates.map(({ name, kind }, n) => `SELECT ${n}, ${sql.literal(name)}, ${sql.literal(kind)}`);
  const end = new Date(observationEnd(data) ?? 0).toISOString();
  return {
    subjects: query,
    legend: `SELECT name, kind FROM (${[empty, ...rows].join(' UNION ALL ')}) ORDER BY place`,
    about: `SELECT ${sql.literal(end)} AS observation_end, ${sql.literal(data.settings.zone)} AS zone`,
  };
}
