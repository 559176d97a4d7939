import type { AnyCompute } from '../../workers/compute/run-job.ts';
import { tableFromArrays } from 'apache-arrow';
import { afterEach, describe, expect, it } from 'vitest';
import type { SavedModel } from '../contract/model.ts';
import { AppError } from '../core/errors.ts';
import { anyAnalysis, failure, rowsOf, shopLog, TestTabs } from './test-tabs.ts';
import type { TestTab } from './test-tabs.ts';
import { testDisk } from './test-workers.ts';

const tabs = new TestTabs();

afterEach(() => tabs.closeAll(), 60_000);

/** A loaded machine takes its time. */
const soon = <T>(read: () => T) => expect.poll(read, { timeout: 30_000 });

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Runs statements, and gives the tab that finds what they left on disk. */
async function reopened(...statements: string[]): Promise<{ before: TestTab; after: TestTab }> {
  const disk = testDisk();
  const before = await tabs.open(disk);
  await before.engine.import([shopLog()]);
  for (const sql of statements) await before.engine.query(sql);
  await before.engine.saved();
  await tabs.close(before);
  return { before, after: await tabs.open(disk) };
}

const model: SavedModel = {
  kind: 'mean',
  card: { analysis: 'spend', params: {}, seed: 1, data: {}, metrics: {}, baseline: {}, backend: { name: 'cpu' } },
  state: { mean: 9.875 },
  scores: 'spend_scores',
};

const computations: Record<string, AnyCompute> = {
  spend: async (_tables, _params, context) => {
    context.keep('spend', model);
    context.publish('spend_scores', tableFromArrays({ user: ['ann'], score: Float64Array.of(1) }));
    return {};
  },
};

describe('after a reload there are', () => {
  it('the rows of a table whose own column hides the row numbers', async () => {
    const { after } = await reopened(
      `CREATE TABLE r AS SELECT * FROM (VALUES (-1, 'neg'), (NULL, 'null'), (1000000000000, 'far')) v(rowid, s)`,
    );
    expect(await rowsOf(after, 'SELECT s FROM r')).toEqual({ s: ['neg', 'null', 'far'] });
  });

  it('rows in their order over gaps, and tables without any', async () => {
    const { after } = await reopened(
      'CREATE TABLE gaps AS SELECT range AS n FROM range(400000)',
      'DELETE FROM gaps WHERE n BETWEEN 1000 AND 390000',
      'CREATE TABLE none AS SELECT range AS n FROM range(10)',
      'DELETE FROM none',
    );
    const gaps = await rowsOf(
      after,
      'SELECT count(*)::DOUBLE AS n, bool_and(n > before) AS up FROM (SELECT n, lag(n, 1, -1) OVER (ORDER BY rowid) AS before FROM gaps)',
    );
    expect(gaps).toEqual({ n: [10_999], up: [true] });
    expect((await after.engine.tables()).find(({ name }) => name === 'none')).toMatchObject({
      rows: 0,
      columns: [{ name: 'n', type: 'BIGINT' }],
    });
  });

  it('values of every type as they were', async () => {
    const sql = `SELECT '010110'::BIT AS bits, ['01'::BIT] AS bit_list, TIMETZ '10:00:00+05' AS timetz, 'x'::ENUM('x', 'y') AS e,
      170141183460469231731687303715884105727::HUGEINT AS h, INTERVAL 3 DAY AS i, '\\xAA'::BLOB AS b, MAP {'k': 1} AS m, 1.25::DECIMAL(38, 8) AS d,
      TIMESTAMPTZ '2024-01-01 10:00:00+02' AS tz, 'infinity'::TIMESTAMP AS inf, 'nan'::DOUBLE AS nan, union_value(n := 1) AS u, [[1], NULL] AS l`;
    const { after } = await reopened(
      `CREATE TABLE odd AS ${sql}`,
      `CREATE TABLE told AS SELECT COLUMNS(*)::VARCHAR FROM odd`,
    );
    const told = await rowsOf(after, 'SELECT * FROM told');
    expect(await rowsOf(after, 'SELECT COLUMNS(*)::VARCHAR FROM odd')).toEqual(told);
    expect([told['bits'], told['timetz']]).toEqual([['010110'], ['10:00:00+05']]);
  });

  it('macros and views, in whatever order they rest on each other', async () => {
    const { after } = await reopened(
      '-- doubles\nCREATE MACRO twice(x, factor := 2) AS x * factor',
      'CREATE VIEW buyers AS SELECT DISTINCT "user" FROM canonical.events',
      'CREATE VIEW va AS SELECT * FROM shop',
      'CREATE VIEW vb AS SELECT * FROM va',
      'CREATE OR REPLACE VIEW va AS SELECT user_id, amount FROM shop',
      'CREATE MACRO most() AS (SELECT max(amount) FROM va)',
    );
    expect([after.engine.status().access, after.notices]).toEqual(['write', []]);
    expect(await rowsOf(after, 'SELECT twice(4)::DOUBLE AS x, most() AS y')).toEqual({ x: [8], y: [12.5] });
  });

  it('a view whose table is gone is told, and spoils nothing', async () => {
    const { after } = await reopened(
      'CREATE TABLE t AS SELECT 1 AS x',
      'CREATE VIEW v AS SELECT * FROM t',
      'DROP TABLE t',
    );
    expect([after.engine.status().access, after.notices]).toEqual(['write', ['engine.statement-lost']]);
  });

  it('only tables that a project holds: others are refused', async () => {
    const { engine } = await tabs.open(testDisk());
    const codes = [];
    for (const table of [
      'TABLE raw.foo',
      'TABLE canonical.foo',
      'LOCAL TEMP TABLE lt',
      'TABLE __behold_mine',
      'SCHEMA s',
    ])
      codes.push(
        (await failure(engine.query(`CREATE ${table}${table.startsWith('SCHEMA') ? '' : ' AS SELECT 1 AS x'}`))).code,
      );
    expect(codes).toEqual(Array(5).fill('sql.not-kept'));
    expect((await failure(engine.query(`SELECT E'\\'' AS a; CREATE TABLE sneaky AS SELECT 1 AS x --'`))).code).toBe(
      'sql.several',
    );
  });
});

