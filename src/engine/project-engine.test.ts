import { tableFromArrays, tableFromIPC } from 'apache-arrow';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defineAnalysis } from '../contract/analysis.ts';
import type { EngineEvent } from '../contract/engine.ts';
import type { SavedModel } from '../contract/model.ts';
import type { AppError } from '../core/errors.ts';
import { columnsOf } from './test-rows.ts';
import { ProjectEngine } from './project-engine.ts';
import type { TestDatabase } from './test-workers.ts';
import { testDisk, testTenancy, testWorkers } from './test-workers.ts';

const csv = (name: string, text: string) => new File([text], name, { type: 'text/csv' });

const shop = () =>
  csv(
    'shop.csv',
    `user_id,timestamp,event,amount
ann,2024-01-01 10:00:00,view,
ann,2024-01-01 10:05:00,buy,12.5
bob,2024-01-02 09:00:00,view,
cleo,2024-01-03 23:30:00,view,
cleo,2024-01-04 00:10:00,buy,7.25
`,
  );

let engine: ProjectEngine;
let database: TestDatabase;
let events: EngineEvent[];

const model: SavedModel = {
  kind: 'mean',
  card: { analysis: 'spend', params: {}, seed: 1, data: {}, metrics: {}, baseline: {}, backend: { name: 'cpu' } },
  state: { mean: 9.875 },
  scores: 'spend_scores',
};

/** Counts its runs in `seed`'s place: what a cache returns must not have run. */
let runs = 0;
const spend = defineAnalysis({
  id: 'spend',
  version: 2,
  group: 'overview',
  requires: ['events.user', 'events.value'],
  cost: 'cheap',
  params: v.object({ least: v.optional(v.pipe(v.number(), v.minValue(0)), 0) }),
  queries: ({ least }, _data, sql) => ({
    buyers: {
      perUser: `SELECT "user", sum("value")::DOUBLE AS spent FROM ${sql.view('events')} GROUP BY "user"`,
      merge: `SELECT "user", spent FROM per_user WHERE spent >= ${least} ORDER BY "user"`,
    },
  }),
  views: () => [],
  members: (_params, _data, sql, mark) =>
    `SELECT DISTINCT "user" FROM ${sql.view('events')} WHERE "event" = ${sql.literal(mark)} ORDER BY 1`,
  migrate: (params) => ({ least: params['minimum'] }),
  texts: { en: { title: '', about: '', 'param.least': '' }, zh: { title: '', about: '', 'param.least': '' } },
});

const outcome = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail('resolved'),
    (error: unknown) => error as AppError,
  );

const rows = async (sql: string) => columnsOf(tableFromIPC(await engine.query(sql)));
const names = async () => (await engine.tables()).map(({ name }) => name);
const notices = () => events.flatMap((event) => (event.kind === 'notice' ? [event.notice.code] : []));

beforeEach(async () => {
  runs = 0;
  events = [];
  engine = new ProjectEngine({
    describe: ({ code }) => `sentence for ${code}`,
    tenancy: testTenancy(testDisk()),
    workers: (hooks) => {
      const workers = testWorkers(hooks, {
        spend: async (tables, _params, context) => {
          runs++;
          await context.step(0.5);
          const { user = [], spent = [] } = columnsOf(tables['buyers']!);
          context.keep('spend', model);
          context.publish('spend_scores', tableFromArrays({ user: user as string[], score: spent as number[] }));
          return { user, spent };
        },
      });
      database = workers.database as TestDatabase;
      return workers;
    },
  });
  engine.onEvent((event) => events.push(event));
  await engine.ready;
}, 60_000);

afterEach(() => database.release(), 60_000);

