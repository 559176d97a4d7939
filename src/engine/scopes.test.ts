import { tableFromIPC } from 'apache-arrow';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AnyAnalysis } from '../contract/analysis.ts';
import { defineAnalysis } from '../contract/analysis.ts';
import type { Cohort } from '../contract/document.ts';
import type { Condition } from '../contract/population.ts';
import type { AppError } from '../core/errors.ts';
import { ProjectEngine } from './project-engine.ts';
import { columnsOf } from './test-rows.ts';
import type { TestDatabase, TestDisk } from './test-workers.ts';
import { testDisk, testTenancy, testWorkers } from './test-workers.ts';

const csv = (name: string, text: string) => new File([text], name, { type: 'text/csv' });

const shop = () =>
  csv(
    'shop.csv',
    `user_id,timestamp,event,country
ann,2024-01-01 10:00:00,view,NO
ann,2024-01-02 10:00:00,buy,NO
bob,2024-01-03 10:00:00,view,SE
bob,2024-01-04 10:00:00,buy,SE
cleo,2024-01-05 10:00:00,view,NO
dan,2024-01-06 10:00:00,leave,
`,
  );
const people = () => csv('people.csv', 'user_id,label\nann,pro\nbob,free\nzoe,pro\n');

const texts = { title: '', about: '' };

/** How often each event was, by SQL; and who did it. */
const counts = defineAnalysis({
  id: 'counts',
  version: 2,
  group: 'overview',
  requires: ['events.user'],
  cost: 'cheap',
  params: v.object({ least: v.optional(v.number(), 0) }),
  queries: (_params, _data, sql) => ({
    counts: `SELECT "event", count(*)::DOUBLE AS n FROM ${sql.view('events')} WHERE "user" IS NOT NULL GROUP BY 1 ORDER BY 1`,
  }),
  views: () => [],
  members: (_params, _data, sql, mark) =>
    `SELECT DISTINCT "user" FROM ${sql.view('events')} WHERE "event" = ${sql.literal(mark)} ORDER BY 1`,
  migrate: ({ minimum }) => ({ least: minimum }),
  texts: { en: { ...texts, 'param.least': '' }, zh: { ...texts, 'param.least': '' } },
});

/** Lists its people by code, in the compute worker. */
const walked = defineAnalysis({
  id: 'walked',
  version: 1,
  group: 'overview',
  requires: [],
  cost: 'cheap',
  params: v.object({}),
  queries: (_params, _data, sql) => ({ users: `SELECT DISTINCT "user" FROM ${sql.view('events')} ORDER BY 1` }),
  people: (_params, _data, sql) => `SELECT DISTINCT "user" FROM ${sql.view('events')} ORDER BY 1`,
  views: () => [],
  texts: { en: texts, zh: texts },
});

const analyses = new Map<string, AnyAnalysis>([
  ['counts', counts],
  ['walked', walked],
]);

let engine: ProjectEngine;
let database: TestDatabase;
let disk: TestDisk;

beforeEach(async () => {
  disk = testDisk();
  engine = new ProjectEngine({
    describe: ({ code }) => code,
    analyses,
    tenancy: testTenancy(disk),
    workers: (hooks) => {
      const workers = testWorkers(hooks, {}, disk, {
        walked: { default: () => null, members: (_tables, _params, mark) => [Number(mark)] },
      });
      database = workers.database as TestDatabase;
      return workers;
    },
  });
  await engine.ready;
  await engine.import([shop()]);
  await engine.import([people()]);
  await engine.setMapping({
    events: { table: 'shop', user: 'user_id', time: 'timestamp', event: 'event' },
    users: { table: 'people', user: 'user_id', label: 'label' },
  });
}, 60_000);

afterEach(() => database.release(), 60_000);

const buyers: Condition = { kind: 'did', what: { events: ['buy'] } };
const mark: Condition = { kind: 'mark', analysis: 'counts', version: 2, params: {}, mark: 'view', label: 'view' };
const cohort = (id: string, rule: Condition): Cohort => ({
  id,
  name: id,
  rule,
  label: '',
  users: 0,
  fingerprint: '',
  at: '',
});
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => '',
    (error: AppError) => error.code,
  );
const counted = async (...args: Parameters<ProjectEngine['run']> extends [unknown, ...infer R] ? R : never) => {
  const run = await engine.run(counts, ...args);
  const { counts: table } = run.result as { counts: { event: string[]; n: number[] } };
  return { run, events: Object.fromEntries(table.event.map((name, i) => [name, table.n[i]])) };
};
const scopeTables = async () => {
  const sql = `SELECT table_name AS t FROM duckdb_tables() WHERE schema_name = 'scope'`;
  return (columnsOf(tableFromIPC(await engine.query(sql)))['t'] as string[] | undefined) ?? [];
};

