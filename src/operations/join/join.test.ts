import { beforeAll, describe, expect, test } from 'vitest';
import type { NodeDatabase } from '../../../workers/database/node.ts';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import golden from '../golden/join.json';
import { goldenSelect, goldenTable } from '../test-golden.ts';
import { run, textRows } from '../test-table.ts';
import join from './index.ts';

let database: NodeDatabase;
beforeAll(async () => {
  database = await openNodeDatabase();
  await goldenTable(database, 'labels', golden.labels);
  await database.query(`CREATE TABLE codes (code VARCHAR, "USER" VARCHAR, price DOUBLE)`);
  await database.query(`INSERT INTO codes VALUES ('1', 'x', 1.5), ('2', 'y', 2.5), ('2', 'z', NULL), (NULL, 'w', 9)`);
});

describe('as pandas merges', () => {
  test.each(golden.cases)('$params', async ({ params, rows, figures }) => {
    const outcome = await run(database, join, params, goldenSelect(golden.log), ['labels']);
    expect(outcome.columns).toEqual([...golden.log.columns, 'label']);
    expect(outcome.rows.map(({ row, texts }) => [row, texts.at(-1)])).toEqual(rows);
    expect(outcome.figures).toEqual(figures);
  });
});

const LOG = `SELECT * FROM (VALUES (1, 'ann'), (2, 'bob'), (3, 'cho'), (NULL, 'dan')) t(id, "user")`;
const params = { table: 'codes', keys: [{ from: 'id', to: 'code' }] };
const others = ['codes'];

describe('join', () => {
  test('brings all but the keys, a taken name with the table before it; a number meets its text', async () => {
    const outcome = await run(database, join, params, LOG, others);
    expect(outcome.columns).toEqual(['id', 'user', 'codes_USER', 'price']);
    expect(textRows(outcome)).toEqual([
      ['1', 'ann', 'x', '1.5'],
      ['2', 'bob', 'y', '2.5'],
      ['2', 'bob', 'z', null],
      ['3', 'cho', null, null],
      [null, 'dan', null, null],
    ]);
    expect(outcome.touched).toEqual([0, 1]);
    expect(outcome.figures).toEqual({ matched: 2, unmatched: 2, several: 1, most: 2, others: 1 });
  });

  test('only the first partner counts where asked, and the figures still say that there were more', async () => {
    const outcome = await run(database, join, { ...params, partners: 'first', columns: ['USER'] }, LOG, others);
    expect(textRows(outcome).map((row) => row[2])).toEqual(['x', 'y', null, null]);
    expect(outcome.figures).toMatchObject({ several: 1, most: 2 });
  });

  test('drops what found no partner', async () => {
    const outcome = await run(database, join, { ...params, kind: 'inner' }, LOG, others);
    expect(outcome.rows.map(({ row }) => row)).toEqual([0, 1, 1]);
    expect(outcome.touched).toEqual([0, 1, 2, 3]);
  });

  test('a table of keys alone filters, and touches what it drops or repeats', async () => {
    await database.query('CREATE TABLE keys AS SELECT code FROM codes');
    const keys = { table: 'keys', keys: params.keys, kind: 'inner' };
    expect((await run(database, join, keys, LOG, ['keys'])).touched).toEqual([1, 2, 3]);
    expect((await run(database, join, { ...keys, partners: 'first' }, LOG, ['keys'])).touched).toEqual([2, 3]);
    expect((await run(database, join, { ...keys, kind: 'left' }, LOG, ['keys'])).touched).toEqual([1]);
  });
});