describe('import', () => {
  it('makes a table, its ledger and the events view', async () => {
    const [report] = await engine.import([shop()]);
    expect(report).toMatchObject({ table: 'shop', rows: 5, records: 5, rejectedCount: 0 });
    expect(await engine.tables()).toMatchObject([
      { name: 'shop', rows: 5, columns: [{ name: 'user_id', role: 'events.user' }, { role: 'events.time' }, {}, {}] },
    ]);
    const data = await engine.dataset();
    expect(data.events).toEqual([
      { name: 'view', count: 3, users: 3 },
      { name: 'buy', count: 2, users: 2 },
    ]);
    expect(data.range).toEqual({ first: Date.UTC(2024, 0, 1, 10), last: Date.UTC(2024, 0, 4, 0, 10) });
  });

  it('finds a free name, and adds to a table when asked', async () => {
    await engine.import([shop()]);
    await engine.import([shop()]);
    await engine.import([shop()], { append: true });
    expect((await engine.tables()).map(({ name, rows }) => [name, rows])).toEqual([
      ['shop', 10],
      ['shop_2', 5],
    ]);
    const error = await outcome(engine.import([csv('shop.csv', 'user_id,other\n1,2\n')], { append: true }));
    expect(error.code).toBe('import.columns-differ');
    expect(await names()).toEqual(['shop', 'shop_2']);
  });

  it('keeps a header without records as a table without rows', async () => {
    await engine.import([csv('none.csv', 'a,b\n')]);
    expect(await engine.tables()).toMatchObject([{ name: 'none', rows: 0, columns: [{ name: 'a' }, { name: 'b' }] }]);
  });

  it('imports all files or none', async () => {
    const error = await outcome(engine.import([shop(), csv('empty.csv', '')]));
    expect(error.code).toBe('import.empty-file');
    expect(await names()).toEqual([]);
    expect(await rows(`SELECT count(*)::DOUBLE AS n FROM duckdb_tables()`)).toEqual({ n: [0] });
  });

  it('leaves nothing behind when it is cancelled', async () => {
    const line = 'ann,2024-01-01 10:00:00,view,1\n';
    const large = csv('large.csv', `user_id,timestamp,event,amount\n${line.repeat(400_000)}`);
    const controller = new AbortController();
    const onProgress = () => controller.abort();
    const error = await outcome(engine.import([large], {}, { signal: controller.signal, onProgress }));
    expect(error.name).toBe('AbortError');
    expect(await rows(`SELECT count(*)::DOUBLE AS n FROM duckdb_tables()`)).toEqual({ n: [0] });
    await engine.import([shop()]);
    expect(await names()).toEqual(['shop']);
  });

  it('puts warnings into words when they are asked for', async () => {
    const [report] = await engine.import([csv('w.csv', 'a,b\n1,2\n1,2,3\n')]);
    expect(report).toMatchObject({ rows: 1, rejectedCount: 1 });
    for (const { code, message } of engine.reports()[0]!.warnings) expect(message).toBe(`sentence for ${code}`);
  });
});

