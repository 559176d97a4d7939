import { beforeAll, describe, expect, test } from 'vitest';
import type { NodeDatabase } from '../../../workers/database/node.ts';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import { run, textRows } from '../test-table.ts';
import union from './index.ts';

let database: NodeDatabase;
beforeAll(async () => {
  database = await openNodeDatabase();
  await database.query(`CREATE TABLE april ("USER" VARCHAR, "when" DATE, amount INTEGER, extra VARCHAR)`);
  await database.query(`INSERT INTO april VALUES ('cho', '2024-04-01', 3, 'x'), (NULL, NULL, 4, NULL)`);
});

const MARCH = `SELECT * FROM (VALUES ('ann', TIMESTAMP '2024-03-01 10:00:00', 1.5::DOUBLE, TRUE), ('bob', NULL, 2.5, FALSE)) t("user", "time", amount, ok)`;
const params = { table: 'april', pairs: [{ from: 'when', to: 'time' }] };

describe('union', () => {
  test('adds their rows after ours: by pairs, and by name whatever its capitals', async () => {
    const outcome = await run(database, union, params, MARCH, ['april']);
    expect(outcome.columns).toEqual(['user', 'time', 'amount', 'ok']);
    expect(outcome.rows).toEqual([
      { row: 0, texts: ['ann', '2024-03-01 10:00:00', '1.5', 'true'] },
      { row: 1, texts: ['bob', null, '2.5', 'false'] },
      { row: 2, texts: ['cho', '2024-04-01 00:00:00', '3.0', null] },
      { row: 3, texts: [null, null, '4.0', null] },
    ]);
    expect(outcome).toMatchObject({ touched: [], figures: { added: 2, unfilled: 1, unused: 1 } });
  });

  test('their other columns come along where asked', async () => {
    const outcome = await run(database, union, { ...params, others: 'add' }, MARCH, ['april']);
    expect(outcome.columns.at(-1)).toBe('extra');
    expect(textRows(outcome).map((row) => row.at(-1))).toEqual([null, null, 'x', null]);
    expect(outcome.figures['unused']).toBe(0);
  });

  test('an empty table takes them from the beginning', async () => {
    const outcome = await run(database, union, params, `${MARCH} WHERE FALSE`, ['april']);
    expect(outcome.rows.map(({ row }) => row)).toEqual([0, 1]);
  });

  test.each([
    [{ ...params, pairs: [{ from: 'extra', to: 'amount' }] }, 'recipe.type-clash'],
    [{ ...params, pairs: [...params.pairs, { from: 'extra', to: 'time' }] }, 'recipe.named-twice'],
    [{ ...params, pairs: [{ from: 'nope', to: 'time' }] }, 'recipe.missing-column'],
  ])('%j is refused with %s', async (wrong, name) => {
    await expect(run(database, union, wrong, MARCH, ['april'])).rejects.toMatchObject({ name });
  });
});
