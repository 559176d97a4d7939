import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { NodeDatabase } from '../../workers/database/node.ts';
import { openNodeDatabase } from '../../workers/database/node.ts';
import type { Mapping } from '../contract/project.ts';
import { columnKey, viewFields, viewStatements } from './canonical.ts';
import { duckdb } from './duckdb.ts';

let database: NodeDatabase;
beforeAll(async () => {
  database = await openNodeDatabase();
}, 60_000);

const awkward = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '',
    '"',
    "'",
    '""',
    "''",
    ';',
    '--',
    '/*',
    '\\',
    '\n',
    '$$',
    'user',
    'select',
    '__proto__',
    '很',
    '👩‍👩‍👧',
    '\u0000',
    "a\u0000'b",
  ),
);

describe('quoting comes back whole from the engine', () => {
  test('text literals', async () => {
    await fc.assert(
      fc.asyncProperty(awkward, async (text) => {
        expect(await database.rows(`SELECT ${duckdb.literal(text)} AS x, 1 AS after`)).toEqual([{ x: text, after: 1 }]);
      }),
      { numRuns: 150 },
    );
  });

  test('identifiers', async () => {
    const names = awkward.filter((name) => name !== '' && !name.includes('\u0000'));
    await fc.assert(
      fc.asyncProperty(names, async (name) => {
        const quoted = duckdb.identifier(name);
        const rows = await database.rows(`SELECT t.${quoted} AS found FROM (SELECT 1 AS ${quoted}) t`);
        expect(rows).toEqual([{ found: 1 }]);
        const named = await database.rows(`DESCRIBE SELECT 1 AS ${quoted}`);
        expect(named[0]!['column_name']).toBe(name);
      }),
      { numRuns: 150 },
    );
  });

  test('a NUL in an identifier is refused', () => {
    expect(() => duckdb.identifier('a\u0000b')).toThrow('data.bad-name');
  });

  test('numbers, to the last bit', async () => {
    await fc.assert(
      fc.asyncProperty(fc.double(), async (number) => {
        const [row] = await database.rows(`SELECT CAST(${duckdb.literal(number)} AS DOUBLE) AS x`);
        expect(Object.is(row!['x'], number) || (Number.isNaN(number) && Number.isNaN(row!['x']))).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  test.each([true, false, null])('%s', async (value) => {
    expect(await database.rows(`SELECT ${duckdb.literal(value)} AS x`)).toEqual([{ x: value }]);
  });

  test('times', async () => {
    const times = fc.oneof(fc.integer({ min: -6e13, max: 2.5e14 }), fc.constantFrom(0, -1, 253402300800000));
    await fc.assert(
      fc.asyncProperty(times, async (ms) => {
        expect(await database.rows(`SELECT ${duckdb.epochMs(duckdb.timestamp(ms))} AS x`)).toEqual([{ x: ms }]);
      }),
      { numRuns: 100 },
    );
  });
});

/** Makes a table, maps it and reads the events view. */
async function eventsOf(create: string, types: Record<string, string>, mapping: Mapping['events'], units = {}) {
  await database.query(`CREATE OR REPLACE TABLE log AS ${create}`);
  for (const statement of viewStatements({ events: mapping! }, { log: types }, units)) await database.query(statement);
  return database.rows('SELECT * FROM canonical."events" ORDER BY "row"');
}

const at = (iso: string) => Date.parse(iso);

describe('the events view', () => {
  test('has only what is mapped, with its types, and the rows of the input in order', async () => {
    const rows = await eventsOf(
      `SELECT * FROM (VALUES (7, TIMESTAMP '2024-01-01 10:00:00', '1.5', 3), (8, NULL, 'x', 4)) t(id, "when", amount, n)`,
      { id: 'INTEGER', when: 'TIMESTAMP', amount: 'VARCHAR', n: 'INTEGER' },
      {
        table: 'log',
        user: 'id',
        time: 'when',
        value: 'amount',
        event: { constant: "o'clock" },
        quantity: { sql: 'n * 2 -- doubled' },
      },
    );
    expect(rows).toEqual([
      { user: '7', time: at('2024-01-01T10:00:00Z'), event: "o'clock", value: 1.5, quantity: 6, row: 0, n: 3 },
      { user: '8', time: null, event: "o'clock", value: null, quantity: 8, row: 1, n: 4 },
    ]);
  });

  test('leaves out what its condition refuses, even where that ends in a comment', async () => {
    const rows = await eventsOf(
      'SELECT * FROM (VALUES (1, 10), (2, 20), (3, 30)) t(u, s)',
      { u: 'INTEGER', s: 'INTEGER' },
      { table: 'log', user: 'u', time: 's', where: 'u <> 2 -- not the second' },
    );
    expect(rows.map((row) => [row['user'], row['time'], row['row']])).toEqual([
      ['1', 10_000, 0],
      ['3', 30_000, 2],
    ]);
  });

  test.each([
    ['s', 1704103200],
    ['ms', 1704103200000],
    ['us', 1704103200000000],
  ])('reads a numeric time in %s', async (unit, number) => {
    for (const type of ['BIGINT', 'DOUBLE', 'VARCHAR', 'UBIGINT']) {
      const types = { u: 'VARCHAR', t: type };
      const units = { [columnKey('log', 't')]: unit };
      const rows = await eventsOf(
        `SELECT 'a' AS u, CAST(x AS ${type}) AS t FROM (VALUES (${number}), (9000000000000000000)) v(x)`,
        types,
        { table: 'log', user: 'u', time: 't' },
        units,
      );
      expect(
        rows.map((row) => row['time']),
        `${type} ${unit}`,
      ).toEqual([at('2024-01-01T10:00:00Z'), null]);
    }
  });

  test.each([
    ['2024-01-01 10:00:00', '2024-01-01T10:00:00Z'],
    ['2024-01-01T10:00:00Z', '2024-01-01T10:00:00Z'],
    ['2024-01-01T10:00:00+08:00', '2024-01-01T02:00:00Z'],
    ['2024-01-01', '2024-01-01T00:00:00Z'],
    ['2024/01/31 10:05', '2024-01-31T10:05:00Z'],
    ['20240131', '2024-01-31T00:00:00Z'],
    ['31.01.2024 10:05:06', '2024-01-31T10:05:06Z'],
    ['2024年1月31日', '2024-01-31T00:00:00Z'],
    ['03/04/2024', null],
    ['soon', null],
  ])('reads the text %s as %s', async (text, iso) => {
    const rows = await eventsOf(
      `SELECT 'a' AS u, ${duckdb.literal(text)} AS t`,
      { u: 'VARCHAR', t: 'VARCHAR' },
      { table: 'log', user: 'u', time: 't' },
    );
    expect(rows[0]!['time']).toBe(iso && at(iso));
  });

  test.each([
    ['DATE', `DATE '2024-01-31'`, '2024-01-31T00:00:00Z'],
    ['TIMESTAMP WITH TIME ZONE', `TIMESTAMPTZ '2024-01-31 08:00:00+08'`, '2024-01-31T00:00:00Z'],
    ['TIMESTAMP_NS', `TIMESTAMP_NS '2024-01-31 00:00:00'`, '2024-01-31T00:00:00Z'],
  ])('reads a %s', async (type, value, iso) => {
    const rows = await eventsOf(
      `SELECT 'a' AS u, ${value} AS t`,
      { u: 'VARCHAR', t: type },
      { table: 'log', user: 'u', time: 't' },
    );
    expect(rows[0]!['time']).toBe(at(iso));
  });

  test('survives any names of table and columns', async () => {
    const table = `a "b" 'c'; -- 很`;
    const types = { __proto__: undefined, ['"x"']: 'VARCHAR', ["t'"]: 'TIMESTAMP' } as unknown as Record<
      string,
      string
    >;
    await database.query(
      `CREATE TABLE ${duckdb.identifier(table)} AS SELECT 'u' AS """x""", TIMESTAMP '2024-01-01' AS "t'"`,
    );
    const mapping = { events: { table, user: '"x"', time: "t'" } };
    for (const statement of viewStatements(mapping, { [table]: types })) await database.query(statement);
    expect((await database.rows('SELECT "user" FROM canonical.events'))[0]).toEqual({ user: 'u' });
  });
});

describe('other views', () => {
  const mapping: Mapping = { stock: { table: 'log', item: 'i', onHand: 'n', leadTimeDays: 'n' } };

  test('are named as queries read them, and dropped when they are mapped no more', async () => {
    await database.query(`CREATE OR REPLACE TABLE log AS SELECT 1 AS i, '5' AS n`);
    const columns = { log: { i: 'INTEGER', n: 'VARCHAR' } };
    for (const statement of viewStatements(mapping, columns)) await database.query(statement);
    expect(await database.rows('SELECT * FROM canonical.stock')).toEqual([
      { item: '1', on_hand: 5, lead_time: 5, row: 0 },
    ]);
    expect(viewFields(mapping)).toEqual({ stock: ['item', 'on_hand', 'lead_time'] });
    for (const statement of viewStatements({}, columns)) await database.query(statement);
    await expect(database.query('SELECT * FROM canonical.stock')).rejects.toMatchObject({ name: 'sql.catalog' });
  });

  test('of tables and columns that are not there are refused', () => {
    expect(() => viewStatements(mapping, {})).toThrow('data.unknown-table');
    expect(() => viewStatements(mapping, { log: { i: 'INTEGER' } })).toThrow('data.unknown-column');
  });
});
