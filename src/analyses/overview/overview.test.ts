import { beforeAll, describe, expect, test } from 'vitest';
import type { NodeDatabase } from '../../../workers/database/node.ts';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import { sessionsPerUser } from '../../features/events.ts';
import { seededRandom } from '../../core/random.ts';
import { viewStatements } from '../../sql/canonical.ts';
import { duckdb } from '../../sql/duckdb.ts';
import { ecomRows, golden } from '../test-golden.ts';
import type { Row, TestProject } from '../test-project.ts';
import {
  SETTINGS,
  datasetOf,
  datedRows,
  membersOf,
  projectOf,
  rowsOf,
  runAnalysis,
  withSettings,
} from '../test-project.ts';
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

interface Logged {
  user: string;
  time: number;
  event: string | null;
  item: string | null;
  session: string | null;
}

/** A log of few users, times and items, so that much of it is at one time; in no order. */
function drawn(names: number, seed: number): Logged[] {
  const random = seededRandom(seed);
  const below = (n: number) => Math.floor(random() * n);
  const maybe = (text: string) => (below(6) === 0 ? null : text);
  return Array.from({ length: 4 * names }, (_, n) => ({
    user: `u${below(9)}`,
    time: Date.UTC(2024, 0, 1) + 60_000 * below(200),
    event: n < names ? `e${n}` : maybe(`e${below(3)}`),
    item: maybe(`i${below(2)}`),
    session: maybe(`s${below(4)}`),
  }));
}

const columns = { log: { user: 'VARCHAR', time: 'DOUBLE', event: 'VARCHAR', item: 'VARCHAR', session: 'VARCHAR' } };

async function logged(rows: readonly Logged[], roles: readonly ('event' | 'item' | 'session')[]): Promise<TestProject> {
  await database.query('DROP VIEW IF EXISTS canonical."events"').catch(() => undefined);
  await database.query('DROP TABLE IF EXISTS log');
  const text = (value: string | null) => duckdb.literal(value);
  const values = rows.map((row) =>
    [text(row.user), row.time, text(row.event), text(row.item), text(row.session)].join(', '),
  );
  await database.query(
    `CREATE TABLE log AS SELECT * FROM (VALUES (${values.join('), (')})) AS rows("user", "time", "event", "item", "session")`,
  );
  const mapping = {
    events: { table: 'log', user: 'user', time: 'time', ...Object.fromEntries(roles.map((role) => [role, role])) },
  };
  for (const statement of viewStatements(mapping, columns, { '["log","time"]': 'ms' })) await database.query(statement);
  return { database, data: await datasetOf(database, mapping, SETTINGS, columns) };
}

const grouped = <T>(rows: readonly T[], key: (row: T) => string): T[][] => {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
  return [...groups.values()];
};

const different = (rows: readonly Logged[], what: (row: Logged) => unknown) => new Set(rows.map(what)).size;

describe('a log of ties, duplicates and gaps, as counted row by row', () => {
  test.each([
    [12, ['event', 'item', 'session']],
    [12, ['event']],
    [12, ['item']],
    [12, []],
    [620, ['event', 'item']],
    [620, ['event', 'session']],
  ] as const)('%i names of events; mapped: %j', async (names, roles) => {
    const rows = drawn(names, 7 + names);
    const has = (role: 'event' | 'item' | 'session') => (roles as readonly string[]).includes(role);
    const result = await run(await logged(rows, roles));
    const what = ({ event, item }: Logged) => JSON.stringify([has('event') ? event : 0, has('item') ? item : 0]);
    const atOnce = grouped(rows, ({ user, time }) => `${user} ${time}`);
    const found = (code: string) => result.quality.find((finding) => finding.code === code)?.count ?? 0;
    expect(found('duplicates')).toBe(atOnce.reduce((sum, group) => sum + group.length - different(group, what), 0));
    const tied = atOnce.filter((group) => different(group, what) > 1);
    expect(found('ties')).toBe(tied.reduce((sum, group) => sum + group.length, 0));
    const byName = grouped(rows, ({ event }) => JSON.stringify(event)).map((group) => ({
      event: group[0]!.event,
      count: group.length,
      users: different(group, ({ user }) => user),
    }));
    const key = ({ event }: { event: string | null }) => String(event);
    const inOrder = (list: typeof byName) => list.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
    if (has('event') && names < 500) expect(inOrder(result.byEvent)).toEqual(inOrder(byName));
    if (!has('event')) expect(result.byEvent).toEqual([]);
    for (const each of result.byEvent) expect(byName).toContainEqual(each);
    expect(result.byEvent.map(({ count }) => count)).toEqual(
      result.byEvent.map(({ count }) => count).toSorted((a, b) => b - a),
    );
    if (!has('session')) return;
    const named = grouped(rows, ({ user }) => user).map((own) =>
      different(
        own.filter(({ session }) => session !== null),
        ({ session }) => session,
      ),
    );
    expect(result.sessions).toBe(named.reduce((sum, count) => sum + count, 0));
  });
});