describe('the mapping', () => {
  beforeEach(() => engine.import([shop()]));

  it('says what is wrong, and keeps the old views', async () => {
    const base = { table: 'shop', user: 'user_id', time: 'timestamp' };
    const codes = [];
    for (const wrong of [
      { table: 'nope' },
      { user: 'nope' },
      { value: { sql: 'amount * nope' } },
      { value: { sql: '1); DROP TABLE shop; --' } },
      { value: { sql: 'sum(amount)' } },
      { where: 'amount >' },
    ]) {
      const error = await outcome(engine.setMapping({ events: { ...base, ...wrong } }));
      codes.push(error.code);
    }
    const bad = 'mapping.bad-expression';
    expect(codes).toEqual(['mapping.unknown-table', 'mapping.unknown-column', bad, bad, bad, bad]);
    expect(await rows('SELECT count("value")::DOUBLE AS n FROM canonical.events')).toEqual({ n: [2] });
  });

  it('takes constants, expressions and conditions', async () => {
    await engine.setMapping({
      events: {
        table: 'shop',
        user: { sql: 'upper(user_id)' },
        time: 'timestamp',
        event: { constant: 'purchase' },
        value: { sql: 'amount * 2' },
        where: `amount > 0 -- only sales`,
      },
    });
    expect(await rows('SELECT "user", "event", "value" FROM events ORDER BY 1')).toEqual({
      user: ['ANN', 'CLEO'],
      event: ['purchase', 'purchase'],
      value: [25, 14.5],
    });
  });

  it('reads numeric times by their magnitude', async () => {
    const at = Date.UTC(2024, 1, 3, 4, 5, 6);
    for (const [name, unit] of [
      ['s', 1000],
      ['ms', 1],
      ['us', 0.001],
    ] as const)
      await engine.import([csv(`${name}.csv`, `who,t\n1,${at / unit}\n2,${(at + 1000) / unit}\n`)]);
    for (const table of ['s', 'ms', 'us']) {
      await engine.setMapping({ events: { table, user: 'who', time: 't' } });
      expect((await engine.dataset()).range).toEqual({ first: at, last: at + 1000 });
    }
  });

  it('loses the views whose table goes', async () => {
    await engine.dropTable('shop');
    expect(engine.mapping()).toEqual({});
    expect((await engine.dataset()).views).toEqual({});
    expect((await outcome(engine.query('SELECT * FROM canonical.events'))).code).toBe('sql.catalog');
    expect(engine.reports()).toEqual([]);
  });

  it('loses them too when SQL takes the table away', async () => {
    await engine.query('ALTER TABLE shop RENAME COLUMN user_id TO who');
    expect(engine.mapping()).toEqual({});
    expect(notices()).toEqual(['mapping.view-lost']);
  });
});

describe('statements', () => {
  it('are one at a time, and only about data', async () => {
    const codes = [];
    for (const sql of [
      'SELECT 1; DROP TABLE x',
      'BEGIN',
      `SET search_path = 'main'`,
      'PRAGMA enable_profiling',
      'INSTALL icu',
    ])
      codes.push((await outcome(engine.query(sql))).code);
    expect(codes).toEqual(['sql.several', ...Array(4).fill('sql.not-offered')]);
  });

  it('change the fingerprint when they change a table', async () => {
    await engine.import([shop()]);
    const before = (await engine.dataset()).fingerprint;
    await engine.query('SELECT 1');
    expect((await engine.dataset()).fingerprint).toBe(before);
    await engine.query(`UPDATE shop SET amount = 1 WHERE amount IS NULL`);
    expect((await engine.dataset()).fingerprint).not.toBe(before);
  });
});

describe('settings', () => {
  it('are checked, and change the fingerprint where they alter figures', async () => {
    const { fingerprint } = await engine.dataset();
    await engine.setSettings({ language: 'zh' });
    expect((await engine.dataset()).fingerprint).toBe(fingerprint);
    await engine.setSettings({ zone: 'Asia/Shanghai' });
    expect((await engine.dataset()).fingerprint).not.toBe(fingerprint);
    expect((await outcome(engine.setSettings({ zone: 'Mars/Olympus' }))).code).toBe('data.bad-zone');
    expect((await outcome(engine.setSettings({ sessionGapMinutes: -1 }))).code).toBe('settings.bad-value');
    expect(engine.settings().zone).toBe('Asia/Shanghai');
  });
});