describe('while a change is saved', () => {
  it('the table is altered: the new columns come to the disk', async () => {
    const disk = testDisk();
    const tab = await tabs.open(disk);
    await tab.engine.import([shopLog()]);
    tab.on.database = async (method, args, next) => {
      // Everything takes long, so that saving and changing meet.
      if (method === 'query' && !String(args[0]).startsWith('ALTER')) await pause(20);
      return next();
    };
    await tab.engine.query("UPDATE shop SET amount = 1 WHERE event = 'view'");
    await pause(70);
    await tab.engine.query("ALTER TABLE shop ADD COLUMN note VARCHAR DEFAULT 'new'");
    await tab.engine.saved();
    await tabs.close(tab);
    const after = await tabs.open(disk);
    expect(await rowsOf(after, 'SELECT DISTINCT note FROM shop')).toEqual({ note: ['new'] });
  });

  it('the answer of a commit is lost with its worker: no copy is made, and nothing lost', async () => {
    const tab = await tabs.open(testDisk());
    await tab.engine.import([shopLog()]);
    await tab.engine.saved();
    let commits = 0;
    tab.on.storage = async (method, _args, next) => {
      const answer = await next();
      if (method === 'commit' && commits++ === 0) throw new AppError('worker.died', { worker: 'storage' });
      return answer;
    };
    await tab.engine.setPart('notes', 'kept');
    await tab.engine.saved();
    expect((await tab.engine.projects()).map(({ name }) => name)).toEqual(['shop']);
    expect([tab.notices, tab.engine.status().saving]).toEqual([[], 'saved']);
  });

  it('the disk is full: an import still ends, and the file can be had', async () => {
    const tab = await tabs.open(testDisk());
    tab.on.storage = (method, args, next) =>
      method === 'put' && args[2] === 'arrow' && !args[3]
        ? Promise.reject(new AppError('storage.full', { needed: 10, free: 1 }))
        : next();
    await tab.engine.import([shopLog()]);
    expect((await failure(tab.engine.saved())).code).toBe('storage.full');
    expect(tab.engine.status().saving).toBe('failed');
    const line = 'customer-eve,2024-01-03 09:00:00,view,\n';
    await tab.engine.import([shopLog('more.csv', line.repeat(40_000))]);
    expect((await tab.engine.save()).size).toBeGreaterThan(1000);
    tab.on.storage = undefined;
    await tab.engine.saved();
    expect(tab.engine.status().saving).toBe('saved');
  }, 90_000);
});

