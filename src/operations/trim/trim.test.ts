import { beforeAll, describe, expect, test } from 'vitest';
import type { NodeDatabase } from '../../../workers/database/node.ts';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import { run, textRows } from '../test-table.ts';
import trim from './index.ts';

let database: NodeDatabase;
beforeAll(async () => {
  database = await openNodeDatabase();
});

const TABLE = `SELECT * FROM (VALUES
  ('  ann ', 'a', 1),
  (chr(12288) || '李' || chr(160) || chr(12288), 'a  b', 2),
  ('bob', chr(65279) || 'x' || chr(10), 3),
  (NULL, ' ', 4),
  (' ', chr(8203), 5)) t("who", "what", "n")`;

describe('trim', () => {
  test('cuts blanks of every script off all text columns', async () => {
    const outcome = await run(database, trim, {}, TABLE);
    expect(textRows(outcome)).toEqual([
      ['ann', 'a', '1'],
      ['李', 'a  b', '2'],
      ['bob', 'x', '3'],
      [null, '', '4'],
      ['', '', '5'],
    ]);
    expect(outcome.touched).toEqual([0, 1, 2, 3, 4]);
  });

  test('leaves other columns as they are, and collapses within where asked', async () => {
    const outcome = await run(database, trim, { columns: ['what'], inner: true, empty: 'missing' }, TABLE);
    expect(textRows(outcome)).toEqual([
      ['  ann ', 'a', '1'],
      ['\u3000李\u00a0\u3000', 'a b', '2'],
      ['bob', 'x', '3'],
      [null, null, '4'],
      [' ', null, '5'],
    ]);
    expect(outcome.touched).toEqual([1, 2, 3, 4]);
  });

  test('knows as blank what JavaScript knows', async () => {
    const blanks = Array.from({ length: 0x10000 }, (_, code) => code).filter(
      (code) => String.fromCharCode(code).trim() === '',
    );
    const values = blanks.map((code) => `(chr(${code}) || 'x' || chr(${code}))`).join(', ');
    const outcome = await run(database, trim, {}, `SELECT * FROM (VALUES ${values}) t(a)`);
    expect(new Set(textRows(outcome).flat())).toEqual(new Set(['x']));
    expect(blanks.length).toBeGreaterThan(20);
  });

  test('a table without text stays as it is', async () => {
    const outcome = await run(database, trim, {}, 'SELECT 1 AS a');
    expect(outcome).toMatchObject({ rows: [{ row: 0, texts: ['1'] }], touched: [] });
  });

  test('a column that is not there is refused', async () => {
    await expect(run(database, trim, { columns: ['nope'] }, TABLE)).rejects.toMatchObject({
      name: 'recipe.missing-column',
    });
  });
});