describe('a run', () => {
  beforeEach(() => engine.import([shop()]));

  it('goes from parameters to a kept result', async () => {
    const shares: number[] = [];
    const run = await engine.run(spend, {}, { seed: 3, onProgress: (done) => shares.push(done) });
    expect(run).toMatchObject({ id: 'spend', params: { least: 0 }, seed: 3, cached: false });
    expect(run.result).toEqual({ user: ['ann', 'cleo'], spent: [12.5, 7.25] });
    expect(run.queries['buyers']).toMatch(/^WITH per_user AS/);
    expect(run.models).toEqual([{ name: 'spend', kind: 'mean' }]);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(await rows('SELECT * FROM spend_scores')).toEqual({ user: ['ann', 'cleo'], score: [12.5, 7.25] });
  });

  it('is made once, and again when parameters, data, seed or settings differ', async () => {
    await engine.run(spend, {});
    expect((await engine.run(spend, { least: 0 })).cached).toBe(true);
    expect(runs).toBe(1);
    await engine.run(spend, { least: 10 });
    await engine.run(spend, {}, { seed: 9 });
    await engine.setSettings({ zone: 'Asia/Tokyo' });
    await engine.run(spend, {});
    await engine.query("DELETE FROM shop WHERE user_id = 'bob'");
    await engine.run(spend, {});
    expect(runs).toBe(5);
  });

  it('takes parameters of an older version', async () => {
    const { result } = await engine.run(spend, { minimum: 10 }, { version: 1 });
    expect(result).toEqual({ user: ['ann'], spent: [12.5] });
  });

  it('says which parameter is wrong, and what the data lack', async () => {
    const wrong = await outcome(engine.run(spend, { least: -1 }));
    expect([wrong.code, wrong.values['path']]).toEqual(['params.invalid', 'least']);
    await engine.setMapping({ events: { table: 'shop', user: 'user_id', time: 'timestamp' } });
    const lacking = await outcome(engine.run(spend, {}));
    expect([lacking.code, lacking.values['role']]).toEqual(['data.missing-role', 'events.value']);
  });

  it('stops when it is cancelled, and keeps nothing', async () => {
    const controller = new AbortController();
    const onProgress = (done: number) => done > 0.3 && controller.abort();
    expect((await outcome(engine.run(spend, {}, { signal: controller.signal, onProgress }))).name).toBe('AbortError');
    expect(engine.models()).toEqual([]);
    expect(await names()).toEqual(['shop']);
  });

  it('lists its members', async () => {
    expect(await engine.members(spend, {}, 'buy')).toEqual(['ann', 'cleo']);
  });

  it('does not overwrite a table of the user, but replaces its own', async () => {
    await engine.run(spend, {});
    await engine.run(spend, { least: 10 });
    expect(await rows('SELECT * FROM spend_scores')).toEqual({ user: ['ann'], score: [12.5] });
    await engine.removeModel('spend');
    expect([engine.models(), await names()]).toEqual([[], ['shop']]);
    await engine.query('CREATE TABLE spend_scores AS SELECT 1 AS mine');
    expect((await outcome(engine.run(spend, {}))).code).toBe('engine.name-taken');
    expect(await rows('SELECT mine FROM spend_scores')).toEqual({ mine: [1] });
  });

  it('is made again when its model was removed', async () => {
    await engine.run(spend, {});
    await engine.removeModel('spend');
    expect((await engine.run(spend, {})).cached).toBe(false);
    expect(engine.models()).toHaveLength(1);
  });
});