describe('when another project comes', () => {
  it('an import that is under way belongs to the one before', async () => {
    const { engine } = await tabs.open(testDisk());
    await Promise.all([engine.import([shopLog()]), engine.newProject()]);
    expect((await engine.projects()).map(({ name }) => name)).toEqual(['shop']);
    expect(await engine.tables()).toEqual([]);
  });

  it('nothing may be changed until it is there', async () => {
    const { engine } = await tabs.open(testDisk());
    await engine.import([shopLog()]);
    await engine.saved();
    const first = engine.status().id;
    await engine.newProject();
    const opening = engine.openProject(first);
    await soon(() => engine.status().opening).toBe('shop');
    expect((await failure(engine.setPart('notes', 'lost?'))).code).toBe('project.switching');
    await opening;
    await engine.setPart('notes', 'kept');
  });

  it('a project that was erased in another tab does not come back', async () => {
    Object.assign(globalThis, { window: {} });
    const disk = testDisk();
    const [one, other] = [await tabs.open(disk), await tabs.open(disk)];
    Reflect.deleteProperty(globalThis, 'window');
    await one.engine.import([shopLog()]);
    await one.engine.saved();
    let letGo = () => {};
    const gate = new Promise<void>((resolve) => (letGo = resolve));
    one.on.database = async (method, _args, next) => {
      if (method === 'insert') await gate;
      return next();
    };
    const importing = one.engine.import([shopLog('more.csv')]).catch(() => undefined);
    await pause(100);
    await other.engine.erase();
    await pause(200);
    letGo();
    await importing;
    await soon(() => one.notices).toContain('project.erased-elsewhere');
    expect(await other.engine.projects()).toEqual([]);
  }, 90_000);
});

describe('a table that can’t be read when the database comes back', () => {
  it('is not dropped from the project before the user agrees', async () => {
    const disk = testDisk();
    const tab = await tabs.open(disk);
    await tab.engine.import([shopLog()]);
    await tab.engine.saved();
    tab.on.storage = (method, _args, next) =>
      method === 'read' ? Promise.reject(new AppError('storage.damaged', { file: 'f', reason: 'content' })) : next();
    tab.database.die();
    await tab.engine.query('SELECT 1');
    tab.on.storage = undefined;
    expect(tab.engine.status().access).toBe('damaged');
    expect((await failure(tab.engine.query('CREATE TABLE third AS SELECT 1 AS x'))).code).toBe('project.read-only');
    await tabs.close(tab);
    expect((await (await tabs.open(disk)).engine.tables()).map(({ name }) => name)).toEqual(['shop']);
  });
});

describe('models', () => {
  it('a removal that was undone is undone on disk too', async () => {
    const disk = testDisk();
    const tab = await tabs.open(disk, computations);
    await tab.engine.run(anyAnalysis, {});
    await tab.engine.removeModel('spend');
    await tab.engine.saved();
    await Promise.all([tab.engine.undo(), tab.engine.undo()]);
    await tab.engine.saved();
    await tabs.close(tab);
    const after = await tabs.open(disk);
    expect([after.engine.history().done, after.engine.models().map(({ name }) => name)]).toEqual([0, ['spend']]);
  });

  it('a table of one’s own is never taken for one that a run made', async () => {
    const tab = await tabs.open(testDisk(), computations);
    await tab.engine.run(anyAnalysis, {});
    await tab.engine.query('CREATE OR REPLACE TABLE spend_scores AS SELECT 1 AS mine');
    expect((await failure(tab.engine.run(anyAnalysis, { k: 1 }))).code).toBe('engine.name-taken');
    expect(await rowsOf(tab, 'SELECT mine FROM spend_scores')).toEqual({ mine: [1] });
  });
});
