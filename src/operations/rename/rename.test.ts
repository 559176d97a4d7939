import { beforeAll, expect, test } from 'vitest';
import type { NodeDatabase } from '../../../workers/database/node.ts';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import { run, textRows } from '../test-table.ts';
import rename from './index.ts';

let database: NodeDatabase;
beforeAll(async () => {
  database = await openNodeDatabase();
});

const pair = (from: string, to: string) => ({ from, to });
const names = async (...pairs: { from: string; to: string }[]) => {
  const outcome = await run(database, rename, { pairs }, 'SELECT 1 AS a, 2 AS b, 3 AS c');
  expect(textRows(outcome)).toEqual([['1', '2', '3']]);
  expect(outcome.touched).toEqual([]);
  return outcome.columns;
};

test('names may swap, and change their capitals', async () => {
  expect(await names(pair('a', 'b'), pair('b', 'a'))).toEqual(['b', 'a', 'c']);
  expect(await names(pair('c', 'C'))).toEqual(['a', 'b', 'C']);
});

test.each([
  [[pair('a', 'B')], 'recipe.name-taken'],
  [[pair('a', 'x'), pair('b', 'X')], 'recipe.name-taken'],
  [[pair('a', 'x'), pair('a', 'y')], 'recipe.named-twice'],
  [[pair('a', ' ')], 'recipe.bad-name'],
  [[pair('d', 'x')], 'recipe.missing-column'],
  [[], 'recipe.missing-parameter'],
])('%j is refused with %s', async (pairs, name) => {
  await expect(names(...pairs)).rejects.toMatchObject({ name });
});