describe('a run under a scope', () => {
  it('sees the events of its users, its span and its filters, and says what it stood on', async () => {
    const all = await counted({});
    expect([all.events, all.run.scope, 'scope' in all.run]).toEqual([{ buy: 2, leave: 1, view: 3 }, undefined, false]);
    expect(all.run.queries['counts']).toContain('FROM canonical."events" WHERE');
    const scope = { population: buyers, span: { from: Date.UTC(2024, 0, 2) } };
    const some = await counted({}, { scope });
    expect([some.events, some.run.scope, some.run.cached]).toEqual([{ buy: 2, view: 1 }, scope, false]);
    expect(some.run.queries['scope.population']).toContain('canonical."events"');
    expect((await counted({}, { scope })).run).toMatchObject({ cached: true, scope });
    expect((await counted({}, {})).run).toMatchObject({ cached: true, result: all.run.result });
    const where = [{ property: 'country', is: 'is' as const, values: ['NO'] }];
    expect((await counted({}, { scope: { events: ['view', 'buy'], where } })).events).toEqual({ buy: 1, view: 2 });
    expect((await counted({}, { scope: { span: {}, events: [] } })).run).toMatchObject({ cached: true });
  });

  it('has the facts of what it leaves: names that it leaves out are not unknown, and its users do not move the end', async () => {
    const whole = await engine.dataset();
    const of = (name: string, count: number, users: number) => ({ name, count, users });
    const data = await engine.dataset({ population: buyers });
    expect(data.events).toEqual([of('buy', 2, 2), of('view', 2, 2), of('leave', 0, 0)]);
    expect([data.range, data.fingerprint]).toEqual([whole.range, whole.fingerprint]);
    const to = Date.UTC(2024, 0, 4);
    expect((await engine.dataset({ span: { to } })).range).toEqual({ first: whole.range!.first, last: to - 1 });
    expect((await engine.dataset({ span: { to: 0 } })).range).toBeNull();
    expect(await engine.scopeSize({ population: buyers, events: ['buy'] })).toEqual({
      users: 2,
      of: 4,
      events: 2,
      ofEvents: 6,
    });
    expect(await engine.scopeSize({})).toEqual({ users: 4, of: 4, events: 6, ofEvents: 6 });
  });

  it('lists the people behind its marks, by SQL and by a walk', async () => {
    expect(await engine.members(counts, {}, 'view')).toEqual(['ann', 'bob', 'cleo']);
    expect(await engine.members(counts, {}, 'view', { scope: { population: buyers } })).toEqual(['ann', 'bob']);
    expect(await engine.members(walked, {}, '1')).toEqual(['bob']);
    const scope = { population: { kind: 'not' as const, of: buyers } };
    expect(await engine.members(walked, {}, '1', { scope })).toEqual(['dan']);
  });

  it('refuses what is no scope', async () => {
    expect(await code(engine.run(counts, {}, { scope: { span: 7 } as never }))).toBe('population.invalid');
    expect(await code(engine.run(counts, {}, { scope: { events: ['sell'] } }))).toBe('params.unknown-event');
    expect(await code(engine.dataset({ population: { kind: 'cohort', id: 'none' } }))).toBe(
      'population.unknown-cohort',
    );
  });
});

