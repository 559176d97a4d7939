import { beforeAll, describe, expect, test } from 'vitest';
import type { NodeDatabase } from '../../../workers/database/node.ts';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import { translator } from '../../i18n/translate.ts';
import type { TestProject } from '../test-project.ts';
import { datedRows, projectOf, rowsOf } from '../test-project.ts';
import { readerOf } from '../test-reader.ts';
import { worldOf } from '../test-worlds.ts';
import compute, { members } from './compute.ts';
import definition from './index.ts';
import type { RetentionResult } from './result.ts';
import { averages } from './tally.ts';

const { run, members: membersOf } = readerOf<RetentionResult>(definition, compute, members);

let database: NodeDatabase;
beforeAll(async () => {
  database = await openNodeDatabase();
}, 60_000);

test('the three averages of Mixpanel’s documented example: 500 of 1000 and 400 of 500', () => {
  const cohorts = [
    { size: 1000, returned: 500, observable: 1000 },
    { size: 500, returned: 400, observable: 500 },
    { size: 90, returned: 0, observable: 0 },
  ];
  const { simple, weighted, pooled } = averages(cohorts);
  expect(simple).toBeCloseTo(0.65, 12);
  // 466.67 / 833.33
  expect(weighted).toBeCloseTo(0.56, 12);
  expect(pooled).toBeCloseTo(0.6, 12);
  expect(averages([])).toEqual({ simple: null, weighted: null, pooled: null });
});

describe('survival and usage, counted by hand', () => {
  // Days after 1 January; the log ends on day 30, and two silent days are an end: whoever came by day 28 last is gone.
  const days: [string, number[]][] = [
    ['ann', [0, 1, 5]],
    ['bob', [0, 10]],
    ['cat', [0, 29]],
    ['dan', [20]],
    ['eve', [29]],
    ['end', [0, 2, 4, 30]],
  ];
  const begin = Date.UTC(2024, 0, 1, 12);
  const rows = days.flatMap(([user, list]) => list.map((day) => [user, begin + day * 86_400_000, 'x'] as const));
  const params = { period: 'day', silence: 2, intervals: 3 };
  let project: TestProject;
  let result: RetentionResult;
  beforeAll(async () => {
    project = await projectOf(database, rows);
    result = await run(project, params);
  });

  test('who is gone, who stays, who is too new', () => {
    // ann after 5 days, bob after 10, dan at once; cat and end still come, as far as day 28; eve began after it.
    expect(result.survival).toMatchObject({ users: 6, gone: 3, staying: 2, tooNew: 1 });
    const at = (period: number) => result.survival.points[period]!;
    // 5 users: 4/5 after dan's first day, 3/5 after ann's sixth, 2/5 after bob's eleventh.
    expect([0, 1, 5, 6, 10, 11, 28].map((period) => at(period).survival)).toEqual(
      [1, 0.8, 0.8, 0.6, 0.6, 0.4, 0.4].map((share) => expect.closeTo(share, 12) as number),
    );
    expect(at(6)).toMatchObject({ atRisk: 3, gone: 1 });
    expect(result.survival.median).toBeCloseTo(10, 9);
  });

  test('the users who were gone after so many days', async () => {
    expect(await membersOf(project, params, 'gone:0')).toEqual(['dan']);
    expect(await membersOf(project, params, 'gone:5')).toEqual(['ann']);
    expect(await membersOf(project, params, 'gone:10')).toEqual(['bob']);
    expect(await membersOf(project, params, 'gone:28')).toEqual([]);
  });

  test('days between uses', async () => {
    // Medians: ann of 1 and 4, bob 10, cat 29, end of 2, 2 and 26; dan and eve came once.
    expect(result.usage).toMatchObject({ once: 2, users: 4, recommended: 'month' });
    expect(result.usage.median).toBeCloseTo((2.5 + 10) / 2, 12);
    expect(result.usage.p80).toBeCloseTo(10 + 0.4 * 19, 12);
    expect(await membersOf(project, params, 'usage:1')).toEqual(['ann', 'end']);
    expect(await membersOf(project, params, 'usage:once')).toEqual(['dan', 'eve']);
  });

  test.each(['en', 'zh'] as const)('the views say it (%s)', (language) => {
    const views = definition.views(result, translator(definition.texts[language], language));
    expect(views).toHaveLength(4);
    expect(views[2]!.sentence).toContain('10');
    expect(views[2]!.definition).toContain('2024-01-31 12:00');
    for (const { definition: words, marks, table } of views) {
      expect(words).toBeTruthy();
      expect(marks).toHaveLength(table.rows.length);
    }
  });
});

