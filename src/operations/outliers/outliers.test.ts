import { beforeAll, describe, expect, test } from 'vitest';
import type { NodeDatabase } from '../../../workers/database/node.ts';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import golden from '../golden/outliers.json';
import { goldenSelect } from '../test-golden.ts';
import { run, textRows } from '../test-table.ts';
import outliers from './index.ts';

let database: NodeDatabase;
beforeAll(async () => {
  database = await openNodeDatabase();
});

const AMOUNT = golden.log.columns.indexOf('amount');

describe('as pandas finds them', () => {
  test.each(golden.cases)('$params', async ({ params, flags, capped }) => {
    const rows = goldenSelect(golden.log);
    const hits = flags.flatMap((flag, row) => (flag ? [row] : []));
    const marked = await run(database, outliers, params, rows);
    expect(marked.columns.at(-1)).toBe('amount_outlier');
    expect(textRows(marked).map((row) => row.at(-1))).toEqual(flags.map(String));
    expect(marked.touched).toEqual(hits);
    expect(marked.figures['below']! + marked.figures['above']!).toBe(hits.length);

    const drawn = textRows(await run(database, outliers, { ...params, action: 'cap' }, rows));
    for (const [row, value] of capped.entries()) {
      const ours = drawn[row]![AMOUNT];
      if (value === null) expect(ours).toBeNull();
      else expect(Number(ours)).toBeCloseTo(value, 9);
    }
    const kept = await run(database, outliers, { ...params, action: 'drop' }, rows);
    expect(kept.rows.map(({ row }) => row)).toEqual([...flags.keys()].filter((row) => !flags[row]));
  });
});

const values = (...numbers: (number | string)[]) =>
  `SELECT CAST(v AS DOUBLE) AS v, CAST(TRY_CAST(v AS DOUBLE) AS BIGINT) AS n FROM (VALUES ${numbers.map((n) => `('${n}')`).join(', ')}) t(v)`;

describe('outliers', () => {
  test('where values do not spread, none is judged', async () => {
    const outcome = await run(database, outliers, { column: 'v', method: 'mad' }, values(5, 5, 5, 5, 900));
    expect(outcome.touched).toEqual([]);
    expect(outcome.figures).toEqual({ below: 0, above: 0, unjudged: 5 });
    expect((await run(database, outliers, { column: 'v', method: 'z' }, values(5))).figures['unjudged']).toBe(1);
  });

  test('whole numbers are capped to whole numbers within the bounds', async () => {
    const params = { column: 'n', action: 'cap', threshold: 0.3 };
    const rows = textRows(await run(database, outliers, params, values(-100, 1, 2, 3, 4, 100)));
    // Quartiles 1.25 and 3.75, so the bounds are 0.5 and 4.5.
    expect(rows.map((row) => row[1])).toEqual(['1', '1', '2', '3', '4', '4']);
  });

  test('what is infinite is judged, what is no number is not', async () => {
    const query = `SELECT v FROM (VALUES ('nan'::DOUBLE), ('inf'), (1), (2), (3), ('-inf'), (NULL)) t(v)`;
    const outcome = await run(database, outliers, { column: 'v' }, query);
    expect(outcome.touched).toEqual([1, 5]);
  });

  test('the new column needs a free name', async () => {
    await expect(run(database, outliers, { column: 'v', into: 'N' }, values(1))).rejects.toMatchObject({
      name: 'recipe.name-taken',
    });
  });
});