describe('a database that died', () => {
  it('comes back with files, statements, scores and views, in order', async () => {
    await engine.import([shop()]);
    await engine.query(`DELETE FROM shop WHERE user_id = 'bob'`);
    await engine.import([shop()], { append: true });
    await engine.query('CREATE TABLE copied AS SELECT user_id, amount FROM shop');
    await engine.run(spend, {});
    const before = [await engine.tables(), await engine.dataset(), await rows('SELECT * FROM spend_scores')];
    database.die();
    expect([await engine.tables(), await engine.dataset(), await rows('SELECT * FROM spend_scores')]).toEqual(before);
    expect(await rows('SELECT count(*)::DOUBLE AS n FROM canonical.events')).toEqual({ n: [9] });
    await expect.poll(notices).toEqual(['worker.restarted']);
  });

  it('tells which table could not be brought back, and keeps the rest', async () => {
    let broken = false;
    const file = shop();
    const slice = file.slice.bind(file);
    const fail = () => {
      throw new DOMException('gone', 'NotReadableError');
    };
    Object.assign(file, {
      slice: (...range: number[]) => (broken ? fail() : slice(...range)),
      stream: () => (broken ? fail() : File.prototype.stream.call(file)),
    });
    await engine.import([file]);
    await engine.import([csv('other.csv', 'a,b\n1,2\n')]);
    broken = true;
    database.die();
    await engine.query('SELECT 1');
    expect(await names()).toEqual(['other']);
    expect(notices()).toContain('engine.table-lost');
    expect(engine.mapping().events).toBeUndefined();
  });

  it('while a file comes in: the import fails whole, and the next one works', async () => {
    await engine.import([shop()]);
    const line = 'ann,2024-01-01 10:00:00,view,1\n';
    const large = csv('large.csv', `user_id,timestamp,event,amount\n${line.repeat(800_000)}`);
    let killed = false;
    // Before the first batch is in, another database would take its place unseen.
    const onProgress = (done: number) => {
      if (killed || done < 0.6) return;
      killed = true;
      database.die();
    };
    expect((await outcome(engine.import([large], {}, { onProgress }))).code).toBe('worker.died');
    expect(await names()).toEqual(['shop']);
    await engine.import([large]);
    expect((await engine.tables()).map(({ rows: n }) => n)).toEqual([5, 800_000]);
  });
});

describe('a saved project', () => {
  beforeEach(async () => {
    await engine.import([shop()]);
    await engine.query(
      `CREATE TABLE odd AS SELECT uuid() AS id, 170141183460469231731687303715884105727::HUGEINT AS h, 'x'::ENUM('x', 'y') AS e, [1, 2] AS l, {'a': 1} AS s, TIME '10:00' AS t, DATE '2024-02-29' AS d, 1.25::DECIMAL(9, 2) AS m, INTERVAL 3 DAY AS i, NULL AS n, '非' AS "__proto__"`,
    );
    await engine.setSettings({ zone: 'Asia/Shanghai', weekStart: 'sunday' });
    await engine.run(spend, {});
  });

  it('comes back as it was', async () => {
    const show = async () => ({
      tables: await engine.tables(),
      mapping: engine.mapping(),
      settings: engine.settings(),
      models: engine.models(),
      reports: engine.reports(),
      shop: await rows('SELECT * FROM shop'),
      odd: await rows('SELECT * EXCLUDE (i), i::VARCHAR AS i FROM (SELECT COLUMNS(*)::VARCHAR FROM odd)'),
      events: (await engine.dataset()).events,
    });
    const [saved, before] = [await engine.save(), await show()];
    await engine.dropTable('shop');
    await engine.query('DROP TABLE odd');
    await engine.setSettings({ zone: 'UTC' });
    await engine.open(saved);
    expect(await show()).toEqual(before);
    await engine.run(spend, { least: 10 });
    expect(await rows('SELECT * FROM spend_scores')).toEqual({ user: ['ann'], score: [12.5] });
    database.die();
    expect(await names()).toEqual(expect.arrayContaining(['shop', 'odd', 'spend_scores']));
  });

  it('is refused where it is torn or foreign, and the present one stays', async () => {
    const saved = await engine.save();
    const cases: [Blob, string][] = [
      [new Blob(['no zip at all']), 'project.not-a-project'],
      [new Blob([]), 'project.not-a-project'],
      [saved.slice(0, saved.size >> 1), 'project.damaged'],
    ];
    const before = [engine.status().id, await engine.tables(), engine.mapping(), engine.models()];
    for (const [blob, code] of cases) expect((await outcome(engine.open(blob))).code).toBe(code);
    expect([engine.status().id, await engine.tables(), engine.mapping(), engine.models()]).toEqual(before);
    expect(await engine.projects()).toHaveLength(1);
  });
});

describe('memory', () => {
  it('is told by the engine', async () => {
    const { used, limit } = await engine.memory();
    expect(used).toBeGreaterThanOrEqual(0);
    expect(limit).toBeGreaterThan(1e9);
  });
});
