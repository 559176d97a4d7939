import fc from 'fast-check';
import type { NodeDatabase } from '../../workers/database/node.ts';
import type { Shape } from '../contract/operation.ts';
import { duckdb } from '../sql/duckdb.ts';
import { inputOf, shapeOf } from './test-table.ts';

/** The columns of a typical log, with values that meet, miss and repeat each other. */
const COLUMNS = {
  user: ['VARCHAR', ['ann', 'bob', 'cho', '', null]],
  anon: ['VARCHAR', ['d1', 'd2', 'd3', null]],
  time: ['TIMESTAMP', ['2024-01-01 10:00:00', '2024-01-01 10:00:01.5', '2024-01-02', '2023-12-31 23:59:59', null]],
  event: ['VARCHAR', ['view', 'buy', 'Ｂuy', ' view', null]],
  amount: ['DOUBLE', ['0', '1', '2', '2.5', '-3', '1000', null]],
  n: ['BIGINT', ['0', '1', '2', '3', '50', '9007199254740993', null]],
  day: ['DATE', ['2024-02-29', '2024-03-01', null]],
  ok: ['BOOLEAN', ['true', 'false', null]],
  note: ['VARCHAR', ['', ' a  b,c', 'É', '\u3000é\u00a0', '05.03.2024', '2024-03-05 10:00', 'yes', 'NA', null]],
  price: ['VARCHAR', ['1', '2.50', '1,234.5', '1.234,5', '€ 3', '12%', '1.2.3', '-', null]],
} as const satisfies Record<string, readonly [type: string, values: readonly (string | null)[]]>;

type Column = keyof typeof COLUMNS;
export type LogRow = Record<Column, string | null>;

const OTHER = { member: 'VARCHAR', plan: 'VARCHAR', n: 'BIGINT' } as const;
const PLANS = [
  ['ann', 'gold', '1'],
  ['bob', 'free', '1'],
  ['bob', 'gold', '2'],
  ['dan', 'free', '3'],
  [null, 'free', '1'],
] as const;

/** Names that a file may have, and that nothing may stumble over. */
const NAUGHTY: Record<Column, string> = {
  user: '"',
  anon: ',',
  time: '中文 列',
  event: '__proto__',
  amount: '👩‍👩‍👧',
  n: 'x'.repeat(200),
  day: 'input',
  ok: '__v',
  note: `it's; --`,
  price: 'rowid',
};
const NAUGHTY_OTHER: Record<keyof typeof OTHER, string> = { member: 'rowid', plan: '__at', n: NAUGHTY.n };

/** The tables of a world, under plain or naughty names. */
export interface World {
  input: Shape;
  tables: Shape[];
  /** The world's names in place of the plain ones: whole texts, and names quoted in SQL. */
  named<T>(params: T): T;
}

export const logRows: fc.Arbitrary<LogRow[]> = fc.array(
  fc.record(
    Object.fromEntries(Object.entries(COLUMNS).map(([name, [, values]]) => [name, fc.constantFrom(...values)])),
  ) as unknown as fc.Arbitrary<LogRow>,
  { maxLength: 24 },
);

/** A log in which each value comes about equally often, for a first look. */
export const someRows: LogRow[] = Array.from({ length: 40 }, (_, row) =>
  Object.fromEntries(
    Object.entries(COLUMNS).map(([name, [, values]], n) => [
      name,
      values[(row * (n + 3) + (row >> 2)) % values.length],
    ]),
  ),
) as LogRow[];

function selectOf(rows: readonly LogRow[], names: Record<string, string>): string {
  const columns = Object.entries(COLUMNS);
  const cell = (value: string | null, type: string) =>
    `CAST(${value === null ? 'NULL' : duckdb.literal(value)} AS ${type})`;
  const line = (row: Partial<LogRow>) =>
    `(${columns.map(([name, [type]]) => cell(row[name as Column] ?? null, type)).join(', ')})`;
  const as = columns.map(([name]) => duckdb.identifier(names[name]!)).join(', ');
  const values = rows.length > 0 ? rows.map(line) : [line({})];
  return `SELECT * FROM (VALUES ${values.join(', ')}) t(${as})${rows.length > 0 ? '' : ' WHERE FALSE'}`;
}

async function makeOther(database: NodeDatabase, table: string, names: Record<string, string>): Promise<void> {
  const columns = Object.entries(OTHER).map(([name, type]) => `${duckdb.identifier(names[name]!)} ${type}`);
  const rows = PLANS.map((row) => `(${row.map((value) => duckdb.literal(value)).join(', ')})`);
  await database.query(`CREATE OR REPLACE TABLE ${duckdb.identifier(table)} (${columns.join(', ')})`);
  await database.query(`INSERT INTO ${duckdb.identifier(table)} VALUES ${rows.join(', ')}`);
}

function renaming(names: Record<string, string>): <T>(params: T) => T {
  const text = (value: string): string =>
    Object.hasOwn(names, value)
      ? names[value]!
      : value.replace(/"(\w+)"/g, (whole, name: string) =>
          Object.hasOwn(names, name) ? duckdb.identifier(names[name]!) : whole,
        );
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return value.map(walk);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk(inner)]));
  };
  return (params) => walk(params) as typeof params;
}

const plain = (columns: object) => Object.fromEntries(Object.keys(columns).map((name) => [name, name]));

/** Makes `input` and the other table. */
export async function makeWorld(database: NodeDatabase, rows: readonly LogRow[], naughty = false): Promise<World> {
  const [names, others] = naughty ? [NAUGHTY, NAUGHTY_OTHER] : [plain(COLUMNS), plain(OTHER)];
  const table = naughty ? 'pl"ans; 很' : 'plans';
  await makeOther(database, table, others);
  const input = await inputOf(database, selectOf(rows, names));
  return { input, tables: [await shapeOf(database, table)], named: renaming({ ...others, ...names, plans: table }) };
}
