import { tableFromIPC } from 'apache-arrow';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EngineEvent } from '../../contract/engine.ts';
import type { RecipeStep } from '../../contract/operation.ts';
import { defineOperation } from '../../contract/operation.ts';
import type { AppError } from '../../core/errors.ts';
import { operations as registered } from '../../registry.ts';
import { ProjectEngine } from '../project-engine.ts';
import { columnsOf } from '../test-rows.ts';
import type { TestDatabase } from '../test-workers.ts';
import { testDisk, testTenancy, testWorkers } from '../test-workers.ts';

const csv = (name: string, text: string) => new File([text], name, { type: 'text/csv' });

/** Seven rows: the third is the second again, and the fifth the fourth; two events have blanks around them. */
const log = () =>
  csv(
    'log.csv',
    `user,time,event,amount
ann,2024-01-01 10:00:00,view,1
ann,2024-01-01 10:05:00," buy ",12.5
ann,2024-01-01 10:05:00," buy ",12.5
bob,2024-01-02 09:00:00,view,2
bob,2024-01-02 09:00:00,view,2
cleo,2024-01-03 23:30:00,view ,3
cleo,2024-01-04 00:10:00,buy,7.25
`,
  );

const texts = { title: '', about: '' };

/** Reads another table, so that a missing one can be told; brings each row as often as its key is there. */
const lookup = defineOperation({
  id: 'lookup',
  version: 1,
  group: 'tables',
  params: v.object({ table: v.optional(v.string(), 'names') }),
  needs: ({ table }) => [{ column: 'user', table, types: ['text'] }],
  sql: ({ table }, _input, sql) => ({
    select: `SELECT i.*, t."label" FROM input i LEFT JOIN main.${sql.identifier(table)} t USING ("user") ORDER BY __row, "label"`,
    touched: `"user" IN (SELECT "user" FROM main.${sql.identifier(table)})`,
    figures: `SELECT count(*)::DOUBLE AS matched FROM input JOIN main.${sql.identifier(table)} USING ("user")`,
  }),
  describe: () => '',
  texts: { en: texts, zh: texts },
});

/** Fails while it runs, not before. */
const broken = defineOperation({
  id: 'broken',
  version: 1,
  group: 'values',
  params: v.object({}),
  needs: () => [],
  sql: () => ({
    select: `SELECT * REPLACE (error('row ' || __row) AS "event") FROM input WHERE __row >= 0`,
    touched: 'TRUE',
  }),
  describe: () => '',
  texts: { en: texts, zh: texts },
});

/** Numbers rows by a window over all of them: slow enough to be cancelled on many. */
const slow = defineOperation({
  id: 'slow',
  version: 2,
  group: 'columns',
  params: v.object({ name: v.optional(v.string(), 'n') }),
  needs: () => [],
  sql: ({ name }, _input, sql) => ({
    select: `SELECT *, count(*) OVER (ORDER BY hash(__row), md5(__row::VARCHAR))::DOUBLE AS ${sql.identifier(name)} FROM input ORDER BY __row`,
    touched: 'FALSE',
  }),
  describe: () => '',
  migrate: (params) => ({ name: params['column'] }),
  texts: { en: texts, zh: texts },
});

const operations = new Map([...registered, ...[lookup, broken, slow].map((each) => [each.id, each] as const)]);

const step = (operation: string, params: Record<string, unknown> = {}): RecipeStep => ({
  operation,
  version: operations.get(operation)?.version ?? 1,
  params,
});
const dedupe = step('deduplicate');
const trim = step('trim');
const rename = (from: string, to: string) => step('rename', { pairs: [{ from, to }] });

let engine: ProjectEngine;
let database: TestDatabase;
let events: EngineEvent[];

const outcome = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail('resolved'),
    (error: unknown) => error as AppError,
  );
const rows = async (sql: string) => columnsOf(tableFromIPC(await engine.query(sql)));
const count = async (table: string) => (await rows(`SELECT count(*)::DOUBLE AS n FROM ${table}`))['n']?.[0];
const notices = () => events.flatMap((event) => (event.kind === 'notice' ? [event.notice.code] : []));
/** All that the database holds, hidden tables too. */
const held = () => rows(`SELECT table_name AS name FROM duckdb_tables() ORDER BY 1`);

beforeEach(async () => {
  events = [];
  engine = new ProjectEngine({
    describe: ({ code }) => code,
    operations,
    tenancy: testTenancy(testDisk()),
    workers: (hooks) => {
      const workers = testWorkers(hooks);
      database = workers.database as TestDatabase;
      return workers;
    },
  });
  engine.onEvent((event) => events.push(event));
  await engine.ready;
  await engine.import([log()]);
}, 60_000);

