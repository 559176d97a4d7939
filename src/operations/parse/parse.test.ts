import { beforeAll, describe, expect, test } from 'vitest';
import type { NodeDatabase } from '../../../workers/database/node.ts';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import { duckdb } from '../../sql/duckdb.ts';
import { run, shapeOf, textRows } from '../test-table.ts';
import parse from './index.ts';

let database: NodeDatabase;
beforeAll(async () => {
  database = await openNodeDatabase();
});

async function parsed(params: object, texts: readonly (string | null)[]) {
  const rows = `SELECT * FROM (VALUES ${texts.map((text) => `(CAST(${duckdb.literal(text)} AS VARCHAR))`).join(', ')}) t(a)`;
  const outcome = await run(database, parse, { column: 'a', ...params }, rows);
  const { columns } = await shapeOf(database, 'outcome');
  return { values: textRows(outcome).flat(), type: columns[0]!.type, outcome };
}

/** Texts and what each must become, by parameters. */
const CASES: [params: object, type: string, texts: Record<string, string | null>][] = [
  [
    { to: 'number' },
    'DOUBLE',
    {
      '12': '12.0',
      ' -1.5 ': '-1.5',
      '1,234.5': '1234.5',
      "1'234'567": '1234567.0',
      '1 234,5': null,
      '12,34': null,
      '1,2345': null,
      '1.2.3': null,
      '.5': '0.5',
      '5.': '5.0',
      '.': null,
      '1e3': '1000.0',
      '−7': '-7.0',
      '€ 3.20': '3.2',
      '-$5': '-5.0',
      '5 €': '5.0',
      $5$3: null,
      '12.5%': '0.125',
      '0x10': null,
      '1_000': null,
      inf: null,
      nan: null,
      '１２': null,
      '12 apples': null,
    },
  ],
  [
    { to: 'number', decimal: 'comma' },
    'DOUBLE',
    { '1.234,5': '1234.5', '12,5': '12.5', '1.5': null, '1.500': '1500.0', '1\u00a0234,5': '1234.5', '3,20 €': '3.2' },
  ],
  [
    { to: 'integer' },
    'BIGINT',
    {
      '007': '7',
      '1,234': '1234',
      '1.0': '1',
      '1.5': null,
      '1e3': null,
      '+5': '5',
      '9007199254740993': '9007199254740993',
      '99999999999999999999': null,
      '1,23': null,
    },
  ],
  [{ to: 'integer', decimal: 'comma' }, 'BIGINT', { '1.234': '1234', '1,00': '1', '1,50': null, '1.2': null }],
  [
    { to: 'boolean' },
    'BOOLEAN',
    { Yes: 'true', N: 'false', '1': 'true', '0': 'false', 是: 'true', 否: 'false', maybe: null, TRUE: 'true' },
  ],
  [
    { to: 'timestamp' },
    'TIMESTAMP',
    {
      '2024-03-05': '2024-03-05 00:00:00',
      '2024-03-05T10:20:30.25Z': '2024-03-05 10:20:30.25',
      '2024-03-05 10:20:30+08:00': '2024-03-05 02:20:30',
      '2024/3/5 9:05': '2024-03-05 09:05:00',
      '2024年3月5日': '2024-03-05 00:00:00',
      '5 Mar 2024 10:00': '2024-03-05 10:00:00',
      'March 5, 2024': '2024-03-05 00:00:00',
      '20240305': '2024-03-05 00:00:00',
      '03/04/2024': null,
      '2024-02-30': null,
      epoch: null,
      infinity: null,
      soon: null,
    },
  ],
  [
    { to: 'timestamp', order: 'dmy' },
    'TIMESTAMP',
    { '03/04/2024 1:30 PM': '2024-04-03 13:30:00', '3.4.2024': '2024-04-03 00:00:00', '13/13/2024': null },
  ],
  [
    { to: 'date', order: 'mdy' },
    'DATE',
    { '03/04/2024': '2024-03-04', '2024-03-05': '2024-03-05', '13/04/2024': null },
  ],
  [{ to: 'date', format: '%d.%m.%y' }, 'DATE', { '05.03.24': '2024-03-05', '2024-03-05': null }],
  [
    { to: 'timestamp', format: '%d/%b/%Y:%H:%M:%S %z' },
    'TIMESTAMP',
    { '05/Mar/2024:10:00:00 +0800': '2024-03-05 02:00:00' },
  ],
];

describe('parse', () => {
  test.each(CASES)('%j', async (params, type, texts) => {
    const given = Object.keys(texts);
    const result = await parsed({ ...params, nulls: [] }, given);
    expect(Object.fromEntries(given.map((text, row) => [text, result.values[row]]))).toEqual(texts);
    expect(result.type).toBe(type);
    const lost = Object.values(texts).filter((text) => text === null).length;
    expect(result.outcome.figures).toEqual({ parsed: given.length - lost, unparsed: lost, missing: 0 });
  });

  test('spellings of a missing value are counted apart from what could not be read', async () => {
    const { values, outcome } = await parsed({ to: 'integer' }, ['1', 'n/a', ' ', null, '-', 'x', '\\N']);
    expect(values).toEqual(['1', null, null, null, null, null, null]);
    expect(outcome.figures).toEqual({ parsed: 1, unparsed: 1, missing: 4 });
    expect(outcome.touched).toEqual([1, 2, 4, 5, 6]);
  });

  test.each(['%Q', 'yyyy-mm-dd', '%'])('the format %s is refused', async (format) => {
    await expect(parsed({ to: 'date', format }, ['x'])).rejects.toMatchObject({ name: 'recipe.bad-format' });
  });
});
