import * as v from 'valibot';
import { beforeAll, describe, expect, test } from 'vitest';
import type { NodeDatabase } from '../../../workers/database/node.ts';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import type { Mapping } from '../../contract/project.ts';
import { translator } from '../../i18n/translate.ts';
import { viewStatements } from '../../sql/canonical.ts';
import type { AnyMembers, TestProject } from '../test-project.ts';
import { SETTINGS, computedMembers, datasetOf, runAnalysis } from '../test-project.ts';
import compute, { members } from './compute.ts';
import definition from './index.ts';
import type { FunnelResult } from './result.ts';

/**
 * Counted by hand, all on 1 January 2024 unless a day is given:
 * ann  view i1 (phone), add i1 (phone), buy i2 (laptop): the item changes on the way.
 * bob  view i1, help, add i1, buy i1: help lies between.
 * cat  view i1 at 09:00, add i1 at 10:00 after a pause of an hour, buy i1 at 10:05.
 * dan  view i1, and the very same once more; add i1 at the second of the view, but before it in the file.
 * eve  view i1 on 30 January, a day before the log's end.
 */
const ROWS = [
  ['ann', '2024-01-01 09:00:00', 'view', 'i1', 'phone'],
  ['ann', '2024-01-01 09:01:00', 'add', 'i1', 'phone'],
  ['ann', '2024-01-01 09:02:00', 'buy', 'i2', 'laptop'],
  ['bob', '2024-01-01 09:00:00', 'view', 'i1', 'laptop'],
  ['bob', '2024-01-01 09:01:00', 'help', 'i1', 'laptop'],
  ['bob', '2024-01-01 09:02:00', 'add', 'i1', 'laptop'],
  ['bob', '2024-01-01 09:03:00', 'buy', 'i1', 'laptop'],
  ['cat', '2024-01-01 09:00:00', 'view', 'i1', 'phone'],
  ['cat', '2024-01-01 10:00:00', 'add', 'i1', 'phone'],
  ['cat', '2024-01-01 10:05:00', 'buy', 'i1', 'phone'],
  ['dan', '2024-01-01 09:00:00', 'add', 'i1', null],
  ['dan', '2024-01-01 09:00:00', 'view', 'i1', null],
  ['dan', '2024-01-01 09:00:00', 'view', 'i1', null],
  ['eve', '2024-01-30 09:00:00', 'view', 'i1', 'phone'],
  ['zoe', '2024-01-31 09:00:00', 'other', 'i9', 'phone'],
] as const;

const PLANS = { ann: 'pro', bob: 'pro', cat: 'free', dan: 'free', eve: 'free' };
const MAPPING: Mapping = {
  events: { table: 'log', user: 'user', time: 'time', event: 'event', item: 'item' },
  users: { table: 'people', user: 'user' },
};
const LOG = { user: 'VARCHAR', time: 'TIMESTAMP', event: 'VARCHAR', item: 'VARCHAR', device: 'VARCHAR' };
const PEOPLE = { user: 'VARCHAR', plan: 'VARCHAR' };

const text = (value: string | null) => (value === null ? 'NULL' : `'${value}'`);

async function shop(database: NodeDatabase, rows: readonly (readonly (string | null)[])[]): Promise<TestProject> {
  const columns = (of: Record<string, string>) => Object.entries(of).map(([name, type]) => `"${name}" ${type}`);
  await database.query(`CREATE OR REPLACE TABLE log (${columns(LOG).join(', ')})`);
  await database.query(`CREATE OR REPLACE TABLE people (${columns(PEOPLE).join(', ')})`);
  const values = (of: readonly (readonly (string | null)[])[]) =>
    of.map((row) => `(${row.map(text).join(', ')})`).join();
  await database.query(`INSERT INTO log VALUES ${values(rows)}`);
  await database.query(`INSERT INTO people VALUES ${values(Object.entries(PLANS))}`);
  const types = { log: LOG, people: PEOPLE };
  for (const statement of viewStatements(MAPPING, types)) await database.query(statement);
  return { database, data: await datasetOf(database, MAPPING, SETTINGS, types) };
}

let database: NodeDatabase;
let project: TestProject;
beforeAll(async () => {
  database = await openNodeDatabase();
  project = await shop(database, ROWS);
}, 60_000);

const STEPS = ['view', 'add', 'buy'];
const run = (params: object): Promise<FunnelResult> =>
  runAnalysis(definition, compute, project, { steps: STEPS, ...params });
const counts = async (params: object) => (await run(params)).steps.map(({ count }) => count);
const who = (params: object, mark: string) => {
  const parsed = v.parse(definition.params, { steps: STEPS, ...params });
  return computedMembers(definition, members as AnyMembers, project, parsed, mark);
};

