import { beforeAll, describe, expect, test } from 'vitest';
import type { NodeDatabase } from '../../../workers/database/node.ts';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import golden from '../golden/fill-missing.json';
import { goldenSelect } from '../test-golden.ts';
import { inputOf, run, sqlOf, textRows } from '../test-table.ts';
import fill from './index.ts';

let database: NodeDatabase;
beforeAll(async () => {
  database = await openNodeDatabase();
});

const valuesOf = (rows: (string | null)[][], at: number) => rows.map((row) => row[at] ?? null);
const numbers = (values: readonly (string | number | null)[]) =>
  values.map((value) => (value === null ? NaN : Number(value)));

describe('as pandas fills', () => {
  test.each(golden.cases)('$params', async ({ params, values }) => {
    const outcome = await run(database, fill, params, goldenSelect(golden.log));
    const at = golden.log.columns.indexOf(params.column);
    const filled = valuesOf(textRows(outcome), at);
    if (params.column === 'kind') expect(filled).toEqual(values);
    else {
      const [ours, theirs] = [numbers(filled), numbers(values)];
      expect(ours.map(Number.isNaN)).toEqual(theirs.map(Number.isNaN));
      for (const [row, value] of ours.entries()) if (!Number.isNaN(value)) expect(value).toBeCloseTo(theirs[row]!, 9);
    }
    const missing = golden.log.rows.map((row) => row[at] === null);
    const changed = values.flatMap((value, row) => (missing[row] && value !== null ? [row] : []));
    expect(outcome.touched).toEqual(changed);
    expect(outcome.figures).toEqual({ unfilled: values.filter((value) => value === null).length });
  });
});

const COUNTS = `SELECT * FROM (VALUES (CAST(1 AS BIGINT), ''), (NULL, 'a'), (9007199254740993, NULL), (4, '')) t(n, s)`;

describe('fill-missing', () => {
  test('rounds in a column of whole numbers, and alters no other value of it', async () => {
    const rows = textRows(await run(database, fill, { column: 'n', method: 'interpolate' }, COUNTS));
    expect(valuesOf(rows, 0)).toEqual(['1', '4503599627370497', '9007199254740993', '4']);
  });

  test('takes empty text for missing where asked', async () => {
    const plain = await run(database, fill, { column: 's', value: 'x' }, COUNTS);
    expect(valuesOf(textRows(plain), 1)).toEqual(['', 'a', 'x', '']);
    const blank = await run(database, fill, { column: 's', value: 'x', empty: true }, COUNTS);
    expect(valuesOf(textRows(blank), 1)).toEqual(['x', 'a', 'x', 'x']);
    expect(blank.touched).toEqual([0, 2, 3]);
    const next = await run(database, fill, { column: 's', method: 'next', empty: true }, COUNTS);
    expect(valuesOf(textRows(next), 1)).toEqual(['a', 'a', null, '']);
  });

  test('interpolates over times, at equal times with the earlier value', async () => {
    const rows = `SELECT TIMESTAMP '2024-01-01' + INTERVAL (m) MINUTE AS t, v FROM (VALUES (0, 1.0::DOUBLE), (45, NULL), (60, 5.0), (60, NULL), (60, 9.0)) x(m, v)`;
    const outcome = await run(database, fill, { column: 'v', method: 'interpolate', order: 't' }, rows);
    expect(valuesOf(textRows(outcome), 1)).toEqual(['1.0', '4.0', '5.0', '5.0', '9.0']);
  });

  test('of frequent values that are as many the least is taken', async () => {
    const rows = `SELECT * FROM (VALUES ('b'), (NULL), ('a'), ('b'), ('a')) t(s)`;
    expect(textRows(await run(database, fill, { column: 's', method: 'mode' }, rows)).flat()).toEqual([
      'b',
      'a',
      'a',
      'b',
      'a',
    ]);
  });

  test('long runs of missing values take no time that grows with their square', async () => {
    const query = 'SELECT CASE WHEN range % 150000 = 0 THEN range END AS n FROM range(300000)';
    const input = await inputOf(database, query);
    const { touched } = sqlOf(fill, { column: 'n', method: 'previous' }, input);
    const [found] = await database.rows(`SELECT count(*) AS n FROM (SELECT ${touched} AS hit FROM input) WHERE hit`);
    expect(found).toEqual({ n: 299_998 });
  });

  test.each([
    [{ column: 'n', value: 'x' }, 'recipe.bad-value'],
    [{ column: 'n', value: '' }, 'recipe.missing-parameter'],
    [{ value: 'x' }, 'recipe.missing-parameter'],
  ])('%j is refused with %s', async (params, name) => {
    await expect(run(database, fill, params, COUNTS)).rejects.toMatchObject({ name });
  });
});
