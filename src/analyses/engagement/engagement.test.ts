import fc from 'fast-check';
import * as v from 'valibot';
import { beforeAll, describe, expect, test } from 'vitest';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import type { Mapping } from '../../contract/project.ts';
import { viewStatements } from '../../sql/canonical.ts';
import { ecomRows, golden } from '../test-golden.ts';
import type { TestProject } from '../test-project.ts';
import { SETTINGS, datasetOf, datedRows, projectOf, quietContext, rowsOf } from '../test-project.ts';
import { readerOf } from '../test-reader.ts';
import { changeoverLogs, localParts, tablesOfEvents, usersByHand } from '../test-tables.ts';
import { worldOf } from '../test-worlds.ts';
import compute, { members } from './compute.ts';
import example from './golden.json';
import definition from './index.ts';
import { params as schema } from './params.ts';
import type { EngagementResult } from './result.ts';

const { run, members: membersOf } = readerOf<EngagementResult>(definition, compute, members);

let project: TestProject;
beforeAll(async () => {
  project = await projectOf(await openNodeDatabase(), datedRows(example.input.rows), { zone: example.input.zone });
}, 60_000);

const close = (spread: { mean: number; median: number; p90: number }) => ({
  mean: expect.closeTo(spread.mean, 9) as number,
  median: expect.closeTo(spread.median, 9) as number,
  p90: expect.closeTo(spread.p90, 9) as number,
});

describe('a log counted by hand, over a changeover day', () => {
  test('golden.json', async () => {
    const { perUser, depth, length, ...others } = example.result;
    const result = await run(project, example.parameters);
    expect(result).toMatchObject(others);
    expect(result).toMatchObject({ perUser: close(perUser), depth: close(depth), length: close(length) });
  });

  test('another pause makes other sessions', async () => {
    expect(await run(project, { sessions: 'gap', gap: '29m' })).toMatchObject({ sessions: 7, bounced: 6 });
    expect(await run(project, { sessions: 'gap', gap: '1d' })).toMatchObject({ sessions: 3, bounced: 0 });
  });

  test('the users behind the bars', async () => {
    const of = (mark: string) => membersOf(project, example.parameters, mark);
    expect(await of('bounce:all')).toEqual(['ann']);
    expect(await of('depth:2')).toEqual(['ann']);
    expect(await of('depth:1')).toEqual(['bob']);
    expect(await of('length:7')).toEqual(['ann']);
    expect(await of('sessions:1')).toEqual(['ann', 'bob']);
    expect(await of('power:2')).toEqual(['bob']);
    expect(await of('period:2024-11-04')).toEqual(['bob']);
  });

  test.each(['depth:99', 'depth:', 'bounce:x', 'period:x', 'x', ''])('the mark “%s” is refused', async (mark) => {
    await expect(membersOf(project, {}, mark)).rejects.toMatchObject({ name: 'analysis.unknown-mark' });
  });

  test('an event without a session’s name is in no session', async () => {
    const database = await openNodeDatabase();
    await database.query('CREATE TABLE log ("user" VARCHAR, "time" TIMESTAMP, visit VARCHAR)');
    await database.query(`INSERT INTO log VALUES ('ann', '2024-01-01 10:00:00', 'a'), ('ann', '2024-01-01 10:10:00', NULL),
      ('ann', '2024-01-01 10:20:00', 'a'), ('ann', '2024-01-09 10:00:00', NULL), ('bob', '2024-01-01 10:00:00', NULL)`);
    const mapping: Mapping = { events: { table: 'log', user: 'user', time: 'time', session: 'visit' } };
    const columns = { log: { user: 'VARCHAR', time: 'TIMESTAMP', visit: 'VARCHAR' } };
    for (const statement of viewStatements(mapping, columns)) await database.query(statement);
    const world = { database, data: await datasetOf(database, mapping, SETTINGS, columns) };
    const result = await run(world, {});
    expect(result).toMatchObject({ users: 2, events: 5, sessions: 1, bounced: 0 });
    expect(result.perUser).toEqual({ mean: 1, median: 1, p90: 1 });
    expect(result.length).toEqual({ mean: 1200, median: 1200, p90: 1200 });
    expect(await membersOf(world, {}, 'sessions:0')).toEqual(['ann']);
    expect(await membersOf(world, {}, 'bounce:all')).toEqual([]);
  }, 30_000);

  test('a pause without an end is refused', async () => {
    await expect(run(project, { gap: 'none' })).rejects.toMatchObject({ name: 'params.bad-duration' });
  });
});

test('the public log has the sessions of golden/behaviour.json', async () => {
  const { sessions } = golden().ecom;
  const result = await run(await projectOf(await openNodeDatabase(), ecomRows()));
  expect(result.sessions).toBe(sessions.sessions);
  expect(result.depth!.mean).toBeCloseTo(8.628571428571428, 12);
  expect(result.users).toBe(600);
}, 120_000);

test('a mapped session column counts by its names, those of each user apart', async () => {
  const world = await worldOf(6);
  const result = await run(world);
  const [asked] = await rowsOf(
    world.database,
    'SELECT CAST(count(*) AS DOUBLE) AS n FROM (SELECT DISTINCT "user", "session" FROM canonical.events)',
  );
  expect(result).toMatchObject({ sessions: asked!.n, definition: { named: true } });
  expect((await run(world, { sessions: 'gap' })).definition.named).toBe(false);
});

test('is that of a brute force', async () => {
  const property = fc.asyncProperty(
    changeoverLogs(3),
    fc.integer({ min: 5, max: 600 }),
    async ({ events, frame }, gap) => {
      const params = v.parse(schema, { trend: 'day', powerDays: 3 });
      const tables = tablesOfEvents(events, frame, gap);
      const result = await compute(tables, params, quietContext());
      const sessions = [...usersByHand(events).values()].flatMap((list) =>
        list.reduce<number[][]>((made, { ms }, n) => {
          if (n === 0 || ms - list[n - 1]!.ms > gap * 60_000) made.push([]);
          made.at(-1)!.push(ms);
          return made;
        }, []),
      );
      const day = (ms: number) => localParts(ms, frame.zone);
      const sum = (values: number[]) => values.reduce((all, value) => all + value, 0);
      expect(result.sessions).toBe(sessions.length);
      expect(result.bounced).toBe(sessions.filter(({ length }) => length === 1).length);
      const seconds = sum(sessions.map((session) => (session.at(-1)! - session[0]!) / 1000));
      expect(result.length!.mean).toBeCloseTo(seconds / sessions.length, 6);
      for (const { period, sessions: counted } of result.trend)
        expect(counted).toBe(sessions.filter(([begin]) => day(begin!).iso === period).length);
      const last = Math.max(...events.map(({ ms }) => day(ms).day));
      const active = [...usersByHand(events).values()].map(
        (list) => new Set(list.map(({ ms }) => day(ms).day).filter((each) => each > last - 3)).size,
      );
      expect(result.power.counts).toEqual([1, 2, 3].map((days) => active.filter((each) => each === days).length));
    },
  );
  await fc.assert(property, { numRuns: 80, seed: 10 });
});