describe('counted by hand', () => {
  test.each([
    ['plain', {}, [5, 3, 3]],
    ['the item must stay the same', { holdConstant: ['item'] }, [5, 3, 2]],
    ['item and device', { holdConstant: ['item', 'device'] }, [4, 3, 2]],
    ['within one session', { window: 'session' }, [5, 2, 2]],
    ['by session: cat has two', { count: 'sessions' }, [5, 2, 2]],
    ['help drops the user', { exclude: ['help'] }, [4, 2, 2]],
    ['help ends the attempt', { exclude: [{ events: ['help'], effect: 'endAttempt' }] }, [5, 2, 2]],
    ['help after the second step does not', { exclude: [{ events: ['help'], from: 2 }] }, [5, 3, 3]],
    ['a step within ten minutes', { steps: ['view', { events: ['add'], within: '10m' }, 'buy'] }, [5, 2, 2]],
    ['any of two events', { steps: ['view', { events: ['help', 'add'] }, 'buy'] }, [5, 3, 3]],
    ['an optional step', { steps: ['view', { events: ['help'], optional: true }, 'buy'] }, [5, 1, 3]],
    [
      'an event with a filter',
      { steps: ['view', { events: ['buy'], where: [{ property: 'item', values: ['i1'] }] }] },
      [5, 2],
    ],
    [
      'users with a filter',
      { steps: [{ events: ['view'], where: [{ property: 'users.plan', values: ['pro'] }] }, 'buy'] },
      [2, 2],
    ],
    ['a view must happen again', { steps: ['view', 'view'] }, [5, 1]],
    ['but a duplicate is none', { steps: ['view', 'view'], duplicates: 'remove' }, [5, 0]],
    ['each attempt', { entry: 'every' }, [6, 3, 3]],
    ['attempts are counted so too', { count: 'attempts' }, [6, 3, 3]],
    ['within grace dan’s add counts', { ties: 'grace' }, [5, 4, 3]],
    ['first and last fixed', { order: 'anchored' }, [5, 3, 3]],
    ['any order', { order: 'unordered' }, [5, 4, 3]],
    ['observed until noon of the first', { observationEnd: '2024-01-01 10:01' }, [4, 3, 2]],
    ['plans instead of users', { count: 'property', countProperty: 'users.plan' }, [2, 2, 2]],
    ['devices, of which one has no name', { count: 'property', countProperty: 'device' }, [2, 2, 2]],
  ] as const)('%s', async (_name, params, expected) => {
    expect(await counts(params)).toEqual(expected);
    const last = `reached:${expected.length}`;
    const isOfUsers = !('count' in params) && !('entry' in params);
    if (isOfUsers) expect((await who(params, last)).length).toBe(expected.at(-1));
  });

  test('the users behind values of a property are those who did a step with it', async () => {
    const params = { count: 'property', countProperty: 'users.plan' };
    expect(await who(params, 'reached:3')).toEqual(['ann', 'bob', 'cat', 'dan', 'eve']);
  });

  test('who has not had time to convert is shown apart', async () => {
    const { immature } = await run({});
    expect(immature).toMatchObject({ count: 1, open: 1, mature: { entered: 4, converted: 3, share: 0.75 } });
    expect(await who({}, 'immature')).toEqual(['eve']);
    expect((await run({ window: 'none' })).immature).toBeNull();
  });

  test('by a property of the event, each user in one row', async () => {
    const { breakdown } = await run({ breakdown: 'device', attribution: 'first' });
    expect(breakdown!.segments).toMatchObject([
      { value: 'phone', kind: 'value', counts: [3, 2, 2] },
      { value: 'laptop', kind: 'value', counts: [1, 1, 1] },
      { value: null, kind: 'none', counts: [1, 0, 0] },
    ]);
    expect(await who({ breakdown: 'device' }, 'segment:0')).toEqual(['ann', 'cat', 'eve']);
    expect(await who({ breakdown: 'device' }, 'segment:0:converted')).toEqual(['ann', 'cat']);
    expect(await who({ breakdown: 'device' }, 'segment:none')).toEqual(['dan']);
    const last = await run({ breakdown: 'device', attribution: 'last' });
    expect(last.breakdown!.segments.map(({ value, counts: [, , c] }) => [value, c])).toEqual([
      ['laptop', 2],
      ['phone', 1],
      [null, 0],
    ]);
    const third = await run({ breakdown: 'device', attribution: 'step', attributionStep: 3 });
    expect(third.breakdown!.segments.map(({ value, counts: [a] }) => [value, a])).toEqual([
      ['laptop', 2],
      ['phone', 1],
      [null, 2],
    ]);
  });

  test('by date of entry, with what cannot be judged yet', async () => {
    const { trend } = await run({ trend: 'day', window: '1d' });
    expect(trend!.periods.length).toBe(30);
    expect(trend!.periods[0]).toMatchObject({ period: '2024-01-01', entered: 4, converted: 3, mature: true });
    expect(trend!.periods.at(-1)).toMatchObject({ period: '2024-01-30', entered: 1, converted: 0, mature: false });
    expect(await who({ trend: 'day' }, 'period:2024-01-30')).toEqual(['eve']);
    expect(await who({ trend: 'day' }, 'period:2024-01-01:converted')).toEqual(['ann', 'bob', 'cat']);
    const months = (await run({ trend: 'month' })).trend!.periods;
    expect(months).toMatchObject([{ period: '2024-01-01', entered: 5, converted: 3, mature: false }]);
  });

  test('what doubtful events are worth', async () => {
    const { defects } = await run({ steps: ['view', 'view'] });
    expect(defects).toMatchObject([
      { kind: 'duplicates', events: 1, changes: [0, -1] },
      // Dan's add is no step of this funnel: his two views tie.
      { kind: 'ties', events: 1, changes: [0, -1] },
      { kind: 'late-dropped', events: 0, changes: [0, 0] },
      { kind: 'late-by-row', events: 0, changes: [0, 0] },
      { kind: 'zone', events: 0, changes: [0, 0] },
    ]);
  });

  test('time to convert, and its curve', async () => {
    const { timeToConvert, survival } = await run({});
    expect(timeToConvert).toMatchObject({ median: 180, p25: 150, p75: (180 + 3900) / 2 });
    expect(await who({}, `took:${timeToConvert!.histogram[0]!.from}:${timeToConvert!.histogram[0]!.to}`)).toEqual([
      'ann',
      'bob',
    ]);
    // Five at risk until all three have converted: eve is seen for a day, dan for his whole window.
    expect(survival!.time).toEqual([120, 180, 3900]);
    expect(survival!.atRisk).toEqual([5, 4, 3]);
    survival!.converted.forEach((share, n) => expect(share).toBeCloseTo((n + 1) / 5, 12));
    expect(survival!.median).toBe(3900);
  });
});

