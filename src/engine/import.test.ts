import { createHash } from 'node:crypto';
import { tableFromIPC } from 'apache-arrow';
import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppError } from '../core/errors.ts';
import { ProjectEngine } from './project-engine.ts';
import { columnsOf } from './test-rows.ts';
import type { TestDatabase } from './test-workers.ts';
import { testDisk, testTenancy, testWorkers } from './test-workers.ts';

const csv = (name: string, text: string) => new File([text], name, { type: 'text/csv' });

let engine: ProjectEngine;
let database: TestDatabase;

beforeEach(async () => {
  engine = new ProjectEngine({
    describe: ({ code }) => `sentence for ${code}`,
    tenancy: testTenancy(testDisk()),
    workers: (hooks) => {
      const workers = testWorkers(hooks);
      database = workers.database as TestDatabase;
      return workers;
    },
  });
  await engine.ready;
}, 60_000);

afterEach(() => database.release(), 60_000);

const read = async (sql: string) => columnsOf(tableFromIPC(await engine.query(sql)));
const shapes = async () =>
  (await engine.tables()).map(({ name, rows, columns }) => [name, rows, columns.map(({ type }) => type).join(' ')]);
const codes = (warnings: { code: string }[]) => warnings.map(({ code }) => code);
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'resolved',
    (error: unknown) => (error as AppError).code,
  );

describe('several files', () => {
  it('of the same columns go into one table, whatever the order of the columns; others get their own', async () => {
    const reports = await engine.import([
      csv('log-2024-01.csv', 'user,n\nann,1\nbob,2\n'),
      csv('prices.csv', 'item,price\nhat,3.5\n'),
      csv('log-2024-02.csv', 'n,user\n3,cleo\n'),
    ]);
    expect(reports.map(({ table, rows, records }) => [table, rows, records])).toEqual([
      ['log_2024', 3, 3],
      ['prices', 1, 1],
    ]);
    expect(codes(reports[0]!.warnings)).toContain('import.joined-files');
    expect(await read('SELECT "user", n::DOUBLE AS n FROM log_2024')).toEqual({
      user: ['ann', 'bob', 'cleo'],
      n: [1, 2, 3],
    });
  });

  it('get the types that hold every value as it was written', async () => {
    const [report] = await engine.import([
      csv('a.csv', 'whole,fraction,day,mark,empty\n1,1,2024-01-02,12,\n'),
      csv('b.csv', 'whole,fraction,day,mark,empty\n2,2.5,2024-01-03 10:00:00,1.50,7\n'),
      csv('c.csv', 'whole,fraction,day,mark,empty\n3,3,2024-01-04,A7,8\n'),
    ]);
    expect(report!.columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'whole integer',
      'fraction number',
      'day timestamp',
      'mark text',
      'empty integer',
    ]);
    expect(report!.warnings.find(({ code }) => code === 'import.joined-as-text')?.columns).toEqual(['mark']);
    // As a number, 1.50 would have become 1.5, and text it could no longer be.
    expect(await read(`SELECT mark, strftime(day, '%Y-%m-%d %H') AS day, empty::DOUBLE AS empty FROM a`)).toEqual({
      mark: ['12', '1.50', 'A7'],
      day: ['2024-01-02 00', '2024-01-03 10', '2024-01-04 00'],
      empty: [null, 7, 8],
    });
  });

  it('keep whole numbers that a double would round as text beside decimals', async () => {
    await engine.import([csv('a.csv', 'v,w\n9007199254740993,1\n'), csv('b.csv', 'v,w\n0.5,2\n')]);
    expect(await read('SELECT v FROM a')).toEqual({ v: ['9007199254740993', '0.5'] });
  });

  it('list what was set aside with the file it comes from', async () => {
    const [report] = await engine.import([csv('a.csv', 'x,y\n1,2\n3\n'), csv('b.csv', 'x,y\n4,5\n6,7,8\n')]);
    expect(report).toMatchObject({ rows: 2, records: 4, rejectedCount: 2 });
    expect(report!.rejected.map(({ file, line, text }) => [file, line, text])).toEqual([
      ['a.csv', 3, '3'],
      ['b.csv', 3, '6,7,8'],
    ]);
  });

  it('without names are joined only where their columns have the same types', async () => {
    await engine.import([
      csv('a.csv', '1,2024-01-01\n2,2024-01-02\n'),
      csv('b.csv', '3,2024-01-03\n'),
      csv('c.csv', '7,8\n'),
    ]);
    expect(await shapes()).toEqual([
      ['a', 3, 'BIGINT DATE'],
      ['c', 1, 'BIGINT BIGINT'],
    ]);
  });

  it('come back after the database died', async () => {
    await engine.import([csv('a.csv', 'u,v\na,1\n'), csv('b.csv', 'u,v\nb,2.5\n')]);
    database.end();
    await database.start();
    expect(await read('SELECT u, v FROM a')).toEqual({ u: ['a', 'b'], v: [1, 2.5] });
  });
});