describe('brackets, streaks and recurring cohorts, counted by hand', () => {
  const rows = datedRows([
    ['ann', '2024-01-01T10:00:00Z', 'view'],
    ['ann', '2024-01-02T10:00:00Z', 'view'],
    ['ann', '2024-01-04T10:00:00Z', 'buy'],
    ['bob', '2024-01-02T10:00:00Z', 'view'],
    ['bob', '2024-01-03T10:00:00Z', 'buy'],
    ['bob', '2024-01-03T11:00:00Z', 'view'],
    ['bob', '2024-01-04T10:00:00Z', 'view'],
    ['cat', '2024-01-06T10:00:00Z', 'buy'],
  ]);
  const day = { period: 'day', intervals: 3 };
  const cases: [object, number[], number[]][] = [
    [{ kind: 'brackets', brackets: '1, 2-4' }, [3, 2, 2], [3, 2, 2]],
    [{ kind: 'streak' }, [3, 2, 1, 0], [3, 2, 2, 2]],
    [{ kind: 'onOrBefore' }, [3, 2, 2, 2], [3, 2, 2, 2]],
    [{ minimum: 2 }, [0, 1, 0, 0], [3, 2, 2, 2]],
    [{ reference: 'previous' }, [3, 2, 1, 0], [3, 2, 2, 1]],
    [{ incomplete: 'drop' }, [2, 2, 1, 1], [2, 2, 2, 2]],
    // ann on days 1, 2 and 4; bob on 2, 3 and 4; cat on 6.
    [{ cohort: 'recurring' }, [7, 3, 2, 1], [7, 6, 6, 4]],
  ];

  test.each(cases)('%j', async (params, returned, observable) => {
    const { total } = await run(await projectOf(database, rows), { ...day, ...params });
    expect(total.map((cell) => cell.returned)).toEqual(returned);
    expect(total.map((cell) => cell.observable)).toEqual(observable);
  });

  test.each([
    [{ kind: 'brackets', brackets: '3-2' }, 'retention.bad-brackets'],
    [{ kind: 'brackets', brackets: '0-2' }, 'retention.bad-brackets'],
    [{ measure: 'sum' }, 'retention.no-property'],
    [{ breakdown: 'nope' }, 'params.unknown-property'],
  ])('%j is refused with %s', async (params, name) => {
    await expect(run(await projectOf(database, rows), params)).rejects.toMatchObject({ name });
  });

  test.each(definition.presets!.map(({ id, params }) => [id, params]))('the preset %s runs', async (_id, params) => {
    const { total } = await run(await projectOf(database, rows), params);
    expect(total[1]!.observable).toBeGreaterThan(0);
  });

  test('parameters of version 1 mean what they meant', () => {
    const saved = { start: 'view', back: 'buy', period: 'day', intervals: 2, kind: 'on', clock: 'calendar' };
    expect(definition.migrate!(saved, 1)).toEqual(saved);
  });
});

describe('properties, asked of the engine', () => {
  let world: TestProject;
  beforeAll(async () => {
    const { database: there, data } = await worldOf(12);
    world = { database: there, data: { ...data, settings: { ...data.settings, zone: 'UTC' } } };
  }, 60_000);
  const asked = async (sql: string) => rowsOf(world.database, sql);
  const params = { period: 'month', intervals: 6 };

  test('sums of a property, and a breakdown by one of the users’ table', async () => {
    const measured = { ...params, property: 'value', measure: 'sum', kind: 'onOrAfter', breakdown: 'users.label' };
    const result = await run(world, measured);
    const [all] = await asked('SELECT CAST(sum("value") AS DOUBLE) AS sum FROM canonical.events');
    expect(result.total[0]!.sum).toBeCloseTo(all!.sum as number, 6);
    expect(result.total[0]!.perUser).toBeCloseTo((all!.sum as number) / 12, 6);
    expect(result.groups.reduce((sum, { size }) => sum + size, 0)).toBe(12);
    // Users of several labels count under the first by name; none is without.
    const labels = await asked('SELECT DISTINCT min("label") AS label FROM canonical.users GROUP BY "user"');
    const named = result.groups.filter(({ other }) => !other).map(({ value }) => value);
    expect(named.sort()).toEqual(labels.map(({ label }) => label).sort());
  });

  test('a pattern of several events with a filter', async () => {
    const start = { events: ['view', 'buy'], where: [{ property: 'item', is: 'is', values: ['item 3'] }] };
    const { cohorts } = await run(world, { ...params, start, back: 'add' });
    const [all] = await asked(
      `SELECT CAST(count(DISTINCT "user") AS DOUBLE) AS n FROM canonical.events WHERE "event" IN ('view', 'buy') AND "item" = 'item 3'`,
    );
    expect(cohorts.reduce((sum, { size }) => sum + size, 0)).toBe(all!.n);
  });

  test('a filter by the users’ table', async () => {
    const start = { events: [], where: [{ property: 'users.label', is: 'is', values: ['view'] }] };
    const { cohorts } = await run(world, { ...params, start });
    const [all] = await asked(
      `SELECT CAST(count(DISTINCT "user") AS DOUBLE) AS n FROM canonical.users WHERE "label" = 'view'`,
    );
    expect(cohorts.reduce((sum, { size }) => sum + size, 0)).toBe(all!.n);
  });

  test('a breakdown takes the value of the first event', async () => {
    const { groups } = await run(world, { ...params, breakdown: 'item' });
    const rows = await asked(
      'SELECT item, CAST(count(*) AS DOUBLE) AS n FROM (SELECT arg_min("item", ("time", "row")) AS item FROM canonical.events GROUP BY "user") GROUP BY item',
    );
    const named = groups.filter(({ other }) => !other);
    expect(named.length).toBeGreaterThan(1);
    for (const { value, size } of named) expect(rows.find(({ item }) => item === value)?.n).toBe(size);
    const mark = `=${named[0]!.value}:0`;
    expect(await membersOf(world, { ...params, breakdown: 'item' }, mark)).toHaveLength(named[0]!.size);
  });

  test('a sum of words is refused', async () => {
    const words = { measure: 'sum', property: 'item' };
    await expect(run(world, words)).rejects.toMatchObject({ name: 'params.not-a-number' });
  });
});