describe('a population', () => {
  it('of every kind is counted and listed', async () => {
    const listed = (condition: Condition) => engine.populationUsers(condition);
    expect(await engine.population(buyers)).toEqual({ users: 2, of: 4 });
    expect(await listed(mark)).toEqual(['ann', 'bob', 'cleo']);
    expect(await listed({ ...mark, version: 1, params: { minimum: 1 } })).toEqual(['ann', 'bob', 'cleo']);
    expect(await listed({ ...mark, scope: { population: buyers } })).toEqual(['ann', 'bob']);
    expect(await listed({ ...mark, analysis: 'walked', version: 1, mark: '3' })).toEqual(['dan']);
    expect(
      await listed({ kind: 'and', of: [mark, { kind: 'not', of: { kind: 'list', users: ['ann', 'zoe'] } }] }),
    ).toEqual(['bob', 'cleo']);
    expect(await listed({ kind: 'list', users: [] })).toEqual([]);
    expect(await engine.population({ kind: 'list', users: ['zoe', 'ann', 'ann'] })).toEqual({ users: 1, of: 4 });
    expect(await code(listed({ ...mark, analysis: 'gone' }))).toBe('population.unknown-analysis');
    expect(await code(listed({ ...mark, version: 9 }))).toBe('population.newer-analysis');
  });

  it('by a cohort follows its rule, and so do runs', async () => {
    const scope = { population: { kind: 'cohort' as const, id: 'c' } };
    await engine.setPart('cohorts', [cohort('c', buyers)]);
    expect((await counted({}, { scope })).events).toEqual({ buy: 2, view: 2 });
    await engine.setPart('cohorts', [
      cohort('c', { kind: 'not', of: { kind: 'cohort', id: 'd' } }),
      cohort('d', buyers),
    ]);
    const other = await counted({}, { scope });
    expect([other.events, other.run.cached, other.run.scope]).toEqual([{ leave: 1, view: 1 }, false, scope]);
    await engine.setPart('cohorts', [
      cohort('c', { kind: 'cohort', id: 'd' }),
      cohort('d', { kind: 'cohort', id: 'c' }),
    ]);
    expect(await code(counted({}, { scope }))).toBe('population.cohort-cycle');
  });

  it('is looked up once, is no table of the project, and is made anew for other data or another database', async () => {
    await engine.population({ kind: 'or', of: [buyers, mark] });
    const made = await scopeTables();
    expect(made).toHaveLength(3);
    await engine.population({ kind: 'or', of: [buyers, mark] });
    expect(await scopeTables()).toEqual(made);
    expect((await engine.tables()).map(({ name }) => name)).toEqual(['shop', 'people']);
    // A statement of the user's is not blamed for them.
    await engine.query(`INSERT INTO shop VALUES ('eve', '2024-01-05 12:00:00', 'buy', NULL)`);
    expect(await engine.populationUsers(buyers)).toEqual(['ann', 'bob', 'eve']);
    const anew = await scopeTables();
    expect([anew.length, anew.filter((name) => made.includes(name))]).toEqual([2, []]);
    database.die();
    expect(await scopeTables()).toEqual([]);
    expect((await counted({}, { scope: { population: buyers } })).events).toEqual({ buy: 3, view: 2 });
    database.die();
    expect(await engine.members(counts, {}, 'view', { scope: { population: buyers } })).toEqual(['ann', 'bob']);
    await engine.saved();
    expect(JSON.stringify(await engine.save().then((blob) => blob.text()))).not.toContain('population_');
  });

  it('asked for twice at once is made once; a cancel is its own', async () => {
    const controller = new AbortController();
    const first = engine.population(buyers, { signal: controller.signal }).catch((error: Error) => error.name);
    const second = engine.population(buyers);
    controller.abort();
    expect(await second).toEqual({ users: 2, of: 4 });
    expect(await first).toBe('AbortError');
  });

  it('may rest on more lists than are kept', async () => {
    const of = Array.from({ length: 60 }, (_, n) => ({ kind: 'list' as const, users: ['ann', `x${n}`] }));
    expect(await engine.population({ kind: 'or', of })).toEqual({ users: 1, of: 4 });
    expect((await scopeTables()).length).toBeLessThanOrEqual(48);
  }, 30_000);

  it('leaves a user’s own tables of that schema refused', async () => {
    await engine.population(buyers);
    expect(await code(engine.query('CREATE TABLE scope.mine AS SELECT 1'))).toBe('sql.not-kept');
    expect(await scopeTables()).not.toContain('mine');
  });
});

describe('for whoever writes a filter', () => {
  it('a property’s values, those of most users first', async () => {
    expect(await engine.propertyValues('country')).toEqual([
      { value: 'NO', count: 2 },
      { value: 'SE', count: 1 },
    ]);
    expect(await engine.propertyValues('country', 1)).toEqual([{ value: 'NO', count: 2 }]);
    expect(await engine.propertyValues('users.label')).toEqual([
      { value: 'pro', count: 2 },
      { value: 'free', count: 1 },
    ]);
    expect(await code(engine.propertyValues('age'))).toBe('params.unknown-property');
  });

  it('names by what is typed of them, and anew once the data changes', async () => {
    const named = async (words: string) => (await engine.names('user', words)).map(({ key, often }) => [key, often]);
    expect(await named('AN')).toEqual([
      ['ann', 2],
      ['dan', 1],
    ]);
    // Listed among the users, without an event.
    expect(await named('zo')).toEqual([['zoe', 0]]);
    expect(await engine.names('user', '', 1)).toEqual([{ key: 'ann', title: null, name: 'ann', often: 2 }]);
    expect(await engine.names('item', '')).toEqual([]);
    await engine.import([csv('shop2.csv', 'user_id,timestamp,event,country\nzoltan,2024-01-07 10:00:00,buy,NO\n')], {
      table: 'shop',
      append: true,
    });
    expect(await named('zo')).toEqual([
      ['zoltan', 1],
      ['zoe', 0],
    ]);
  });

  it('the users that a file names, with a heading or without', async () => {
    const read = (name: string, text: string) => engine.userList(csv(name, text));
    expect(await read('users.txt', 'ann\nbob\nzoe\nann\n')).toMatchObject({
      users: ['ann', 'bob', 'zoe'],
      known: 2,
      unknown: ['zoe'],
    });
    expect(await read('users.csv', 'n,who,note\n1,bob,x\n2,dan,y\n')).toEqual({
      users: ['bob', 'dan'],
      column: 'who',
      known: 2,
      unknown: [],
    });
  });
});
