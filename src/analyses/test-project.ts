import type { Table } from 'apache-arrow';
import { tableFromArrays, tableFromIPC, tableToIPC } from 'apache-arrow';
import * as v from 'valibot';
import type { AnyAnalysis, Context } from '../contract/analysis.ts';
import type { Dataset, Mapping, Settings } from '../contract/project.ts';
import type { NodeDatabase } from '../../workers/database/node.ts';
import { columnKey, viewFields, viewProperties, viewStatements } from '../sql/canonical.ts';
import type { ColumnTypes } from '../sql/canonical.ts';
import { duckdb } from '../sql/duckdb.ts';
import { oneStatement } from '../sql/query.ts';

/** For tests: a project with one event log in the real engine, and what the page's run pipeline does with an analysis. */
export interface TestProject {
  database: NodeDatabase;
  data: Dataset;
}

export const SETTINGS: Settings = { zone: 'UTC', weekStart: 'monday', language: 'en', sessionGapMinutes: 30 };

/** [user, epoch ms, event] in input order; null where the file had nothing. */
export type Row = readonly [user: string | null, ms: number | null, event: string | null];

const MAPPING: Mapping = { events: { table: 'log', user: 'user', time: 'time', event: 'event' } };

export const queryTable = async (database: NodeDatabase, sql: string): Promise<Table> =>
  tableFromIPC(await database.query(sql));

/** Rows of a query as plain objects, for small results only. */
export const rowsOf = async (database: NodeDatabase, sql: string): Promise<Record<string, unknown>[]> =>
  (await queryTable(database, sql)).toArray().map((row) => ({ ...row.toJSON() }));

async function eventNames(database: NodeDatabase): Promise<Dataset['events']> {
  const rows = await rowsOf(
    database,
    `SELECT "event" AS name, CAST(count(*) AS DOUBLE) AS count, CAST(count(DISTINCT "user") AS DOUBLE) AS users
     FROM canonical.events WHERE "event" IS NOT NULL GROUP BY 1 ORDER BY 3 DESC, 1 LIMIT 500`,
  );
  return rows as unknown as Dataset['events'];
}

/** What the canonical views of a mapping offer, asked of the engine. */
export async function datasetOf(
  database: NodeDatabase,
  mapping: Mapping,
  settings: Settings,
  columns: ColumnTypes = {},
): Promise<Dataset> {
  const views = viewFields(mapping);
  const [range] = !views.events
    ? []
    : await rowsOf(
        database,
        'SELECT CAST(epoch_ms(min("time")) AS DOUBLE) AS first, CAST(epoch_ms(max("time")) AS DOUBLE) AS last FROM canonical.events',
      );
  return {
    fingerprint: JSON.stringify(settings),
    views,
    tables: Object.entries(columns).map(([name, types]) => ({
      name,
      columns: Object.entries(types).map(([column, type]) => ({ name: column, type })),
    })),
    properties: viewProperties(mapping, columns),
    settings,
    events: views.events?.includes('event') ? await eventNames(database) : [],
    range: range?.first == null ? null : (range as unknown as { first: number; last: number }),
  };
}

/** Makes the log the database's only project. */
export async function projectOf(
  database: NodeDatabase,
  rows: readonly Row[],
  settings: Partial<Settings> = {},
): Promise<TestProject> {
  const text = (at: 0 | 2) => rows.map((row) => row[at]);
  await database.query('DROP VIEW IF EXISTS canonical."events"').catch(() => undefined);
  await database.query('DROP TABLE IF EXISTS log');
  await database.query('CREATE TABLE log ("user" VARCHAR, "time" DOUBLE, "event" VARCHAR)');
  if (rows.length > 0) {
    const times = Float64Array.from(rows, (row) => row[1] ?? NaN);
    const table = tableFromArrays({ user: ['', ...text(0)], time: [0, ...times], event: ['', ...text(2)] });
    await database.insert('incoming', tableToIPC(table, 'stream'), true);
    await database.query(
      'INSERT INTO log SELECT "user", CASE WHEN isnan("time") THEN NULL ELSE "time" END, "event" FROM incoming ORDER BY rowid OFFSET 1',
    );
    await database.query('DROP TABLE incoming');
  }
  const columns = { log: { user: 'VARCHAR', time: 'DOUBLE', event: 'VARCHAR' } };
  const units = { [columnKey('log', 'time')]: 'ms' } as const;
  for (const statement of viewStatements(MAPPING, columns, units)) await database.query(statement);
  return { database, data: await datasetOf(database, MAPPING, { ...SETTINGS, ...settings }, columns) };
}

/** The same log under other settings. */
export const withSettings = ({ database, data }: TestProject, settings: Partial<Settings>): TestProject => ({
  database,
  data: { ...data, settings: { ...data.settings, ...settings } },
});

/** A context that records nothing and is never aborted. */
export const quietContext = (overrides: Partial<Context> = {}): Context => ({
  seed: 1,
  language: 'en',
  step: () => Promise.resolve(),
  ranOn: () => undefined,
  keep: () => undefined,
  publish: () => undefined,
  ...overrides,
});

export type AnyCompute = (tables: Record<string, Table>, params: unknown, context: Context) => unknown;

/** The tables that an analysis reads, as its computation gets them. */
export async function tablesOf(
  analysis: AnyAnalysis,
  params: unknown,
  { database, data }: TestProject,
): Promise<Record<string, Table>> {
  const queries = analysis.queries(params, data, duckdb);
  const tables: Record<string, Table> = {};
  for (const [name, query] of Object.entries(queries)) tables[name] = await queryTable(database, oneStatement(query));
  return tables;
}

/** Parses the parameters, runs the queries in the engine and the computation here. */
export async function runAnalysis<R>(
  analysis: AnyAnalysis,
  compute: (tables: never, params: never, context: Context) => R | Promise<R>,
  project: TestProject,
  params: object = {},
  context: Partial<Context> = {},
): Promise<R> {
  const parsed = v.parse(analysis.params, params);
  const tables = await tablesOf(analysis, parsed, project);
  return (await (compute as AnyCompute)(tables, parsed, quietContext(context))) as R;
}

export type AnyMembers = (
  tables: Record<string, Table>,
  params: unknown,
  mark: string,
  context: Context,
) => Iterable<number> | Promise<Iterable<number>>;

/** The users behind a mark, where compute.ts lists them by code. `params` are parsed already. */
export async function computedMembers(
  analysis: AnyAnalysis,
  members: AnyMembers,
  project: TestProject,
  params: unknown,
  mark: string,
): Promise<string[]> {
  const codes = await members(await tablesOf(analysis, params, project), params, mark, quietContext());
  const names = await rowsOf(project.database, analysis.people!(params, project.data, duckdb));
  return Array.from(codes, (code) => names[code]?.user as string);
}

/** The users behind a mark. */
export async function membersOf(
  analysis: AnyAnalysis,
  project: TestProject,
  params: object,
  mark: string,
): Promise<string[]> {
  const sql = analysis.members!(v.parse(analysis.params, params), project.data, duckdb, mark);
  return (await rowsOf(project.database, sql)).map((row) => row.user as string);
}

/** The rows of a golden.json, whose times are written out. */
export const datedRows = (rows: readonly (readonly (string | null)[])[]): Row[] =>
  rows.map(([user, time, event]) => [user ?? null, time ? Date.parse(time) : null, event ?? null]);