describe('an archive', () => {
  const zip = (files: Record<string, string | Uint8Array>) =>
    new File(
      [
        zipSync(
          Object.fromEntries(
            Object.entries(files).map(([name, content]) => [
              name,
              typeof content === 'string' ? strToU8(content) : content,
            ]),
          ),
        ) as Uint8Array<ArrayBuffer>,
      ],
      'mix.zip',
    );
  const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

  it('gives its tables, and says what else is in it', async () => {
    const [report, ...others] = await engine.import([
      zip({ 'a.csv': 'u,v\n1,2\n', 'b.png': png, 'c.csv': '', 'README.txt': 'Exports of the shop.' }),
    ]);
    expect(others).toEqual([]);
    expect(report).toMatchObject({ table: 'a', rows: 1, sniffed: { entry: 'a.csv' } });
    expect(codes(report!.warnings)).toEqual(['import.member-unsupported', 'import.member-empty']);
  });

  it('without a table is refused, and so is a member that was asked for', async () => {
    expect(await codeOf(engine.import([zip({ 'b.png': png, 'c.csv': '' })]))).toBe('import.unsupported-format');
    const mixed = zip({ 'a.csv': 'u,v\n1,2\n', 'b.png': png });
    expect(await codeOf(engine.import([mixed], { entry: 'b.png' }))).toBe('import.unsupported-format');
    expect(await shapes()).toEqual([]);
  });
});

describe('a wide table', () => {
  it('comes in with thousands of columns, and roles by those that say something', async () => {
    const names = ['user_id', 'timestamp', ...Array.from({ length: 2998 }, (_, i) => `f${i}`)];
    const row = (user: number) => [
      'u' + user,
      `2024-01-0${user} 10:00:00`,
      ...Array.from({ length: 2998 }, (_, i) => i),
    ];
    const wide = csv('wide.csv', [names, row(1), row(1), row(2)].map((cells) => cells.join(',')).join('\n'));
    const [report] = await engine.import([wide]);
    expect(report!.columns).toHaveLength(3000);
    expect(engine.mapping().events).toMatchObject({ user: 'user_id', time: 'timestamp' });
    await engine.import([csv('next.csv', 'a,b\n1,2\n')]);
    expect(await shapes()).toContainEqual(['next', 1, 'BIGINT BIGINT']);
  }, 120_000);
});

describe('append', () => {
  it('fits what is added into the types that are there', async () => {
    await engine.import([csv('a.csv', 'v,t,s\n1.5,2024-01-01 10:00:00,x\n')]);
    await engine.import([csv('b.csv', 'v,t,s\n2,2024-01-02,7\n')], { append: true, table: 'a' });
    expect(await read(`SELECT v, epoch_ms(t)::DOUBLE AS t, s FROM a`)).toEqual({
      v: [1.5, 2],
      t: [Date.UTC(2024, 0, 1, 10), Date.UTC(2024, 0, 2)],
      s: ['x', '7'],
    });
  });

  it('refuses what would lose something, and names the columns', async () => {
    await engine.import([csv('a.csv', 'v,w\n1,2\n')]);
    const error = await engine
      .import([csv('b.csv', 'v,w\n1.5,2\n')], { append: true, table: 'a' })
      .catch((e: AppError) => e);
    expect(error).toMatchObject({ code: 'import.columns-differ', values: { columns: 'v (DOUBLE)' } });
    expect(await shapes()).toEqual([['a', 1, 'BIGINT BIGINT']]);
  });
});

