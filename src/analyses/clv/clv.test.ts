import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { tableFromArrays, tableToIPC } from 'apache-arrow';
import * as v from 'valibot';
import { beforeAll, describe, expect, test } from 'vitest';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import type { SavedModel } from '../../contract/model.ts';
import { describe as describeError } from '../../i18n/errors/index.ts';
import { translator } from '../../i18n/translate.ts';
import { duckdb } from '../../sql/duckdb.ts';
import { columnKey, viewStatements } from '../../sql/canonical.ts';
import type { TestProject } from '../test-project.ts';
import { SETTINGS, datasetOf, quietContext, rowsOf, runAnalysis, tablesOf } from '../test-project.ts';
import { purchaseModel, purchaseModels } from '../../models/customer-value/fit.ts';
import { numbers, strings } from '../../core/columns.ts';
import compute from './compute.ts';
import example from './golden.json';
import definition from './index.ts';
import type { ClvResult } from './result.ts';

type PurchaseRow = readonly (string | number | null)[];

/** One engine for all, as it is slow to open. */
const opened = openNodeDatabase();

/** A project whose events have an amount: [user, time, event, value]; it takes the place of the one before. */
async function shop(rows: readonly PurchaseRow[]): Promise<TestProject> {
  const database = await opened;
  await database.query('DROP VIEW IF EXISTS canonical."events"').catch(() => undefined);
  await database.query('DROP TABLE IF EXISTS log');
  const table = tableFromArrays({
    user: rows.map((row) => row[0] as string),
    time: Float64Array.from(rows, (row) => Date.parse(row[1] as string)),
    event: rows.map((row) => row[2] as string),
    value: Float64Array.from(rows, (row) => (row[3] as number | null) ?? NaN),
  });
  await database.insert('log', tableToIPC(table, 'stream'), true);
  const mapping = { events: { table: 'log', user: 'user', time: 'time', event: 'event', value: 'value' } };
  const columns = {
    log: { user: 'VARCHAR', time: 'DOUBLE', event: 'VARCHAR', value: 'DOUBLE' },
    summary: { ID: 'VARCHAR', frequency: 'BIGINT', recency: 'DOUBLE', T: 'DOUBLE', monetary_value: 'DOUBLE' },
  };
  const units = { [columnKey('log', 'time')]: 'ms' } as const;
  for (const statement of viewStatements(mapping, { log: columns.log }, units)) await database.query(statement);
  return { database, data: await datasetOf(database, mapping, SETTINGS, columns) };
}

const run = (project: TestProject, params: object = {}) =>
  runAnalysis<ClvResult>(definition, compute as never, project, params);

describe('a log counted by hand', () => {
  test('golden.json: the summary of each customer', async () => {
    const project = await shop(example.input.rows);
    const tables = await tablesOf(definition, v.parse(definition.params, example.parameters), project);
    const customers = tables['customers']!;
    const rows = strings(customers, 'user').map((user, n) => ({
      user,
      ...Object.fromEntries(
        ['frequency', 'recency', 'age', 'monetary', 'later'].map((name) => [name, numbers(customers, name)[n]]),
      ),
    }));
    expect(rows).toEqual(example.result.customers);
    expect([...numbers(tables['weeks']!, 'purchases')]).toEqual(example.result.weeks);
  });

  test('a log without times is told what is missing, as its own fault', async () => {
    const { database, data } = await shop(example.input.rows);
    const timeless = { database, data: { ...data, range: null } };
    await expect(run(timeless)).rejects.toMatchObject({ name: 'clv.no-times' });
    expect(describeError('clv.no-times', {}, 'en')).toContain('time column');
    expect(describeError('clv.no-times', {}, 'zh')).toContain('时间列');
  });

  test('an end that is no day of the log, and nobody who came back', async () => {
    const project = await shop(example.input.rows);
    await expect(run(project, { end: '2030-01-01' })).rejects.toMatchObject({ name: 'clv.bad-end' });
    await expect(run(project, { horizon: 'none' })).rejects.toMatchObject({ name: 'clv.no-limit' });
    const once = await shop(example.input.rows.slice(0, 1));
    await expect(run(once)).rejects.toMatchObject({ name: 'clv.no-repeaters' });
  });
});

