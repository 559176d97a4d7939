import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { NodeDatabase } from '../../../workers/database/node.ts';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import { duckdb } from '../../sql/duckdb.ts';
import { run, textRows } from '../test-table.ts';
import stitch from './index.ts';

let database: NodeDatabase;
beforeAll(async () => {
  database = await openNodeDatabase();
});

interface Visit {
  device: string | null;
  user: string | null;
  minute: number | null;
}

function select(visits: readonly Visit[]): string {
  const rows = visits.map(
    ({ device, user, minute }) => `(${[device, user, minute].map((value) => duckdb.literal(value)).join(', ')})`,
  );
  const columns = 'CAST(d AS VARCHAR) AS device, CAST(u AS VARCHAR) AS "user", CAST(m AS BIGINT) AS "time"';
  return `SELECT ${columns} FROM (VALUES ${[...rows, '(NULL, NULL, NULL)'].join(', ')}) t(d, u, m) LIMIT ${visits.length}`;
}

const known = (id: string | null) => (id === '' ? null : id);

/** The definition, word for word: row by row, looking at all others. */
function expected(visits: readonly Visit[], several: 'none' | 'next'): (string | null)[] {
  const inOrder = visits
    .map((visit, row) => ({ ...visit, row }))
    .sort((a, b) => (a.minute ?? Infinity) - (b.minute ?? Infinity) || a.row - b.row || 0);
  const place = (row: number) => inOrder.findIndex((visit) => visit.row === row);
  return visits.map((visit, row) => {
    if (known(visit.user) !== null || known(visit.device) === null) return visit.user;
    const same = inOrder.filter(({ device, user }) => device === visit.device && known(user) !== null);
    if (new Set(same.map(({ user }) => user)).size === 1) return same[0]!.user;
    const next = same.find((other) => place(other.row) > place(row));
    return several === 'next' && next ? next.user : visit.user;
  });
}

const LOG: Visit[] = [
  { device: 'd1', user: null, minute: 1 },
  { device: 'd1', user: 'ann', minute: 2 },
  { device: 'd2', user: null, minute: 3 },
  { device: 'd2', user: 'bob', minute: 4 },
  { device: 'd2', user: null, minute: 5 },
  { device: 'd2', user: 'cho', minute: 6 },
  { device: 'd2', user: null, minute: 7 },
  { device: 'd3', user: null, minute: 8 },
  { device: null, user: null, minute: 9 },
  { device: 'd1', user: '', minute: 10 },
];
const params = { anonymous: 'device', user: 'user', time: 'time' };
const usersOf = (rows: (string | null)[][], at = 1) => rows.map((row) => row[at]);

describe('stitch-identities', () => {
  test('gives a device with one user to it, before and after; one with several is left alone', async () => {
    const outcome = await run(database, stitch, params, select(LOG));
    expect(usersOf(textRows(outcome))).toEqual(['ann', 'ann', null, 'bob', null, 'cho', null, null, null, 'ann']);
    expect(outcome.touched).toEqual([0, 9]);
    // Before: d1, ann, d2, bob, cho, d3. After: ann, d2, bob, cho, d3.
    expect(outcome.figures).toEqual({ stitched: 1, conflicts: 1, before: 6, after: 5 });
  });

  test('or to the next user who signs in; nobody after the last', async () => {
    const outcome = await run(database, stitch, { ...params, several: 'next' }, select(LOG));
    expect(usersOf(textRows(outcome))).toEqual(['ann', 'ann', 'bob', 'bob', 'cho', 'cho', null, null, null, 'ann']);
    expect(outcome.figures).toEqual({ stitched: 2, conflicts: 1, before: 6, after: 5 });
  });

  test('into a new column, with the device where nobody is known', async () => {
    const outcome = await run(database, stitch, { ...params, otherwise: 'anonymous', into: 'person' }, select(LOG));
    expect(outcome.columns).toEqual(['device', 'user', 'time', 'person']);
    expect(usersOf(textRows(outcome), 3)).toEqual(['ann', 'ann', 'd2', 'bob', 'd2', 'cho', 'd2', 'd3', null, 'ann']);
    expect(usersOf(textRows(outcome), 1)).toEqual(LOG.map(({ user }) => user));
    expect(outcome.touched).toEqual([0, 2, 4, 6, 7, 9]);
  });

  test('is what its definition says, for any log', async () => {
    const visit = fc.record({
      device: fc.constantFrom('d1', 'd2', 'd3', '', null),
      user: fc.constantFrom('ann', 'bob', '', null, null, null),
      minute: fc.constantFrom(1, 2, 3, 4, null),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(visit, { maxLength: 20 }), fc.constantFrom('none', 'next'), async (visits, several) => {
        const outcome = await run(database, stitch, { ...params, several }, select(visits));
        const truth = expected(visits, several as 'none' | 'next');
        expect(usersOf(textRows(outcome))).toEqual(truth);
        expect(outcome.touched).toEqual([...visits.keys()].filter((row) => truth[row] !== visits[row]!.user));
        const people = (users: readonly (string | null)[]) =>
          new Set(users.map((user, row) => known(user) ?? known(visits[row]!.device)).filter((id) => id !== null)).size;
        expect(outcome.figures).toMatchObject({ before: people(visits.map(({ user }) => user)), after: people(truth) });
      }),
      { numRuns: 20 },
    );
  });
});