describe('replace', () => {
  it('puts what is read in the place of the table, and keeps its roles', async () => {
    await engine.import([csv('log.csv', 'user_id,timestamp,event\nann,01/02/2024 10:00,view\n')]);
    const [report] = await engine.import([csv('log.csv', 'user_id,timestamp,event\nann,2024-02-01 10:00:00,view\n')], {
      table: 'log',
      replace: true,
    });
    expect(report).toMatchObject({ table: 'log', rows: 1 });
    expect(engine.reports()).toHaveLength(1);
    expect((await engine.dataset()).range).toEqual({ first: Date.UTC(2024, 1, 1, 10), last: Date.UTC(2024, 1, 1, 10) });
    database.end();
    await database.start();
    expect(await shapes()).toEqual([['log', 1, 'VARCHAR TIMESTAMP VARCHAR']]);
  });

  it('leaves the table as it was where the file is refused', async () => {
    await engine.import([csv('log.csv', 'a,b\n1,2\n')]);
    expect(await codeOf(engine.import([csv('log.csv', '')], { table: 'log', replace: true }))).toBe(
      'import.empty-file',
    );
    expect(await shapes()).toEqual([['log', 1, 'BIGINT BIGINT']]);
    expect(engine.reports()).toHaveLength(1);
  });
});

describe('a choice', () => {
  const lines = Array.from({ length: 2000 }, (_, i) => `u${i % 100},${1704067200 + i * 3600},${i}`);
  const log = () => csv('log.csv', `user,time,n\n${lines.join('\n')}\n`);

  it('takes some of the columns, and accounts for the rest', async () => {
    const [report] = await engine.import([log()], { columns: ['n', 'user'] });
    expect(report!.columns.map(({ name }) => name)).toEqual(['user', 'n']);
    expect((await engine.tables())[0]!.columns.map(({ name }) => name)).toEqual(['n', 'user']);
    expect(codes(report!.warnings)).toContain('import.left-out');
  });

  it('takes a time range, of epoch seconds too', async () => {
    const [report] = await engine.import([log()], {
      between: { column: 'time', from: '2024-01-02', to: '2024-01-03' },
    });
    // Hours 24 to 47 after the first of January.
    expect(await read('SELECT min(n)::DOUBLE AS a, max(n)::DOUBLE AS b, count(*)::DOUBLE AS c FROM log')).toEqual({
      a: [24],
      b: [47],
      c: [24],
    });
    expect(report).toMatchObject({ rows: 24, records: 2000, sniffed: { skipped: 1976 } });
  });

  it('takes a sample of whole users that only seed and share decide', async () => {
    const inSample = (user: string) => {
      // DuckDB's `md5_number_lower` reads the digest's second half as a little-endian number.
      const low = createHash('md5').update(`7:${user}`).digest().readBigUInt64LE(8);
      return low % 1_000_000n < 300_000n;
    };
    const expected = Array.from({ length: 100 }, (_, i) => `u${i}`)
      .filter(inSample)
      .sort();
    await engine.import([log()], { sample: { share: 0.3, seed: 7, by: 'user' } });
    const { user, rows } = await read('SELECT "user", count(*)::DOUBLE AS rows FROM log GROUP BY 1 ORDER BY 1');
    expect(user).toEqual(expected);
    expect(new Set(rows)).toEqual(new Set([20]));
  });

  it('takes the same rows of a file however it is cut into batches', async () => {
    const [report] = await engine.import([log()], { sample: { share: 0.25, seed: 3 } });
    expect(report!.rows).toBeGreaterThan(400);
    expect(report!.rows).toBeLessThan(600);
    await engine.import([log()], { sample: { share: 0.25, seed: 3 }, table: 'again' });
    expect(await read('SELECT count(*)::DOUBLE AS n FROM (FROM log EXCEPT FROM again)')).toEqual({ n: [0] });
  });

  it('counts what it takes over several batches', async () => {
    const many = Array.from({ length: 400_000 }, (_, i) => `u${i % 10},${i}`).join('\n');
    const [report] = await engine.import([csv('many.csv', `user,n\n${many}\n`)], { columns: ['n'] });
    expect(report).toMatchObject({ rows: 400_000, records: 400_000 });
    expect(await read('SELECT count(*)::DOUBLE AS c, sum(n)::DOUBLE AS s FROM many')).toEqual({
      c: [400_000],
      s: [(399_999 * 400_000) / 2],
    });
  });

  it('is refused where it makes no sense, and nothing is left', async () => {
    expect(await codeOf(engine.import([log()], { columns: ['nothing'] }))).toBe('import.unknown-choice');
    expect(await codeOf(engine.import([log()], { columns: [] }))).toBe('import.bad-choice');
    expect(await codeOf(engine.import([log()], { sample: { share: 2 } }))).toBe('import.bad-choice');
    expect(await codeOf(engine.import([log()], { between: { column: 'time', from: 'soon' } }))).toBe(
      'import.bad-choice',
    );
    expect(await read('SELECT count(*)::DOUBLE AS n FROM duckdb_tables()')).toEqual({ n: [0] });
  });
});
