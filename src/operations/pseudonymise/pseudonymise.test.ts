import fc from 'fast-check';
import { createHmac } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { NodeDatabase } from '../../../workers/database/node.ts';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import { duckdb } from '../../sql/duckdb.ts';
import { run, textRows } from '../test-table.ts';
import { hmacSql } from './hmac.ts';
import pseudonymise from './index.ts';

let database: NodeDatabase;
beforeAll(async () => {
  database = await openNodeDatabase();
});

const hmac = (text: string, key: string | Uint8Array) => createHmac('sha256', key).update(text, 'utf8').digest('hex');
const KEY = 'correct horse battery staple';

describe('the hash', () => {
  test("is RFC 4231's test case 2", async () => {
    const sql = hmacSql(`'what do ya want for nothing?'`, new TextEncoder().encode('Jefe'));
    expect(await database.rows(`SELECT ${sql} AS x`)).toEqual([
      { x: '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843' },
    ]);
  });

  test("is Node's, for any text and key", async () => {
    const keys = fc.uint8Array({ minLength: 1, maxLength: 64 });
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 100 }), keys, async (text, key) => {
        const [row] = await database.rows(`SELECT ${hmacSql(duckdb.literal(text), key)} AS x`);
        expect(row).toEqual({ x: hmac(text, key) });
      }),
      { numRuns: 25 },
    );
  });
});

describe('pseudonymise', () => {
  const TABLE = `SELECT * FROM (VALUES ('ann', 42), ('李', 7), (NULL, 42), ('', NULL)) t(u, n)`;

  test('replaces every value, numbers by their digits; what is missing stays missing', async () => {
    const outcome = await run(database, pseudonymise, { columns: ['u', 'n'], key: KEY, length: 20 }, TABLE);
    const short = (text: string) => hmac(text, KEY).slice(0, 20);
    expect(textRows(outcome)).toEqual([
      [short('ann'), short('42')],
      [short('李'), short('7')],
      [null, short('42')],
      [short(''), null],
    ]);
    expect(outcome.touched).toEqual([0, 1, 2, 3]);
  });

  test.each([
    [{ columns: ['u'], key: 'short' }, 'recipe.short-key'],
    [{ columns: ['u'], key: '密'.repeat(22) }, 'recipe.long-key'],
    [{ columns: ['u'] }, 'recipe.missing-parameter'],
    [{ key: KEY }, 'recipe.missing-parameter'],
  ])('%j is refused with %s', async (params, name) => {
    await expect(run(database, pseudonymise, params, TABLE)).rejects.toMatchObject({ name });
  });

  test('its sentence does not tell the key', () => {
    const params = { columns: ['u'], key: KEY, length: 16 };
    expect(pseudonymise.describe(params, (key, values) => `${key} ${JSON.stringify(values)}`)).not.toContain('horse');
  });
});
