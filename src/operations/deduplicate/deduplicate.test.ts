import { beforeAll, describe, expect, test } from 'vitest';
import type { NodeDatabase } from '../../../workers/database/node.ts';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import golden from '../golden/deduplicate.json';
import { goldenSelect } from '../test-golden.ts';
import { run, textRows } from '../test-table.ts';
import deduplicate from './index.ts';

let database: NodeDatabase;
beforeAll(async () => {
  database = await openNodeDatabase();
});

describe('as pandas drops duplicates', () => {
  test.each(golden.cases)('$params', async ({ params, kept }) => {
    const outcome = await run(database, deduplicate, params, goldenSelect(golden.log));
    expect(outcome.rows.map(({ row }) => row)).toEqual(kept);
    expect(outcome.touched).toEqual([...golden.log.rows.keys()].filter((row) => !kept.includes(row)));
  });
});

const LOG = `SELECT * FROM (VALUES
  ('ann', 1, 'view', 10),
  ('bob', 1, 'view', 20),
  ('ann', 1, 'view', 10),
  ('ann', 1, 'view', 11),
  (NULL, 1, 'view', NULL),
  (NULL, 1, 'view', NULL),
  ('ann', 2, 'view', 10)) t("user", "time", "event", "__kept")`;

describe('deduplicate', () => {
  test('leaves the first of rows that are the same in all columns, missing values too', async () => {
    const outcome = await run(database, deduplicate, {}, LOG);
    expect(outcome.rows.map(({ row }) => row)).toEqual([0, 1, 3, 4, 6]);
    expect(outcome.touched).toEqual([2, 5]);
    expect(outcome.figures).toEqual({ sets: 2, most: 2 });
  });

  test('by user, time and event', async () => {
    const outcome = await run(database, deduplicate, { columns: ['user', 'time', 'event'] }, LOG);
    expect(textRows(outcome)).toEqual([
      ['ann', '1', 'view', '10'],
      ['bob', '1', 'view', '20'],
      [null, '1', 'view', null],
      ['ann', '2', 'view', '10'],
    ]);
    expect(outcome.touched).toEqual([2, 3, 5]);
    expect(outcome.figures).toEqual({ sets: 2, most: 3 });
  });

  test('keeping the last', async () => {
    const outcome = await run(database, deduplicate, { columns: ['user', 'time', 'event'], keep: 'last' }, LOG);
    expect(outcome.rows.map(({ row }) => row)).toEqual([1, 3, 5, 6]);
    expect(outcome.touched).toEqual([0, 2, 4]);
  });

  test('an empty table stays empty', async () => {
    const outcome = await run(database, deduplicate, {}, `${LOG} WHERE FALSE`);
    expect(outcome).toMatchObject({ rows: [], touched: [], figures: { sets: 0, most: 0 } });
  });
});