afterEach(() => database.release(), 60_000);

describe('steps', () => {
  it('make the table anew, and say what each did', async () => {
    const [first, second] = await engine.setRecipe('log', [dedupe, trim]);
    expect(first).toMatchObject({
      touched: 2,
      before: { rows: 7, events: 7, users: 3, value: 40.25 },
      after: { rows: 5, events: 5, users: 3, value: 25.75 },
      figures: { sets: 2, most: 2 },
    });
    expect(first?.examples.rows.map(({ before, after }) => [before[0], before[2], after])).toEqual([
      ['ann', ' buy ', null],
      ['bob', 'view', null],
    ]);
    expect(second).toMatchObject({ touched: 2, before: { rows: 5 }, after: { rows: 5 } });
    expect(second?.examples.rows.map(({ before, after }) => [before[2], after?.[2]])).toEqual([
      [' buy ', 'buy'],
      ['view ', 'view'],
    ]);
    expect(await rows('SELECT "user", event, amount FROM log')).toEqual({
      user: ['ann', 'ann', 'bob', 'cleo', 'cleo'],
      event: ['view', 'buy', 'view', 'view', 'buy'],
      amount: [1, 12.5, 2, 3, 7.25],
    });
    expect((await engine.dataset()).events).toEqual([
      { name: 'view', count: 3, users: 3 },
      { name: 'buy', count: 2, users: 2 },
    ]);
    expect(await count('raw.log')).toBe(7);
    expect(engine.recipe('log').map(({ operation }) => operation)).toEqual(['deduplicate', 'trim']);
    expect(engine.recipeReport('log').map(({ touched }) => touched)).toEqual([2, 2]);
    expect(await held()).toEqual({ name: ['__behold_raw_log', 'log'] });
  });

  it('are taken back: the very table, and nothing beside it', async () => {
    const before = [await rows('SELECT * FROM log'), await engine.tables(), engine.mapping()];
    await engine.import([csv('later.csv', 'a,b\n1,2\n')]);
    await engine.setRecipe('log', [dedupe, trim]);
    expect((await engine.tables()).map(({ name }) => name)).toEqual(['log', 'later']);
    await engine.setRecipe('log', []);
    await engine.dropTable('later');
    expect([await rows('SELECT * FROM log'), await engine.tables(), engine.mapping()]).toEqual(before);
    expect(await held()).toEqual({ name: ['log'] });
    expect((await outcome(engine.query('SELECT * FROM raw.log'))).code).toBe('sql.catalog');
  });

  it('that are off stay in the list and do nothing', async () => {
    const reports = await engine.setRecipe('log', [{ ...dedupe, off: true }, trim]);
    expect(reports.map((report) => report.step.operation)).toEqual(['trim']);
    expect(await count('log')).toBe(7);
    expect(engine.recipe('log')[0]).toMatchObject({ operation: 'deduplicate', off: true });
    await engine.setRecipe('log', [{ ...dedupe, off: true }]);
    expect(await rows('SELECT event FROM log LIMIT 2')).toEqual({ event: ['view', ' buy '] });
  });

  it('always start from what was imported, and change the fingerprint', async () => {
    await engine.setRecipe('log', [dedupe, trim]);
    const { fingerprint } = await engine.dataset();
    await engine.setRecipe('log', [trim]);
    expect(await count('log')).toBe(7);
    expect((await engine.dataset()).fingerprint).not.toBe(fingerprint);
  });

  it('are tried without being taken', async () => {
    const before = [await rows('SELECT * FROM log'), await held()];
    const reports = await engine.previewRecipe('log', [dedupe]);
    expect(reports).toMatchObject([{ touched: 2, after: { rows: 5 } }]);
    expect([await rows('SELECT * FROM log'), await held()]).toEqual(before);
    expect(engine.recipe('log')).toEqual([]);
  });

  it('bring parameters of an older version up to date', async () => {
    await engine.setRecipe('log', [{ operation: 'slow', version: 1, params: { column: 'place' } }]);
    expect((await engine.tables())[0]?.columns.at(-1)?.name).toBe('place');
    expect(engine.recipe('log')).toEqual([{ operation: 'slow', version: 2, params: { name: 'place' } }]);
  });

  it('number rows anew where a step repeated them', async () => {
    await engine.import([csv('names.csv', 'user,label\nann,a1\nann,a2\nbob,b1\n')]);
    const [joined, numbered] = await engine.setRecipe('log', [step('lookup'), dedupe]);
    expect(joined).toMatchObject({ touched: 5, figures: { matched: 8 }, after: { rows: 10 } });
    expect(numbered).toMatchObject({ touched: 3, after: { rows: 7 } });
    expect(await rows('SELECT "user", label FROM log')).toEqual({
      user: ['ann', 'ann', 'ann', 'ann', 'bob', 'cleo', 'cleo'],
      label: ['a1', 'a2', 'a1', 'a2', 'b1', null, null],
    });
  });
});