describe('late events', () => {
  test('dropped, or taken as they came', async () => {
    // In the file the view stands after the add: by time it is a conversion, by row it is none.
    const late = await shop(await openNodeDatabase(), [
      ['ann', '2024-01-01 09:05:00', 'add', 'i1', null],
      ['ann', '2024-01-01 09:00:00', 'view', 'i1', null],
      ['bob', '2024-01-01 09:00:00', 'view', 'i1', null],
      ['bob', '2024-01-01 09:01:00', 'add', 'i1', null],
    ]);
    const result: FunnelResult = await runAnalysis(definition, compute, late, { steps: ['view', 'add'] });
    expect(result.steps.map(({ count }) => count)).toEqual([2, 2]);
    expect(result.defects!.slice(2, 4)).toMatchObject([
      { kind: 'late-dropped', events: 1, changes: [-1, -1] },
      { kind: 'late-by-row', events: 1, changes: [0, -1] },
    ]);
  });
});

test('two exclusions at one time are no duplicates of each other', async () => {
  const log = await shop(await openNodeDatabase(), [
    ['ann', '2024-01-01 09:00:00', 'view', 'i1', null],
    ['ann', '2024-01-01 09:01:00', 'add', 'i1', null],
    ['ann', '2024-01-01 09:02:00', 'help', 'i1', null],
    ['ann', '2024-01-01 09:02:00', 'other', 'i1', null],
    ['ann', '2024-01-01 09:03:00', 'buy', 'i1', null],
  ]);
  // Help would end the attempt before the second step, the other one after it.
  const exclude = [
    { events: ['help'], from: 1, to: 2, effect: 'endAttempt' },
    { events: ['other'], from: 2, to: 3, effect: 'endAttempt' },
  ];
  for (const duplicates of ['keep', 'remove']) {
    const params = { steps: STEPS, exclude, duplicates };
    const { steps, defects } = (await runAnalysis(definition, compute, log, params)) as FunnelResult;
    expect(steps.map(({ count }) => count)).toEqual([1, 1, 0]);
    expect(defects![0]).toMatchObject({ kind: 'duplicates', events: 0, changes: [0, 0, 0] });
  }
});