describe('CDNOW', () => {
  let project: TestProject;
  let result: ClvResult;
  beforeAll(async () => {
    const lines = gunzipSync(readFileSync('sample-data/cdnow.csv.gz')).toString().trim().split('\n').slice(1);
    project = await shop(
      lines.map((line) => {
        const [user, , date, , dollars] = line.split(',');
        return [user!, `${date}T00:00:00Z`, 'purchase', Number(dollars)];
      }),
    );
    const params = v.parse(definition.params, { end: '1997-09-30' });
    result = (await compute(
      (await tablesOf(definition, params, project)) as never,
      params,
      quietContext({
        publish: (name, table) => void (published[name] = tableToIPC(table, 'stream')),
      }),
    )) as ClvResult;
    await project.database.insert('clv_scores', published['clv_scores']!, true);
  }, 60_000);
  const published: Record<string, Uint8Array> = {};

  test('parameters as lifetimes and the paper have them', () => {
    // models/customer-value/reference.py; Fader, Hardie and Lee (2005).
    const near = { r: 0.24259, alpha: 4.4136, a: 0.79292, b: 2.42591 };
    for (const [name, value] of Object.entries(near)) expect(result.params[name]).toBeCloseTo(value, 4);
    expect(result.logLikelihood).toBeCloseTo(-9582.429, 3);
    expect(result.n).toEqual({ customers: 2357, repeaters: 946 });
    expect(result.spending!.params.p).toBeCloseTo(6.2496, 3);
    expect(result.spending!.params.q).toBeCloseTo(3.7442, 3);
    expect(result.spending!.params.v).toBeCloseTo(15.4435, 2);
    expect(result.spending!.correlation).toBeCloseTo(0.113888, 5);
  });

  test('the holdout and the course of 78 weeks, which are two figures', () => {
    expect(result.holdout).toMatchObject({ actual: 1882, length: 39 });
    expect(result.holdout!.expected).toBeCloseTo(1653.4, 0);
    expect(result.holdout!.correlation).toBeCloseTo(0.6256, 3);
    expect(result.holdout!.mae).toBeLessThan(result.holdout!.baselineMae);
    const last = result.tracking.at(-1)!;
    expect(last).toMatchObject({ week: 78, actual: 4339, isHoldout: true });
    expect(last.expected).toBeCloseTo(4160.6, 0);
    // Of these, 2,457 fall in the 39 weeks of the calibration.
    expect(result.tracking.filter(({ isHoldout }) => !isHoldout).at(-1)).toMatchObject({ week: 39, actual: 2457 });
  });

  test('each customer: the first of the file has two repeats, the last in week 30.43 of 38.86', () => {
    const first = result.customers.find(({ user }) => user === '00004')!;
    expect(first).toMatchObject({ frequency: 2 });
    expect(first.T).toBeCloseTo(38.857, 3);
    expect(first.expectedPurchases).toBeCloseTo(1.226, 3);
    expect(first.monetary).toBeCloseTo((29.73 + 14.96 + 0) / 2, 2);
  });

  test('customers in order, tenths as the table has them, and the people behind each mark', async () => {
    const values = result.customers.map(({ clv }) => clv!);
    expect(values).toEqual([...values].sort((a, b) => b - a));
    expect(result.deciles.reduce((sum, { customers }) => sum + customers, 0)).toBe(2357);
    expect(result.deciles.reduce((sum, { actual }) => sum + actual!, 0)).toBe(1882);
    const listed = (mark: string) =>
      rowsOf(project.database, definition.members!(v.parse(definition.params, {}), project.data, duckdb, mark));
    for (const { decile, customers } of result.deciles)
      expect(await listed(`decile:${decile}`)).toHaveLength(customers);
    for (const [bin, { customers }] of result.alive.entries())
      expect(await listed(`alive:${bin}`)).toHaveLength(customers);
    expect((await listed('decile:1')).map(({ user }) => user)).toContain(result.customers[0]!.user);
    expect(() => definition.members!(v.parse(definition.params, {}), project.data, duckdb, 'decile:11')).toThrow();
  });

  test.each(['en', 'zh'] as const)('every view says its figure, definition and cautions (%s)', (language) => {
    const views = definition.views(result, translator(definition.texts[language], language) as never);
    expect(views).toHaveLength(9);
    for (const view of views) {
      expect(view.definition).toBeTruthy();
      expect(view.cautions!.length).toBeGreaterThan(0);
      expect(view.sentence).toMatch(/\d/);
    }
    expect(views[3]!.sentence).toMatch(/1,?653/);
  });

  test('the model that is kept predicts again what it said', async () => {
    const kept: SavedModel[] = [];
    await runAnalysis(
      definition,
      compute as never,
      project,
      { end: '1997-09-30' },
      { keep: (_, model) => void kept.push(model) },
    );
    const [{ kind, state, scores, card }] = JSON.parse(JSON.stringify(kept)) as [SavedModel];
    const { params } = state as { params: Record<string, number> };
    const model = purchaseModel(
      kind as 'bg-nbd',
      purchaseModels['bg-nbd'].map((name) => params[name]!),
    );
    expect(model.expected(39, 2, 30.43, 38.86)).toBeCloseTo(1.226, 3);
    expect(scores).toBe('clv_scores');
    expect(card.metrics['mae']).toBe(result.holdout!.mae);
    expect(card.baseline['mae']).toBe(result.holdout!.baselineMae);
  });

  test('a summary table gives what the log gives', async () => {
    await project.database.query(
      `CREATE OR REPLACE TABLE summary AS SELECT "user" AS "ID", frequency::BIGINT AS frequency, recency, age AS "T", monetary AS monetary_value FROM (${String(
        definition.queries(v.parse(definition.params, { end: '1997-09-30' }), project.data, duckdb).customers,
      )})`,
    );
    const read = await run(project, { table: 'summary', customer: 'ID', monetary: 'monetary_value' });
    expect(read.logLikelihood).toBeCloseTo(result.logLikelihood, 6);
    expect(read.totals.clv).toBeCloseTo(result.totals.clv!, 3);
    expect(read.tracking).toEqual([]);
    expect(read.holdout).toBeUndefined();
    const bare = { ...project, data: { ...project.data, views: {}, range: null } };
    // Columns that nobody named are found by their usual names, the amounts too.
    const found = await run(bare, { table: 'summary' });
    expect(found.n.customers).toBe(2357);
    expect(found.totals.clv).toBeCloseTo(result.totals.clv!, 3);
    await expect(run(bare)).rejects.toMatchObject({ name: 'clv.no-times' });
    await expect(run(project, { table: 'nothing' })).rejects.toMatchObject({ name: 'survival.unknown-table' });
    await expect(run(project, { table: 'summary', T: 'x' })).rejects.toMatchObject({ name: 'survival.unknown-column' });
    await expect(run(project, { table: 'summary', T: 'ID' })).rejects.toMatchObject({ name: 'survival.not-a-number' });
  });
});
