import type { Field, Mapping, ViewName } from '../../contract/project.ts';
import type { DatabaseApi } from '../../contract/workers.ts';
import { AppError } from '../../core/errors.ts';
import { epochUnit } from '../../data/time-units.ts';
import { columnKey, viewStatements } from '../../sql/canonical.ts';
import type { ColumnTypes, EpochUnit } from '../../sql/canonical.ts';
import { duckdb } from '../../sql/duckdb.ts';
import { ask } from '../arrow.ts';
import type { Call } from '../bridge.ts';
import type { TableShape } from './catalog.ts';
import { qualified } from './names.ts';
import { hasSemicolon } from './statement.ts';

export type AnyView = { table: string; where?: string } & Record<string, Field | string | undefined>;

/** The views that are mapped, as name and entry. */
export const mappedViews = (mapping: Mapping): [ViewName, AnyView][] =>
  Object.entries(mapping).filter(([, view]) => view) as [ViewName, AnyView][];

/** A view's fields but for its table and condition. */
export const fieldsOf = (view: AnyView): [string, Field][] =>
  Object.entries(view).filter(([name, field]) => name !== 'table' && name !== 'where' && field !== undefined) as [
    string,
    Field,
  ][];

/** Throws `mapping.unknown-table`, `mapping.unknown-column` or `mapping.bad-expression`, naming view and field. */
export async function checkMapping(
  call: Call<DatabaseApi>,
  mapping: Mapping,
  tables: readonly TableShape[],
): Promise<void> {
  for (const [view, entry] of mappedViews(mapping)) {
    checkColumns(view, entry, tables);
    for (const [field, expression] of expressionsOf(entry)) await checkExpression(call, view, entry, field, expression);
  }
}

function checkColumns(view: ViewName, entry: AnyView, tables: readonly TableShape[]): void {
  const table = tables.find(({ name }) => name === entry.table);
  if (!table) throw new AppError('mapping.unknown-table', { view, table: entry.table });
  for (const [field, column] of fieldsOf(entry)) {
    const isMissing = typeof column === 'string' && column !== '' && !table.columns.some(({ name }) => name === column);
    if (isMissing) throw new AppError('mapping.unknown-column', { view, field, column, table: entry.table });
  }
}

const expressionsOf = (entry: AnyView): [string, string][] => {
  const fields = fieldsOf(entry).flatMap(([name, field]): [string, string][] =>
    typeof field === 'object' && 'sql' in field ? [[name, field.sql]] : [],
  );
  return entry.where?.trim() ? [...fields, ['where', entry.where]] : fields;
};

/** The engine itself says whether an expression means something over the table's rows. */
async function checkExpression(
  call: Call<DatabaseApi>,
  view: ViewName,
  { table }: AnyView,
  field: string,
  expression: string,
): Promise<void> {
  const bad = (message: string) => new AppError('mapping.bad-expression', { view, field, expression, message });
  if (hasSemicolon(expression)) throw bad(';');
  const wanted = field === 'where' ? `CAST((${expression}\n) AS BOOLEAN)` : `(${expression}\n)`;
  try {
    await call('query', [`SELECT ${wanted}, rowid FROM ${qualified(table)} LIMIT 0`]);
  } catch (error) {
    if (error instanceof AppError && error.code.startsWith('sql.')) throw bad(String(error.values['message']));
    throw error;
  }
}

/** DuckDB's types by table and column. */
export const columnTypes = (tables: readonly TableShape[]): ColumnTypes =>
  Object.fromEntries(
    tables.map(({ name, columns }) => [name, Object.fromEntries(columns.map((column) => [column.name, column.type]))]),
  );

/** Makes the canonical views of a mapping that was checked; those that it doesn't name are dropped. */
export async function makeViews(
  call: Call<DatabaseApi>,
  mapping: Mapping,
  tables: readonly TableShape[],
): Promise<void> {
  const types = columnTypes(tables);
  const units = await epochUnits(call, mapping, tables);
  for (const statement of viewStatements(mapping, types, units)) await call('query', [statement]);
}

/** How the mapped time columns count that hold numbers, by their magnitude. */
export async function epochUnits(
  call: Call<DatabaseApi>,
  mapping: Mapping,
  tables: readonly TableShape[],
): Promise<Record<string, EpochUnit>> {
  const units: [string, EpochUnit][] = [];
  for (const [, { table, time }] of mappedViews(mapping)) {
    const type = tables.find(({ name }) => name === table)?.columns.find(({ name }) => name === time)?.type;
    if (typeof time !== 'string' || !type || /^(TIMESTAMP|DATE|TIME)/.test(type)) continue;
    const unit = await unitOf(call, table, time);
    if (unit) units.push([columnKey(table, time), unit]);
  }
  return Object.fromEntries(units);
}

/** Text counts too where all of it is numbers: numeric times of many digits may have been kept as text. */
async function unitOf(call: Call<DatabaseApi>, table: string, column: string): Promise<EpochUnit | null> {
  const name = duckdb.identifier(column);
  const [range] = await ask<{ least: number | null; most: number | null; others: number }>(
    call,
    `SELECT min(n) AS least, max(n) AS most, (count(*) FILTER (v IS NOT NULL AND n IS NULL))::DOUBLE AS others
FROM (SELECT ${name} AS v, TRY_CAST(${name} AS DOUBLE) AS n FROM ${qualified(table)})`,
  );
  if (!range || range.least === null || range.most === null || range.others > 0) return null;
  return epochUnit(range.least, range.most);
}

/** The mapping without the views whose table or columns are gone, and the names of those. */
export function withoutLost(mapping: Mapping, tables: readonly TableShape[]): { mapping: Mapping; lost: ViewName[] } {
  const lost: ViewName[] = [];
  const kept = mappedViews(mapping).filter(([view, entry]) => {
    try {
      checkColumns(view, entry, tables);
      return true;
    } catch {
      lost.push(view);
      return false;
    }
  });
  return { mapping: Object.fromEntries(kept) as Mapping, lost };
}

/** The role of each column, `view.field`, by table and column. */
export function rolesOf(mapping: Mapping, table: string): Map<string, string> {
  const roles = new Map<string, string>();
  for (const [view, entry] of mappedViews(mapping)) {
    if (entry.table !== table) continue;
    for (const [field, column] of fieldsOf(entry))
      if (typeof column === 'string' && !roles.has(column)) roles.set(column, `${view}.${field}`);
  }
  return roles;
}