test('columns of the log may be called as those of the query are', async () => {
  const database = await openNodeDatabase();
  const named = { user: 'VARCHAR', time: 'TIMESTAMP', event: 'VARCHAR', owner: 'VARCHAR', value: 'VARCHAR' };
  await database.query(`CREATE TABLE log ("user" VARCHAR, "time" TIMESTAMP, "event" VARCHAR, owner VARCHAR, "value" VARCHAR);
CREATE TABLE people ("user" VARCHAR, plan VARCHAR)`);
  await database.query(
    `INSERT INTO log VALUES ('ann', TIMESTAMP '2024-01-01 09:00:00', 'view', 'x', 'y'), ('ann', TIMESTAMP '2024-01-01 09:01:00', 'buy', 'x', 'z')`,
  );
  await database.query(`INSERT INTO people VALUES ('ann', 'pro')`);
  const mapping: Mapping = {
    events: { table: 'log', user: 'user', time: 'time', event: 'event' },
    users: MAPPING.users!,
  };
  const types = { log: named, people: PEOPLE };
  for (const statement of viewStatements(mapping, types)) await database.query(statement);
  const data = await datasetOf(database, mapping, SETTINGS, types);
  const held = async (...holdConstant: string[]) => {
    const params = { steps: ['view', 'buy'], holdConstant };
    const { steps } = (await runAnalysis(definition, compute, { database, data }, params)) as FunnelResult;
    return steps.map(({ count }) => count);
  };
  expect(await held('users.plan', 'owner')).toEqual([1, 1]);
  expect(await held('users.plan', 'value (column)')).toEqual([1, 0]);
});

test('drivers: of those who had read help before viewing, more went on', async () => {
  const users = Array.from({ length: 80 }, (_, n) => {
    const name = `u${String(n).padStart(2, '0')}`;
    const device = n % 4 === 0 ? 'phone' : 'laptop';
    const helped = n < 40 ? [[name, '2024-01-01 08:00:00', 'help', 'i1', device]] : [];
    // 30 of the 40 with help go on, and 10 of the 40 without.
    const buys = (n < 40 ? n % 4 !== 0 : n % 4 === 0) ? [[name, '2024-01-01 09:10:00', 'buy', 'i1', device]] : [];
    return [...helped, [name, '2024-01-01 09:00:00', 'view', 'i1', device], ...buys];
  });
  const log = await shop(await openNodeDatabase(), users.flat());
  const params = { steps: ['view', 'buy'], driverProperties: ['device'] };
  const { drivers } = (await runAnalysis(definition, compute, log, params)) as FunnelResult;
  expect(drivers).toMatchObject({ from: 0, to: 1, reached: 80, lost: 40, compared: 3 });
  const help = drivers!.rows.find(({ name }) => name === 'help')!;
  expect(help).toMatchObject({ withWent: 30, withLost: 10, withoutWent: 10, withoutLost: 30 });
  expect(help.odds).toBeCloseTo(9, 12);
  // The Wald interval, exp(log 9 ± 1.96 √(1/30 + 1/10 + 1/10 + 1/30)).
  expect(help.low).toBeCloseTo(9 * Math.exp(-1.959963984540054 * Math.sqrt(4 / 15)), 8);
  const phone = drivers!.rows.find(({ value }) => value === 'phone')!;
  expect(phone).toMatchObject({ withWent: 10, withLost: 10, withoutWent: 30, withoutLost: 30 });
  expect(phone.odds).toBeCloseTo(1, 12);
  // The smallest of three p-values is adjusted by three.
  expect(help.q).toBeCloseTo(Math.min(help.p * 3, 1), 12);
});

describe('presets, older parameters and views', () => {
  test('plain names stay what they were, and version 1 needs no change', async () => {
    const old = { steps: STEPS, order: 'ordered', entry: 'any', window: '7d', ties: 'input' };
    expect(definition.migrate!(old, 1)).toEqual(old);
    expect(await counts(definition.migrate!(old, 1))).toEqual([5, 3, 3]);
  });

  test.each([
    ['posthog', '14d', 'any', 'input'],
    ['mixpanel', '7d', 'first', 'grace'],
    ['amplitude', '1d', 'any', 'grace'],
  ])('%s', async (id, window, entry, ties) => {
    const preset = definition.presets!.find((each) => each.id === id)!;
    expect((await run(preset.params)).definition).toMatchObject({ window, entry, ties, order: 'ordered' });
  });

  test.each(['en', 'zh'] as const)('each view says its definition, %s', async (language) => {
    const result = await run({
      steps: ['view', { events: ['help'], optional: true }, { events: ['add'], within: '2h' }, 'buy'],
      breakdown: 'device',
      holdConstant: ['item'],
      exclude: ['other'],
      ties: 'grace',
    });
    const views = definition.views(result, translator(definition.texts[language], language));
    expect(views.length).toBeGreaterThan(7);
    for (const { definition: words, sentence, title } of views) {
      expect(words).toMatch(/item.*other.*UTC/);
      expect(title + sentence + words).not.toMatch(/\{\w+|undefined|NaN/);
    }
  });
});
