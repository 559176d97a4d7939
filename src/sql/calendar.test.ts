import { beforeAll, describe, expect, test } from 'vitest';
import type { NodeDatabase } from '../../workers/database/node.ts';
import { openNodeDatabase } from '../../workers/database/node.ts';
import type { Dataset } from '../contract/project.ts';
import { bucketIndex, bucketName, zoneTransitions } from '../core/calendar.ts';
import { bucketNumber, localTime } from './calendar.ts';
import { duckdb } from './duckdb.ts';

let database: NodeDatabase;
beforeAll(async () => {
  database = await openNodeDatabase();
}, 60_000);

const dataset = (zone: string, first: number, last: number, weekStart: 'monday' | 'sunday' = 'monday'): Dataset => ({
  fingerprint: '',
  tables: [],
  views: { events: ['user', 'time'] },
  properties: [],
  settings: { zone, weekStart, language: 'en', sessionGapMinutes: 30 },
  events: [],
  range: { first, last },
});

/** What Intl shows on the clock, asked anew for each time: the reference for the CASE in SQL. */
const wallClock = (zone: string, ms: number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(ms);

const ZONES = [
  'UTC',
  'Asia/Shanghai',
  'America/Los_Angeles',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Africa/Casablanca',
  'Pacific/Apia',
];

describe.each(ZONES)('%s', (zone) => {
  const first = Date.UTC(2010, 11, 25);
  const last = Date.UTC(2013, 0, 5);

  test('local times equal the wall clock, in steps of 11 hours and around each transition', async () => {
    const data = dataset(zone, first, last);
    const edges = zoneTransitions(zone, first, last)
      .slice(1)
      .flatMap(({ from }) => [from - 1000, from, from + 1000]);
    const steps = Array.from({ length: Math.floor((last - first) / 39_600_000) }, (_, n) => first + n * 39_600_000);
    const times = [...steps, ...edges];
    const rows = await database.rows(
      `SELECT strftime(${localTime('t', data, duckdb)}, '%Y-%m-%d %H:%M:%S') AS local
       FROM (SELECT epoch_ms(CAST(x AS BIGINT)) AS t, o FROM (SELECT unnest([${times.join(', ')}]) AS x, unnest(range(${times.length})) AS o)) ORDER BY o`,
    );
    expect(rows.map((row) => row['local'])).toEqual(times.map((ms) => wallClock(zone, ms)));
  });

  test.each(['hour', 'day', 'week', 'month'] as const)(
    'a %s is named by its local begin, and found by its name',
    async (unit) => {
      const data = dataset(zone, first, last, 'sunday');
      const transitions = zoneTransitions(zone, first, last);
      const times = Array.from({ length: 400 }, (_, n) => first + n * 31 * 3_600_000 + 1_234_567);
      const rows = await database.rows(
        `SELECT ${bucketNumber(unit, 't', data, duckdb)} AS b FROM (SELECT epoch_ms(CAST(x AS BIGINT)) AS t, o
       FROM (SELECT unnest([${times.join(', ')}]) AS x, unnest(range(${times.length})) AS o)) ORDER BY o`,
      );
      for (const [n, ms] of times.entries()) {
        const number = rows[n]!['b'] as number;
        const name = bucketName(unit, number, 'sunday', transitions);
        const local = wallClock(zone, ms);
        if (unit === 'hour') expect(name.slice(0, 13)).toBe(local.slice(0, 13).replace(' ', 'T'));
        if (unit === 'day') expect(name).toBe(local.slice(0, 10));
        if (unit === 'month') expect(name).toBe(`${local.slice(0, 7)}-01`);
        if (unit === 'week') {
          const day = Date.parse(`${local.slice(0, 10)}T00:00:00Z`);
          expect(Date.parse(name)).toBe(day - new Date(day).getUTCDay() * 86_400_000);
        }
        expect(bucketIndex(unit, name, 'sunday', transitions)).toBe(number);
      }
    },
  );
});

test.each([
  ['2024-03-30', 24],
  ['2024-03-31', 23],
  ['2024-10-27', 25],
])('%s in Berlin has %i hours', async (day, hours) => {
  const first = Date.UTC(2024, 0, 1);
  const data = dataset('Europe/Berlin', first, Date.UTC(2025, 0, 1));
  const rows = await database.rows(
    `SELECT count(DISTINCT hour) AS hours FROM (
       SELECT ${bucketNumber('hour', 't', data, duckdb)} AS hour, ${bucketNumber('day', 't', data, duckdb)} AS day
       FROM (SELECT ${duckdb.timestamp(first)} + INTERVAL (n * 10) MINUTE AS t FROM (SELECT unnest(range(52704)) AS n)))
     WHERE day = ${Date.parse(`${day}T00:00:00Z`) / 86_400_000}`,
  );
  expect(rows[0]!['hours']).toBe(hours);
});