describe('what fails', () => {
  it('leaves all as it was', async () => {
    await engine.setRecipe('log', [trim]);
    const before = [await rows('SELECT * FROM log'), await held(), engine.recipe('log'), engine.mapping()];
    const error = await outcome(engine.setRecipe('log', [dedupe, step('broken')]));
    expect([error.code, error.values['step'], error.values['operation']]).toEqual(['recipe.step-failed', 2, 'broken']);
    expect(error.values['message']).toContain('row 0');
    expect([await rows('SELECT * FROM log'), await held(), engine.recipe('log'), engine.mapping()]).toEqual(before);
  });

  it('is refused before it runs', async () => {
    const codes = [];
    for (const wrong of [
      step('no-such'),
      { ...trim, version: 99 },
      step('deduplicate', { keep: 'middle' }),
      step('deduplicate', { column: ['user'] }),
      step('trim', { columns: ['nope'] }),
      step('trim', { columns: ['amount'] }),
      step('lookup'),
    ])
      codes.push((await outcome(engine.setRecipe('log', [wrong]))).code);
    expect(codes).toEqual([
      'recipe.unknown-operation',
      'recipe.newer-step',
      'recipe.bad-params',
      'recipe.unknown-parameter',
      'recipe.missing-column',
      'recipe.other-type',
      'recipe.missing-table',
    ]);
    expect((await outcome(engine.setRecipe('nope', [trim]))).code).toBe('engine.unknown-table');
    expect(await held()).toEqual({ name: ['log'] });
  });

  it('a cancel leaves nothing behind', async () => {
    await engine.query('CREATE TABLE many AS SELECT range AS a FROM range(400000)');
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    const error = await outcome(engine.setRecipe('many', [step('slow')], { signal: controller.signal }));
    expect(error.name).toBe('AbortError');
    expect(await held()).toEqual({ name: ['log', 'many'] });
    expect(engine.recipe('many')).toEqual([]);
  });

  it('a table with the name that numbers rows', async () => {
    await engine.query('CREATE TABLE own AS SELECT 1 AS __ROW');
    expect((await outcome(engine.setRecipe('own', [trim]))).code).toBe('recipe.reserved-column');
    await engine.query(`CREATE TABLE other AS SELECT ' x ' AS rowid UNION ALL SELECT 'y'`);
    await engine.setRecipe('other', [trim]);
    expect(await rows('SELECT rowid FROM other')).toEqual({ rowid: ['x', 'y'] });
  });
});

describe('drift', () => {
  it('names what each step lacks, through the shapes that the steps before it leave', async () => {
    expect(await engine.checkRecipe('log', [rename('event', 'action'), step('trim', { columns: ['action'] })])).toEqual(
      [],
    );
    const drifts = await engine.checkRecipe('log', [
      step('trim', { columns: ['nope', 'amount'] }),
      rename('event', 'action'),
      step('trim', { columns: ['event'] }),
      step('lookup'),
      step('no-such'),
      { ...step('no-such'), off: true },
    ]);
    expect(
      drifts.map(({ step: at, reason, values }) => [at, reason, values['column'] ?? values['table'] ?? '']),
    ).toEqual([
      [0, 'missing-column', 'nope'],
      [0, 'other-type', 'amount'],
      [2, 'missing-column', 'event'],
      [3, 'missing-table', 'names'],
      [4, 'unknown-operation', ''],
    ]);
    expect(await held()).toEqual({ name: ['log'] });
  });
});

describe('the mapping', () => {
  it('loses the views whose columns go, and has them again with the columns', async () => {
    const before = engine.mapping();
    const own = { events: { ...before.events!, value: { sql: 'amount * 2' } } };
    await engine.setMapping(own);
    await engine.setRecipe('log', [rename('user', 'x'), rename('time', 'y')]);
    expect(notices()).toContain('mapping.view-lost');
    expect(engine.mapping().events?.user).not.toBe('user');
    await engine.setRecipe('log', []);
    expect(engine.mapping()).toEqual(own);
  });
});

