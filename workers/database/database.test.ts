import { tableFromArrays, tableFromIPC, tableToIPC } from 'apache-arrow';
import { beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../src/core/errors.ts';
import type { NodeDatabase } from './node.ts';
import { openNodeDatabase } from './node.ts';

let database: NodeDatabase;
beforeAll(async () => {
  database = await openNodeDatabase();
});

const failure = async (sql: string, signal?: AbortSignal): Promise<AppError> =>
  database.query(sql, signal).then(
    () => expect.fail(`no error from ${sql}`),
    (error: unknown) => error as AppError,
  );

describe('the lock', () => {
  it.each([
    [`SELECT * FROM read_csv('http://localhost:1/a.csv')`, 'sql.forbidden'],
    [`SELECT * FROM read_csv('/etc/hostname')`, 'sql.forbidden'],
    [`SELECT * FROM read_text('package.json')`, 'sql.forbidden'],
    [`COPY (SELECT 1) TO 'out.csv'`, 'sql.forbidden'],
    [`ATTACH 'other.db'`, 'sql.forbidden'],
    ['LOAD icu', 'sql.forbidden'],
    [`SELECT * FROM read_parquet('data/a.parquet')`, 'sql.catalog'],
    ['SET enable_external_access = true', 'sql.other'],
    ['SET autoload_known_extensions = true', 'sql.other'],
    ['SET autoinstall_known_extensions = true', 'sql.other'],
    [`SET custom_extension_repository = 'http://localhost:1'`, 'sql.other'],
    ['RESET lock_configuration', 'sql.other'],
    ['SET lock_configuration = false', 'sql.other'],
  ])('refuses %s', async (sql, code) => {
    expect((await failure(sql)).code).toBe(code);
  });

  it('installs nothing', async () => {
    await database.query('INSTALL icu').catch(() => undefined);
    const installed = await database.rows('SELECT extension_name FROM duckdb_extensions() WHERE installed OR loaded');
    expect(installed.map((row) => row['extension_name'])).not.toContain('icu');
  });
});

describe('errors', () => {
  it.each([
    ['SELECT 1 FROM', 'sql.parse', { line: 1, column: 14 }],
    ['SELECT\n 1,\n nope', 'sql.bind', { line: 3, column: 2, position: 12 }],
    [`SELECT '很' AS a, nope`, 'sql.bind', { line: 1, column: 18 }],
    ['SELECT * FROM nope', 'sql.catalog', { line: 1, column: 15 }],
    [`SELECT 'a'::INTEGER`, 'sql.conversion', {}],
    [`SELECT error('no')`, 'sql.other', { message: 'no' }],
    ['', 'sql.other', {}],
  ])('%s', async (sql, code, values) => {
    const error = await failure(sql);
    expect(error).toBeInstanceOf(AppError);
    expect(error.code).toBe(code);
    expect(error.values).toMatchObject(values);
    expect(String(error.values['message'])).not.toContain('exception_type');
  });
});

describe('queries', () => {
  it('keeps times in UTC', async () => {
    const [row] = await database.rows(`SELECT '2024-03-10 10:30:00+08'::TIMESTAMPTZ::TIMESTAMP::VARCHAR AS t`);
    expect(row?.['t']).toBe('2024-03-10 02:30:00');
  });

  it('gives a whole stream for many rows, few, and none', async () => {
    for (const rows of [0, 1, 300_000]) {
      const table = tableFromIPC(await database.query(`SELECT range::DOUBLE AS x FROM range(${rows})`));
      expect(table.numRows).toBe(rows);
      if (rows) expect(table.getChild('x')?.get(rows - 1)).toBe(rows - 1);
    }
  });

  it('refuses an ENUM, which would arrive as nulls, also inside a list', async () => {
    for (const column of [`'x'::ENUM('x', 'y')`, `['x'::ENUM('x', 'y')]`]) {
      const error = await failure(`SELECT 1 AS a, ${column} AS e FROM range(5000)`);
      expect([error.code, error.values]).toEqual(['sql.enum-column', { column: 'e' }]);
    }
    expect(await database.rows(`SELECT 'x'::ENUM('x', 'y')::VARCHAR AS e`)).toEqual([{ e: 'x' }]);
  });

  it('runs one at a time, in order', async () => {
    await database.query('CREATE TABLE ordered (n INTEGER)');
    const all = [1, 2, 3].map((n) => database.query(`INSERT INTO ordered SELECT ${n} FROM range(100000)`));
    const last = database.rows('SELECT count(DISTINCT n) AS n FROM ordered');
    await Promise.all(all);
    expect(await last).toEqual([{ n: 3 }]);
  });
});

describe('cancelling', () => {
  const endless = 'SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE (a.range + b.range) % 7 = 3';

  it('stops a running query, and the next one answers', async () => {
    const controller = new AbortController();
    const running = failure(endless, controller.signal);
    setTimeout(() => controller.abort(), 50);
    const begun = performance.now();
    expect((await running).name).toBe('AbortError');
    expect(performance.now() - begun).toBeLessThan(3000);
    expect(await database.rows('SELECT 42 AS n')).toEqual([{ n: 42 }]);
  });

  it('leaves no half-made table behind', async () => {
    const controller = new AbortController();
    const running = failure('CREATE TABLE half AS SELECT range FROM range(50000000)', controller.signal);
    setTimeout(() => controller.abort(), 50);
    await running;
    expect((await failure('SELECT * FROM half')).code).toBe('sql.catalog');
  });

  it('lets a waiting statement leave at once', async () => {
    const [first, second] = [new AbortController(), new AbortController()];
    const running = failure(endless, first.signal);
    const waiting = failure('SELECT 1', second.signal);
    second.abort();
    expect((await waiting).name).toBe('AbortError');
    first.abort();
    await running;
  });

  it('does not start with an aborted signal', async () => {
    expect((await failure('CREATE TABLE never (n INTEGER)', AbortSignal.abort())).name).toBe('AbortError');
    expect((await failure('SELECT * FROM never')).code).toBe('sql.catalog');
  });
});

describe('insert', () => {
  const stream = (n: number) =>
    tableToIPC(tableFromArrays({ a: Float64Array.from({ length: n }, (_, i) => i), s: Array(n).fill('x') }), 'stream');

  it('makes a table, then adds to it', async () => {
    await database.insert('in "quotes"', stream(1000), true);
    await database.insert('in "quotes"', stream(500), false);
    const rows = await database.rows(`SELECT count(*) AS n, sum(a) AS a FROM "in ""quotes"""`);
    expect(rows).toEqual([{ n: 1500, a: 499_500 + 124_750 }]);
  });

  it('refuses a stream that was cut, and takes the next one whole', async () => {
    const whole = stream(5000);
    for (const bytes of [4, whole.length - 8, whole.length - 100, 5000])
      await expect(database.insert('cut', whole.slice(0, bytes), true)).rejects.toMatchObject({
        name: 'engine.bad-batch',
      });
    await database.insert('cut', whole, true);
    expect(await database.rows('SELECT count(*) AS n FROM cut')).toEqual([{ n: 5000 }]);
  });

  it('says so where the table is there already, or has other columns, and goes on', async () => {
    await database.insert('twice', stream(10), true);
    await expect(database.insert('twice', stream(10), true)).rejects.toMatchObject({ name: 'sql.catalog' });
    await database.query('CREATE TABLE narrow (a DOUBLE)');
    await expect(database.insert('narrow', stream(10), false)).rejects.toBeInstanceOf(AppError);
    await database.insert('twice', stream(10), false);
    expect(await database.rows('SELECT count(*) AS n FROM twice')).toEqual([{ n: 20 }]);
  });

  it('takes back what a query gave', async () => {
    await database.insert('copy', await database.query(`SELECT range AS n, 'é' AS s FROM range(10000)`), true);
    expect(await database.rows('SELECT count(*) AS n, sum(n) AS s FROM copy')).toMatchObject([{ n: 10_000 }]);
  });
});

describe('memory', () => {
  it('grows with tables and shrinks when they go', async () => {
    const before = await database.memory();
    await database.query('CREATE TABLE big AS SELECT range AS a, hash(range) AS b FROM range(2000000)');
    const during = await database.memory();
    await database.query('DROP TABLE big');
    const after = await database.memory();
    expect(during.used - before.used).toBeGreaterThan(10_000_000);
    expect(after.used).toBeLessThan(during.used);
    expect(before.limit).toBeGreaterThan(3e9);
  });

  it('runs out with a coded error and lives on', async () => {
    const error = await failure(`SELECT range, repeat('x', 4000) AS s FROM range(3000000) ORDER BY s, range`);
    expect(error.code).toBe('sql.memory');
    expect(await database.rows('SELECT 1 AS n')).toEqual([{ n: 1 }]);
  });
});

it('gives a long result in pieces, a stream that is read without a copy', async () => {
  const pieces = await database.pieces('SELECT range::DOUBLE AS n, range::INTEGER AS k FROM range(300000)');
  expect(pieces.length).toBeGreaterThan(2);
  const table = tableFromIPC(pieces);
  expect(table.numRows).toBe(300_000);
  const buffers = pieces.map(({ buffer }) => buffer);
  for (const name of ['n', 'k']) {
    const { data } = table.getChild(name)!;
    let at = 0;
    for (const { values, length } of data) {
      expect(buffers).toContain(values.buffer);
      for (let n = 0; n < length; n += 1000) expect(values[n]).toBe(at + n);
      at += length;
    }
  }
});
