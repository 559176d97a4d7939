import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { NodeDatabase } from '../../workers/database/node.ts';
import { openNodeDatabase } from '../../workers/database/node.ts';
import type { Dataset } from '../contract/project.ts';
import { DAY, HOUR, MINUTE } from '../core/calendar.ts';
import { viewStatements } from '../sql/canonical.ts';
import { duckdb } from '../sql/duckdb.ts';
import { activityFeatures, usersDoing } from './activity.ts';
import { sessionsPerUser } from './events.ts';

interface Event {
  user: string;
  ms: number;
  event: string;
  value: number;
}

const CUTOFF = Date.UTC(2024, 0, 31);
const options = { cutoff: CUTOFF, history: 20 * DAY, target: 'buy' };

const settings = { zone: 'UTC', weekStart: 'monday', language: 'en', sessionGapMinutes: 30 } as const;
const data: Dataset = {
  fingerprint: '',
  tables: [],
  views: { events: ['user', 'time', 'event', 'value'] },
  properties: [],
  settings,
  events: ['view', 'buy'].map((name) => ({ name, count: 1, users: 1 })),
  range: null,
};

const event = (user: string, before: number, name = 'view', value = 1): Event => ({
  user,
  ms: CUTOFF - before,
  event: name,
  value,
});

let database: NodeDatabase;

async function load(events: readonly Event[]): Promise<void> {
  const rows = events.map(
    ({ user, ms, event: name, value }) =>
      `('${user}', TIMESTAMP '1970-01-01' + INTERVAL (${ms}) MILLISECOND, '${name}', ${duckdb.literal(value)})`,
  );
  await database.query(
    'CREATE OR REPLACE TABLE log ("user" VARCHAR, "time" TIMESTAMP, "event" VARCHAR, "value" DOUBLE)',
  );
  if (rows.length > 0) await database.query(`INSERT INTO log VALUES ${rows.join(', ')}`);
  const mapping = { events: { table: 'log', user: 'user', time: 'time', event: 'event', value: 'value' } };
  const columns = { log: { user: 'VARCHAR', time: 'TIMESTAMP', event: 'VARCHAR', value: 'DOUBLE' } };
  for (const statement of viewStatements(mapping, columns)) await database.query(statement);
}

async function features(events: readonly Event[]): Promise<Record<string, unknown>[]> {
  await load(events);
  return database.rows(`${activityFeatures(data, duckdb, options)} ORDER BY "user"`);
}

beforeAll(async () => {
  database = await openNodeDatabase();
}, 60_000);

describe('activity features', () => {
  it('can be counted by hand', async () => {
    const [ann, bob, ...others] = await features([
      event('ann', 12 * DAY, 'view', 5),
      event('ann', 2 * DAY + 30 * MINUTE, 'buy', -2),
      event('ann', 2 * DAY, 'view', NaN),
      // On the border of the history: still inside.
      event('bob', 20 * DAY, 'view', 3),
      // At the cutoff, and before the history: outside.
      event('bob', 0, 'buy', 9),
      event('cat', 0, 'buy', 9),
      event('dan', 20 * DAY + 1, 'buy', 9),
    ]);
    expect(others).toEqual([]);
    const gaps = [10 - 30 / 1440, 30 / 1440];
    expect(ann).toEqual({
      user: 'ann',
      recency_days: 2,
      tenure_days: 12,
      events: 3,
      events_7d: 2,
      // 2 days before the cutoff is the day from 3 to 2 days before … in steps of 24 hours: ages 12, 2.02 and 2.
      active_days: 2,
      gap_mean_days: 5,
      gap_sd_days: expect.closeTo((gaps[0]! - gaps[1]!) / 2, 10),
      // 30 minutes are no new session; ten days are.
      sessions: 2,
      value_sum: 3,
      value_mean: 1.5,
      target_events: 1,
      target_recency_days: expect.closeTo(2 + 30 / 1440, 10),
      trend: expect.closeTo(Math.log(3 / 2), 12),
      'share: view': expect.closeTo(2 / 3, 12),
      'share: buy': expect.closeTo(1 / 3, 12),
    });
    expect(bob).toMatchObject({
      recency_days: 20,
      events: 1,
      gap_mean_days: 20,
      gap_sd_days: 0,
      sessions: 1,
      target_events: 0,
      target_recency_days: 20,
    });
  });

  it('the label is in the horizon: after the cutoff, its last moment included', async () => {
    await load([
      event('ann', 0, 'buy'),
      event('bob', -1, 'buy'),
      event('cat', -DAY, 'buy'),
      event('dan', -DAY - 1, 'buy'),
      event('eve', -1),
    ]);
    const doing = async (target: string) =>
      (await database.rows(usersDoing(data, duckdb, target, CUTOFF, DAY))).map(({ user }) => user).sort();
    expect(await doing('buy')).toEqual(['bob', 'cat']);
    expect(await doing('')).toEqual(['bob', 'cat', 'eve']);
  });

  const anyEvents = (from: number, to: number) =>
    fc.array(
      fc.record({
        user: fc.constantFrom('a', 'b', 'c'),
        // Half hours make ties, and gaps on the border of a session.
        ms: fc.integer({ min: from / (HOUR / 2), max: to / (HOUR / 2) }).map((halves) => CUTOFF + (halves * HOUR) / 2),
        event: fc.constantFrom('view', 'buy'),
        value: fc.integer({ min: -5, max: 5 }),
      }),
      { maxLength: 30 },
    );

  it('nothing at or after the cutoff changes a feature', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyEvents(-25 * DAY, -HOUR / 2),
        anyEvents(0, 10 * DAY),
        anyEvents(0, 10 * DAY),
        async (before, one, other) => {
          expect(await features([...one, ...before])).toEqual(await features([...before, ...other]));
        },
      ),
      { numRuns: 25 },
    );
  });

  it('sessions are those of the event semantics, and no feature is null', async () => {
    await fc.assert(
      fc.asyncProperty(anyEvents(-19 * DAY, -HOUR / 2), async (before) => {
        const rows = await features(before);
        const sessions = await database.rows(`${sessionsPerUser(data, duckdb)} ORDER BY "user"`);
        expect(rows.map(({ user, sessions: count }) => ({ user, sessions: count }))).toEqual(sessions);
        for (const row of rows) expect(Object.values(row)).not.toContain(null);
      }),
      { numRuns: 25 },
    );
  });

  it('events whose names differ in case only keep a share each', async () => {
    await load([event('ann', DAY, 'Buy'), event('ann', DAY, 'buy'), event('ann', DAY, 'buy'), event('ann', DAY, 'x')]);
    const cased = { ...data, events: ['buy', 'Buy'].map((name) => ({ name, count: 1, users: 1 })) };
    const [row] = await database.rows(activityFeatures(cased, duckdb, options));
    expect(row).toMatchObject({ 'share: buy': 0.5, 'share: Buy (2)': 0.25 });
  });

  it('a mapped session column is counted', async () => {
    await load([event('ann', DAY, 's1'), event('ann', DAY - 1, 's2'), event('ann', 2 * DAY, 's1')]);
    await database.query(
      'CREATE OR REPLACE VIEW canonical."events" AS SELECT *, "event" AS "session", rowid AS "row" FROM log',
    );
    const mapped = { ...data, views: { events: ['user', 'time', 'event', 'session'] } };
    const [row] = await database.rows(activityFeatures(mapped, duckdb, options));
    expect(row).toMatchObject({ sessions: 2, events: 3 });
    expect(row).not.toHaveProperty('value_sum');
  });
});
