import type { Dialect } from '../../contract/dialect.ts';
import { DAY } from '../../core/calendar.ts';
import { isFinite } from '../rfm.ts';
import type { FeatureMeaning } from './feature.ts';
import { columnName } from './feature.ts';
import type { TableColumn, TableSource } from './source.ts';

const DAY_US = 1000 * DAY;

/** As a model reads it: DOUBLE, VARCHAR; truth is 0 or 1, a time the days since 1970. */
function featureSql({ kind, expression }: TableColumn, sql: Dialect): string {
  if (kind === 'text') return `CAST(${expression} AS VARCHAR)`;
  if (kind === 'time') return `${sql.epochUs(expression)} / ${DAY_US}`;
  return kind === 'boolean' ? `CAST(CAST(${expression} AS INTEGER) AS DOUBLE)` : `CAST(${expression} AS DOUBLE)`;
}

/** A class stays a text, so that a page can name it; what is no finite number is no label. */
function labelSql(column: TableColumn, sql: Dialect): string {
  const { kind, expression } = column;
  if (kind === 'boolean') return `CAST(${expression} AS VARCHAR)`;
  const label = featureSql(column, sql);
  return kind === 'number' ? `CASE WHEN ${isFinite(expression)} THEN ${label} END` : label;
}

export type TableFeature = FeatureMeaning & { expression: string };

export const tableFeatures = ({ features }: TableSource, sql: Dialect): TableFeature[] =>
  features.map((column) => ({
    name: column.name,
    set: 'table',
    kind: column.kind === 'time' ? 'time' : 'column',
    of: column.name,
    type: column.kind === 'text' ? 'category' : 'number',
    skewed: false,
    undated: true,
    expression: featureSql(column, sql),
  }));

function select(source: TableSource, features: readonly TableFeature[], isLabelled: boolean, sql: Dialect): string {
  const label = labelSql(source.label, sql);
  const columns = features.map(({ expression }, place) => `${expression} AS ${columnName(place)}`);
  const all = [`${source.user} AS "user"`, ...(isLabelled ? [`${label} AS "label"`] : []), ...columns];
  return `SELECT ${all.join(',\n  ')}
FROM ${source.from} WHERE ${source.where} AND ${label} IS ${isLabelled ? 'NOT NULL' : 'NULL'}
ORDER BY ${source.order}`;
}

/** The rows with a label, in the table's order; those without one, which are what there is to score. */
export const tableQueries = (source: TableSource, features: readonly TableFeature[], sql: Dialect) => ({
  rows: select(source, features, true, sql),
  score: select(source, features, false, sql),
});