describe('a cleaned table', () => {
  beforeEach(() => engine.setRecipe('log', [dedupe, trim]));

  it('comes back when the database dies', async () => {
    await engine.query('CREATE TABLE copied AS SELECT * FROM log');
    await engine.query('CREATE TABLE first AS SELECT * FROM raw.log');
    const show = async () => [
      await engine.tables(),
      await engine.dataset(),
      await rows('SELECT * FROM log'),
      await rows('SELECT * FROM raw.log'),
      engine.recipe('log'),
      engine.recipeReport('log'),
    ];
    const before = await show();
    database.die();
    expect(await show()).toEqual(before);
    await engine.setRecipe('log', [trim]);
    database.die();
    expect([await count('log'), await count('copied'), await count('first')]).toEqual([7, 5, 7]);
    await engine.setRecipe('log', []);
    database.die();
    expect([await count('log'), engine.recipe('log')]).toEqual([7, []]);
  });

  it('is as it was when the database dies while steps are taken', async () => {
    await engine.query('CREATE TABLE many AS SELECT range AS a FROM range(1000)');
    let [died, steps] = [false, 0];
    const onProgress = () => {
      steps++;
      if (!died) database.die();
      died = true;
    };
    const two = [step('slow'), step('slow', { name: 'm' })];
    const error = await outcome(engine.setRecipe('many', two, { onProgress }));
    expect([error.code, steps]).toEqual(['worker.died', 1]);
    expect([await count('many'), await count('log'), engine.recipe('many')]).toEqual([1000, 5, []]);
    expect((await engine.tables()).find(({ name }) => name === 'many')?.columns).toHaveLength(1);
  });

  it('takes added rows before its steps', async () => {
    await engine.import([log()], { append: true });
    expect([await count('raw.log'), await count('log')]).toEqual([14, 5]);
    expect(engine.recipeReport('log')[0]).toMatchObject({ touched: 9, before: { rows: 14 } });
    database.die();
    expect([await count('raw.log'), await count('log')]).toEqual([14, 5]);
    await engine.setRecipe('log', []);
    expect(await count('log')).toBe(14);
  });

  it('takes added rows by the columns that were imported', async () => {
    await engine.setRecipe('log', [rename('amount', 'euros')]);
    await engine.import([log()], { append: true });
    expect((await rows('SELECT sum(euros) AS s FROM log'))['s']).toEqual([80.5]);
  });

  it('runs its recipe over the file that takes its place', async () => {
    const next = csv(
      'log.csv',
      'user,time,event,amount\ndan,2024-02-01 10:00:00," view",1\ndan,2024-02-01 10:00:00," view",1\n',
    );
    await engine.import([next], { replace: true });
    expect(await rows('SELECT "user", event FROM log')).toEqual({ user: ['dan'], event: ['view'] });
    expect(await count('raw.log')).toBe(2);
    database.die();
    expect(await count('log')).toBe(1);
  });

  it('keeps its steps, switched off, where the new file does not fit', async () => {
    await engine.setRecipe('log', [step('trim', { columns: ['event'] })]);
    await engine.import([csv('log.csv', 'user,time,amount\ndan,2024-02-01 10:00:00,1\n')], { replace: true });
    expect(await count('log')).toBe(1);
    expect(engine.recipe('log')).toMatchObject([{ operation: 'trim', off: true }]);
    expect(notices()).toContain('recipe.no-longer-fits');
    const on = engine.recipe('log').map(({ off: _, ...each }) => each);
    expect(await engine.checkRecipe('log', on)).toMatchObject([{ step: 0, reason: 'missing-column' }]);
  });

  it('goes whole, by hand or by SQL', async () => {
    await engine.dropTable('log');
    expect([await held(), engine.recipe('log')]).toEqual([{ name: [] }, []]);
    await engine.import([log()]);
    await engine.setRecipe('log', [trim]);
    await engine.query('DROP TABLE log');
    expect([await held(), engine.recipe('log')]).toEqual([{ name: [] }, []]);
    expect(notices()).toContain('recipe.lost');
    database.die();
    expect(await held()).toEqual({ name: [] });
  });

  it('is saved with its recipe and with what was imported', async () => {
    const show = async () => [
      await engine.tables(),
      await rows('SELECT * FROM log'),
      await rows('SELECT * FROM raw.log'),
      engine.recipe('log'),
      engine.recipeReport('log'),
      engine.mapping(),
    ];
    const [saved, before] = [await engine.save(), await show()];
    await engine.dropTable('log');
    expect(engine.recipe('log')).toEqual([]);
    await engine.open(saved);
    expect(await show()).toEqual(before);
    await engine.setRecipe('log', [trim]);
    expect(await count('log')).toBe(7);
    database.die();
    expect(await count('log')).toBe(7);
    await engine.setRecipe('log', []);
    database.die();
    expect([await count('log'), await held()]).toEqual([7, { name: ['log'] }]);
  });
});
