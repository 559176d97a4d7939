import { beforeAll, describe, expect, test } from 'vitest';
import type { NodeDatabase } from '../../../workers/database/node.ts';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import { sessionsPerUser } from '../../features/events.ts';
import { duckdb } from '../../sql/duckdb.ts';
import { ecomRows, golden } from '../test-golden.ts';
import type { Row, TestProject } from '../test-project.ts';
import { datedRows, membersOf, projectOf, rowsOf, runAnalysis, withSettings } from '../test-project.ts';
import compute from './compute.ts';
import example from './golden.json';
import definition from './index.ts';
import type { OverviewResult } from './result.ts';

const run = (project: TestProject, params: object = {}): Promise<OverviewResult> =>
  runAnalysis(definition, compute, project, params);

const sqlSessions = async ({ database, data }: TestProject): Promise<unknown> =>
  (await rowsOf(database, `SELECT sum(sessions) AS total FROM (${sessionsPerUser(data, duckdb)})`))[0]!.total;

let database: NodeDatabase;
beforeAll(async () => {
  database = await openNodeDatabase();
}, 60_000);

describe('a log counted by hand', () => {
  test('golden.json', async () => {
    const project = await projectOf(database, datedRows(example.input.rows));
    const result = await run(project);
    const quality = example.result.quality.map((finding) => expect.objectContaining(finding) as unknown);
    expect(result).toMatchObject({ ...example.result, quality });
    expect(await sqlSessions(project)).toBe(example.result.sessions);
  });

  test('its order in the file does not matter', async () => {
    const forwards = await run(await projectOf(database, datedRows(example.input.rows)));
    const backwards = await run(await projectOf(database, datedRows(example.input.rows.toReversed())));
    expect(backwards).toEqual(forwards);
  });

  test('days are those of the zone: midnight in Shanghai is 16:00 in UTC', async () => {
    const rows = datedRows([
      ['ann', '2024-01-01T15:59:59Z', 'view'],
      ['ann', '2024-01-01T16:00:00Z', 'view'],
    ]);
    const project = await projectOf(database, rows, { zone: 'Asia/Shanghai' });
    expect((await run(project)).byDay.map((day) => [day.day, day.events, day.newUsers])).toEqual([
      ['2024-01-01', 1, 1],
      ['2024-01-02', 1, 0],
    ]);
    expect(await membersOf(definition, project, {}, 'day:2024-01-02')).toEqual(['ann']);
  });

  test('a longer pause makes fewer sessions', async () => {
    const project = await projectOf(database, datedRows(example.input.rows));
    expect((await run(withSettings(project, { sessionGapMinutes: 90 }))).sessions).toBe(3);
  });

  test('a user far out of line, and one event in the future', async () => {
    const day = Date.UTC(2024, 0, 1);
    const crowd = Array.from({ length: 300 }, (_, n): Row => [`user ${n % 30}`, day + n * 60_000, 'view']);
    const bot = Array.from({ length: 900 }, (_, n): Row => ['bot', day + n * 1000 + 1, 'view']);
    const future = Date.now() + 86_400_000;
    const { quality } = await run(await projectOf(database, [...crowd, ...bot, ['user 1', future, 'view']]));
    expect(quality.find((finding) => finding.code === 'bots')).toMatchObject({ count: 1, share: 900 / 1201 });
    expect(quality.find((finding) => finding.code === 'future-time')).toMatchObject({ count: 1, share: 1 / 1201 });
  });
});

describe('the ecom log', () => {
  test('its known figures', async () => {
    const project = await projectOf(database, ecomRows());
    const result = await run(project);
    expect(result).toMatchObject({
      rows: 31_106,
      events: 31_106,
      users: 600,
      sessions: golden().ecom.sessions.sessions,
    });
    expect(await sqlSessions(project)).toBe(golden().ecom.sessions.sessions);
    // Counted by a loop over the file in Python: repeats of (user, time, event), events that tie with a different one, days without events.
    const counts = Object.fromEntries(result.quality.map((finding) => [finding.code, finding.count]));
    expect(counts).toMatchObject({ duplicates: 30, ties: 267 });
    expect(result.byDay).toContainEqual({ day: '2024-03-13', events: 132, users: 12, newUsers: 4 });
    expect(result.byDay.filter((day) => day.events > 0).length).toBe(177);
    expect(result.byEvent[0]).toMatchObject({ event: 'product_view', count: 6851 });
    expect(result.byEvent).toContainEqual({ event: 'purchase', count: 470, users: 328 });
    expect(result).toMatchObject({ first: '2024-01-04T11:45:38.000Z', last: '2024-06-29T22:02:40.000Z' });
    expect((await membersOf(definition, project, {}, 'event:purchase')).length).toBe(328);
  });

  test.each(golden().synthetic.map((_, n) => ({ n })))('sessions of synthetic log $n', async ({ n }) => {
    const log = golden().synthetic[n]!;
    const project = await projectOf(database, log.events, { zone: log.zone });
    expect((await run(project)).sessions).toBe(log.sessions.sessions);
    expect(await sqlSessions(project)).toBe(log.sessions.sessions);
  });
});
