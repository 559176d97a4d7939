import { beforeAll, expect, test } from 'vitest';
import type { NodeDatabase } from '../../../workers/database/node.ts';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import { run, textRows } from '../test-table.ts';
import derive from './index.ts';

let database: NodeDatabase;
beforeAll(async () => {
  database = await openNodeDatabase();
});

const TABLE = `SELECT * FROM (VALUES (2, 1.5, 'b'), (NULL, 2, 'a'), (3, 1, 'A')) t(n, price, s)`;
const derived = (name: string, expression: string) => run(database, derive, { name, expression }, TABLE);

test('adds a column at the end, and touches the rows that get a value', async () => {
  const outcome = await derived('total', 'n * price -- in euros');
  expect(outcome.columns).toEqual(['n', 'price', 's', 'total']);
  expect(textRows(outcome).map((row) => row[3])).toEqual(['3.0', null, '3.0']);
  expect(outcome.touched).toEqual([0, 2]);
});

test('replaces a column in its place, and touches the rows that change', async () => {
  const outcome = await derived('s', 'lower(s)');
  expect(outcome.columns).toEqual(['n', 'price', 's']);
  expect(textRows(outcome).map((row) => row[2])).toEqual(['b', 'a', 'a']);
  expect(outcome.touched).toEqual([2]);
});

test('a window leaves the rows in their order', async () => {
  const outcome = await derived('place', 'row_number() OVER (ORDER BY lower(s), n NULLS LAST)');
  expect(textRows(outcome).map((row) => row[3])).toEqual(['3', '2', '1']);
});

test('the table as a whole is no expression', async () => {
  await expect(derived('x', 'n) FROM input; DROP TABLE input; SELECT (1')).rejects.toMatchObject({
    name: 'recipe.bad-expression',
  });
});
