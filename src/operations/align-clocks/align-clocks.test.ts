import { beforeAll, describe, expect, test } from 'vitest';
import type { NodeDatabase } from '../../../workers/database/node.ts';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import { run, textRows } from '../test-table.ts';
import align from './index.ts';
import { secondsOf } from './offset.ts';

let database: NodeDatabase;
beforeAll(async () => {
  database = await openNodeDatabase();
});

const LOG = `SELECT * FROM (VALUES
  ('web', TIMESTAMP '2024-03-01 10:00:00'),
  ('app', TIMESTAMP '2024-03-01 10:00:30.5'),
  ('web', TIMESTAMP '2024-03-01 10:01:00'),
  (NULL, TIMESTAMP '2024-03-01 10:02:00'),
  ('app', NULL)) t(source, "time")`;

describe('align-clocks', () => {
  test('shifts one source, and says how many rows come at another place', async () => {
    const params = { column: 'time', offset: '-45s', where: 'source', value: 'app' };
    const outcome = await run(database, align, params, LOG);
    expect(textRows(outcome).map((row) => row[1])).toEqual([
      '2024-03-01 10:00:00',
      '2024-03-01 09:59:45.5',
      '2024-03-01 10:01:00',
      '2024-03-01 10:02:00',
      null,
    ]);
    expect(outcome).toMatchObject({ touched: [1], figures: { moved: 2 } });
  });

  test('shifts every row, and then none changes its place', async () => {
    const outcome = await run(database, align, { column: 'time', offset: '8h' }, LOG);
    expect(textRows(outcome)[0]).toEqual(['web', '2024-03-01 18:00:00']);
    expect(outcome).toMatchObject({ touched: [0, 1, 2, 3], figures: { moved: 0 } });
  });

  test('by nothing touches nothing', async () => {
    expect((await run(database, align, { column: 'time', offset: '0s' }, LOG)).touched).toEqual([]);
  });

  test.each([
    ['-30s', -30],
    ['8h', 28_800],
    ['+1.5h', 5400],
    ['−2 d', -172_800],
    ['1w', 604_800],
  ])('%s is %d seconds', (offset, seconds) => expect(secondsOf(offset)).toBe(seconds));

  test.each(['8', 'h', '0.5s', '1e3s', '1000000d', '--1s'])('%s is no offset', (offset) => {
    expect(() => secondsOf(offset)).toThrow('recipe.bad-offset');
  });
});
