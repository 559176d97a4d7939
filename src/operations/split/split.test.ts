import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { NodeDatabase } from '../../../workers/database/node.ts';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import { duckdb } from '../../sql/duckdb.ts';
import { run, textRows } from '../test-table.ts';
import split from './index.ts';

let database: NodeDatabase;
beforeAll(async () => {
  database = await openNodeDatabase();
});

const column = (...texts: (string | null)[]) =>
  `SELECT * FROM (VALUES ${texts.map((text) => `(CAST(${duckdb.literal(text)} AS VARCHAR))`).join(', ')}) t(a)`;

const pieces = async (params: object, ...texts: (string | null)[]) =>
  textRows(await run(database, split, { column: 'a', keep: false, ...params }, column(...texts)));

describe('split', () => {
  test('the last column takes the rest; where there are fewer pieces, it is missing', async () => {
    const params = { separator: '-', into: ['x', 'y'] };
    expect(await pieces(params, 'a-b', 'a-b-c', 'a', '', null, '-')).toEqual([
      ['a', 'b'],
      ['a', 'b-c'],
      ['a', null],
      ['', null],
      [null, null],
      ['', ''],
    ]);
  });

  test('by a regular expression, the rest as it was written', async () => {
    const params = { separator: '[ ,]+', regex: true, into: ['x', 'y', 'z'] };
    expect(await pieces(params, 'a, b c,d  e', '李 , 👩‍👩‍👧 ,x')).toEqual([
      ['a', 'b', 'c,d  e'],
      ['李', '👩‍👩‍👧', 'x'],
    ]);
  });

  test('keeps the column itself unless told otherwise, and counts what has other numbers of pieces', async () => {
    const params = { column: 'a', separator: '/', into: ['x', 'y'] };
    const outcome = await run(database, split, params, column('1/2', '1', '1/2/3', null));
    expect(outcome.columns).toEqual(['a', 'x', 'y']);
    expect(outcome.figures).toEqual({ fewer: 1, more: 1 });
    expect(outcome.touched).toEqual([0, 1, 2]);
  });

  test('joined again, the pieces are the text', async () => {
    const texts = fc.array(
      fc.array(fc.constantFrom('a', '::', ':', '李', '👩‍👩‍👧', '')).map((parts) => parts.join('')),
      { minLength: 1 },
    );
    await fc.assert(
      fc.asyncProperty(texts, fc.integer({ min: 1, max: 4 }), async (values, count) => {
        const into = Array.from({ length: count }, (_, n) => `p${n}`);
        const rows = await pieces({ separator: '::', into }, ...values);
        expect(rows.map((row) => row.filter((piece) => piece !== null).join('::'))).toEqual(values);
      }),
      { numRuns: 20 },
    );
  });

  test.each(['a*', '(?=x)', '(', '(a)\\1'])('the expression %s is refused', async (separator) => {
    await expect(pieces({ separator, regex: true, into: ['x'] }, 'a')).rejects.toMatchObject({
      name: 'recipe.bad-pattern',
    });
  });
});
