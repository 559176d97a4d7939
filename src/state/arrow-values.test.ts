import { describe, expect, it } from 'vitest';
import { openNodeDatabase } from '../../workers/database/node.ts';
import { arrowSource, plainRows } from './arrow-values.ts';

const database = openNodeDatabase();
const rows = async (sql: string) => plainRows(await (await database).query(sql));

describe('plainRows', () => {
  it('gives integers as numbers within 2^53 and as digits beyond', async () => {
    const [row] = await rows(
      'SELECT 9007199254740991 AS exact, 9007199254740993 AS big, -9007199254740993 AS low, sum(n) AS huge FROM (VALUES (1),(2)) t(n)',
    );
    expect(row).toEqual({ exact: 9007199254740991, big: '9007199254740993', low: '-9007199254740993', huge: 3 });
  });

  it('gives decimals with their scale', async () => {
    const [row] = await rows(
      "SELECT 12.50::DECIMAL(9,2) AS a, -0.07::DECIMAL(9,2) AS b, '12345678901234567890.5'::DECIMAL(30,1) AS c",
    );
    expect(row).toEqual({ a: 12.5, b: -0.07, c: '12345678901234567890.5' });
  });

  it('gives times and dates in ISO form', async () => {
    const [row] = await rows(
      "SELECT TIMESTAMP '2024-02-29 12:34:56' AS t, TIMESTAMP '1969-12-31 23:59:59.123456' AS u, DATE '2024-02-29' AS d, TIME '01:02:03.5' AS c",
    );
    expect(row).toEqual({
      t: '2024-02-29T12:34:56.000Z',
      u: '1969-12-31T23:59:59.123456Z',
      d: '2024-02-29',
      c: '01:02:03.5',
    });
  });

  it('gives nulls, booleans, text, lists and structs as they are', async () => {
    const [row] = await rows("SELECT NULL AS n, true AS b, '你好' AS s, [1, NULL, 3] AS l, {'x': 1, 'y': 'z'} AS o");
    expect(row).toEqual({ n: null, b: true, s: '你好', l: [1, null, 3], o: { x: 1, y: 'z' } });
  });

  it('keeps columns that would harm an object', async () => {
    const [row] = await rows('SELECT 1 AS "__proto__", 2 AS size, 3 AS "toString"');
    expect(Object.entries(row!)).toEqual([
      ['__proto__', 1],
      ['size', 2],
      ['toString', 3],
    ]);
    expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
  });
});

describe('arrowSource', () => {
  it('offers at most the limit, and says how many there are', async () => {
    const ipc = await (await database).query("SELECT range AS n, TIMESTAMP '2024-01-01' AS t FROM range(5000)");
    const source = arrowSource(ipc, 1000);
    expect([source.rows, source.total]).toEqual([1000, 5000]);
    expect(source.columns.map(({ type, numeric }) => [type, numeric])).toEqual([
      ['integer', true],
      ['timestamp', false],
    ]);
    expect(source.cell(999, 0)).toBe('999');
    expect(source.cell(0, 1)).toBe('2024-01-01 00:00:00');
    expect(source.text(0, 1)).toBe('2024-01-01T00:00:00.000Z');
  });
});
