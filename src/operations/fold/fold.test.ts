import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { NodeDatabase } from '../../../workers/database/node.ts';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import { duckdb } from '../../sql/duckdb.ts';
import { inputOf, run, sqlOf, take, textRows } from '../test-table.ts';
import fold from './index.ts';

let database: NodeDatabase;
beforeAll(async () => {
  database = await openNodeDatabase();
});

const column = (...texts: (string | null)[]) =>
  `SELECT * FROM (VALUES ${texts.map((text) => `(${duckdb.literal(text)})`).join(', ')}) t(a)`;

const folded = async (params: object, ...texts: (string | null)[]) =>
  textRows(await run(database, fold, params, column(...texts))).flat();

describe('fold', () => {
  test('makes case and width alike', async () => {
    expect(await folded({}, 'Ａｂ１！', 'ÄRGER', 'ΣΑΣ', '中文\u3000Ｘ', null)).toEqual([
      'ab1!',
      'ärger',
      'σας'.replace('ς', 'σ'),
      '中文 x',
      null,
    ]);
    expect(await folded({ case: 'upper' }, 'ａ b')).toEqual(['A B']);
  });

  test('takes accents off where asked', async () => {
    expect(await folded({ case: 'keep', accents: true }, 'Éclair', 'naïve', 'Ångström')).toEqual([
      'Eclair',
      'naive',
      'Angstrom',
    ]);
  });

  test('every full-width form of ASCII becomes what Unicode says (NFKC)', async () => {
    const forms = Array.from({ length: 0xff5e - 0xff01 + 1 }, (_, n) => String.fromCodePoint(0xff01 + n));
    expect(await folded({ case: 'keep' }, ...forms)).toEqual(forms.map((form) => form.normalize('NFKC')));
    expect(await folded({ case: 'keep' }, 'ｱ', '＿\uff5f')).toEqual(['ｱ', '_\uff5f']);
  });

  test.each([{}, { accents: true }, { case: 'upper', accents: true }])(
    '%j twice is the same as once, for any text',
    async (params) => {
      const texts = fc.array(fc.string({ unit: 'binary', maxLength: 8 }), { minLength: 1, maxLength: 20 });
      await fc.assert(
        fc.asyncProperty(texts, async (values) => {
          await run(database, fold, params, column(...values));
          const again = await inputOf(database, 'SELECT a FROM outcome');
          expect((await take(database, sqlOf(fold, params, again))).touched).toEqual([]);
        }),
        { numRuns: 25 },
      );
    },
  );
});
