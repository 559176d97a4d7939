import { beforeAll, describe, expect, test } from 'vitest';
import type { NodeDatabase } from '../../../workers/database/node.ts';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import { run, shapeOf, textRows } from '../test-table.ts';
import mapValues from './index.ts';

let database: NodeDatabase;
beforeAll(async () => {
  database = await openNodeDatabase();
});

const TABLE = `SELECT * FROM (VALUES ('DE', 1, 2.0::DOUBLE), ('de', 2, 2.5), ('', 3, NULL), (NULL, NULL, 7.0)) t(country, code, size)`;
const pair = (from: string, to: string) => ({ from, to });

async function mapped(params: object, at: number) {
  const outcome = await run(database, mapValues, params, TABLE);
  const { columns } = await shapeOf(database, 'outcome');
  return { values: textRows(outcome).map((row) => row[at]), type: columns[at]!.type, touched: outcome.touched };
}

describe('map-values', () => {
  test('gives several spellings one name; nothing on the right is missing', async () => {
    const pairs = [pair('DE', 'Germany'), pair('de', 'Germany'), pair('', '')];
    expect(await mapped({ column: 'country', pairs }, 0)).toEqual({
      values: ['Germany', 'Germany', null, null],
      type: 'VARCHAR',
      touched: [0, 1, 2],
    });
  });

  test('what is not listed becomes missing, or one value; what is missing stays so', async () => {
    const pairs = [pair('DE', 'DE')];
    expect((await mapped({ column: 'country', pairs, others: 'missing' }, 0)).values).toEqual(['DE', null, null, null]);
    const other = await mapped({ column: 'country', pairs, others: 'value', value: 'other' }, 0);
    expect(other).toMatchObject({ values: ['DE', 'other', 'other', null], touched: [1, 2] });
  });

  test('numbers are found by their value, and stay numbers where all new ones are', async () => {
    expect(await mapped({ column: 'size', pairs: [pair('2', '20'), pair('x', '1')] }, 2)).toEqual({
      values: ['20.0', '2.5', null, '7.0'],
      type: 'DOUBLE',
      touched: [0],
    });
    expect(await mapped({ column: 'code', pairs: [pair('1', 'man'), pair('02', 'woman')] }, 1)).toEqual({
      values: ['man', 'woman', '3', null],
      type: 'VARCHAR',
      touched: [0, 1],
    });
  });

  test('the first pair that speaks of a value counts', async () => {
    const pairs = [pair('DE', 'a'), pair('DE', 'b')];
    expect((await mapped({ column: 'country', pairs }, 0)).values[0]).toBe('a');
  });

  test('no pair at all is refused', async () => {
    await expect(mapped({ column: 'country' }, 0)).rejects.toMatchObject({ name: 'recipe.missing-parameter' });
  });
});
