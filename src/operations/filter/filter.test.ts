import { beforeAll, describe, expect, test } from 'vitest';
import type { NodeDatabase } from '../../../workers/database/node.ts';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import { run } from '../test-table.ts';
import filter from './index.ts';

let database: NodeDatabase;
beforeAll(async () => {
  database = await openNodeDatabase();
});

const LOG = `SELECT * FROM (VALUES ('ann', 3), ('bob', 1), ('ann', NULL), ('bob', 2), (NULL, 5)) t("user", n)`;
const kept = async (params: object) => {
  const { rows, touched, figures } = await run(database, filter, params, LOG);
  return { kept: rows.map(({ row }) => row), touched, figures };
};

describe('filter', () => {
  test('keeps the rows for which the condition is true, not those for which it is unknown', async () => {
    expect(await kept({ condition: 'n > 1' })).toEqual({ kept: [0, 3, 4], touched: [1, 2], figures: { unknown: 1 } });
  });

  test('drops only the rows for which it is true', async () => {
    expect(await kept({ condition: 'n > 1 -- big', action: 'drop' })).toEqual({
      kept: [1, 2],
      touched: [0, 3, 4],
      figures: { unknown: 1 },
    });
  });

  test('may look at other rows', async () => {
    const condition = 'row_number() OVER (PARTITION BY "user" ORDER BY n DESC NULLS LAST) = 1';
    expect(await kept({ condition })).toMatchObject({ kept: [0, 3, 4], touched: [1, 2] });
    expect(await kept({ condition, action: 'drop' })).toMatchObject({ kept: [1, 2] });
  });
});
