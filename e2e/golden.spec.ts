import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { Workbench } from './workbench.ts';

// Truths about the shop sample, made by two independent programs that agree (brute force, one event at a time).
const steps = ['catalog', 'add_to_cart', 'purchase'];
const funnels = [
  { order: 'ordered', entry: 'any', window: '7d', counts: [600, 462, 210], median: 1693 },
  { order: 'ordered', entry: 'first', window: '7d', counts: [600, 185, 59] },
  { order: 'strict', entry: 'any', window: '7d', ties: 'input', counts: [600, 174, 3] },
  { order: 'unordered', entry: 'any', window: '7d', counts: [600, 512, 285] },
  { order: 'ordered', entry: 'any', window: 'none', counts: [600, 511, 285] },
  { order: 'ordered', entry: 'any', window: '14d', counts: [600, 475, 231] },
  { order: 'ordered', entry: 'first', window: '1d', counts: [600, 142, 42] },
];
const retention = [
  { zone: 'UTC', clock: 'calendar', returned: [32, 25, 29, 28], last: 597 },
  { zone: 'Asia/Shanghai', clock: 'calendar', returned: [32, 31, 43, 32], last: 597 },
  { zone: 'UTC', clock: 'rolling', returned: [27, 29, 39, 33], last: 597 },
];

let app: Workbench;

test.beforeEach(async ({ page }) => {
  app = new Workbench(page);
  await app.open();
});

test.describe('the shop sample', () => {
  test.beforeEach(async () => {
    await app.importSample('ecom.csv.gz');
  });

  test('funnels come out exactly, under every definition', async () => {
    for (const { counts, median, ...params } of funnels) {
      const { result, queries, views } = await app.run('funnel', { steps, ...params });
      expect(
        result.steps.map((step: { count: number }) => step.count),
        JSON.stringify(params),
      ).toEqual(counts);
      if (median) expect(result.timeToConvert.median).toBe(median);
      expect(Object.values(queries).join()).toMatch(/select/i);
      expect(views[0]!.sentence).toContain(String(counts[2]));
    }
  });

  test('the users behind a mark are as many as the figure says', async ({ page }) => {
    const params = { steps, order: 'ordered', entry: 'any', window: '7d' };
    const { views } = await app.run('funnel', params);
    expect(views.length).toBeGreaterThan(0);
    const people = await page.evaluate(([params, mark]) => behold.members('funnel', params, mark), [
      params,
      'reached:3',
    ] as const);
    expect(people).toHaveLength(210);
    expect(new Set(people).size).toBe(210);
  });

  test('retention comes out exactly, in each zone and by either clock', async ({ page }) => {
    for (const { zone, clock, returned, last } of retention) {
      await page.evaluate((zone) => behold.setSettings({ zone }), zone);
      const { result } = await app.run('retention', { period: 'day', intervals: 30, kind: 'on', clock });
      const at = (index: number) => result.total.find((cell: { index: number }) => cell.index === index);
      expect(
        [1, 7, 14, 30].map((day) => at(day).returned),
        `${zone} ${clock}`,
      ).toEqual(returned);
      expect(at(30).observable).toBe(last);
    }
  });

  test('the overview counts what is there', async () => {
    const { result } = await app.run('overview');
    expect(result).toMatchObject({ rows: 31106, users: 600, events: 31106, sessions: 3605 });
    expect(result.byEvent).toHaveLength(19);
    expect(result.byEvent.find((row: { event: string }) => row.event === 'purchase').count).toBe(470);
  });

  test('propensity beats its baseline on a later time, and its scores can be read by SQL', async ({ page }) => {
    const { result, models, backend } = await app.run('propensity', {}, { backend: 'wasm', seed: 1 });
    expect(backend?.name).toBe('wasm');
    expect(models).toHaveLength(1);
    expect(Date.parse(result.cutoffs.test)).toBeGreaterThan(Date.parse(result.cutoffs.train));
    expect(result.metrics.logLoss).toBeLessThan(result.baseline.logLoss + 0.02);
    const [row] = await app.sql('SELECT count(*) AS n, min(score) AS low, max(score) AS high FROM propensity_scores');
    expect(row!.n).toBe(result.scores);
    expect(row!.low).toBeGreaterThanOrEqual(0);
    expect(row!.high).toBeLessThanOrEqual(1);
    const again = await page.evaluate(() => behold.run('propensity', {}, { backend: 'wasm', seed: 1 }));
    expect(again.result).toEqual(result);
  });

  test('a project is saved, erased and opened again with the same answers', async ({ page }) => {
    const params = { steps, order: 'ordered', entry: 'any', window: '7d' };
    const before = await app.run('funnel', params);
    const { erased, mapping, reopened } = await page.evaluate(async () => {
      const mapping = await behold.mapping();
      const file = await behold.save();
      await behold.erase();
      const erased = await behold.tables();
      await behold.open(file);
      return { erased, mapping, reopened: await behold.mapping() };
    });
    expect(erased).toEqual([]);
    expect(reopened).toEqual(mapping);
    const after = await app.run('funnel', params);
    expect(after.result).toEqual(before.result);
  });
});

test.describe('the same few records in every format', () => {
  // 2^53 + 1 and a leading zero: what a careless reader alters.
  const rows = [
    { user: '007', at: '2024-03-01 10:00:00', event: 'view', big: '9007199254740993' },
    { user: '012', at: '2024-03-01 10:05:00', event: 'buy', big: '2' },
    { user: '007', at: '2024-03-02 09:00:00', event: 'say "hi", twice', big: '3' },
  ];
  const quote = (text: string) => (/[",\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const separated = (by: string) =>
    ['user,at,event,big'.replaceAll(',', by), ...rows.map((row) => Object.values(row).map(quote).join(by)), ''].join(
      '\n',
    );
  const column = (name: keyof (typeof rows)[0]) => ({ name, data: rows.map((row) => row[name]) });
  const files: Record<string, Buffer> = {
    'log.csv': Buffer.from(separated(',')),
    'log.tsv': Buffer.from(separated('\t')),
    'log.csv.gz': gzipSync(separated(',')),
    'log.ndjson': Buffer.from(rows.map((row) => JSON.stringify(row)).join('\n')),
    'log.json': Buffer.from(JSON.stringify(rows)),
    'log.parquet': Buffer.from(
      parquetWriteBuffer({ columnData: [column('user'), column('at'), column('event'), column('big')] }),
    ),
  };

  for (const [name, bytes] of Object.entries(files)) {
    test(name, async ({ page }) => {
      const report = await page.evaluate(
        async ([name, base64]) => {
          const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
          return (await behold.import([new File([bytes], name)]))[0]!;
        },
        [name, bytes.toString('base64')] as const,
      );
      expect(report).toMatchObject({ table: 'log', rows: 3, records: 3, rejectedCount: 0 });
      expect(await app.sql('SELECT "user", event, big::VARCHAR AS big FROM log ORDER BY "at"')).toEqual(
        rows.map(({ user, event, big }) => ({ user, event, big })),
      );
    });
  }
});

test('the import ledger of a hand-made file reconciles', async () => {
  const lines = [
    'user,time,event,amount',
    'a,2024-01-01 00:00:00,view,1.5',
    'b,2024-01-01 00:01:00,view,2',
    'c,2024-01-01 00:02:00,buy,3,too,many',
    'a,2024-01-01 00:03:00,"buy, twice",',
    '',
  ];
  const [report] = await app.importText('hand.csv', lines.join('\n'));
  expect(report).toMatchObject({ records: 4, rows: 3, rejectedCount: 1 });
  expect(report!.rejected[0]).toMatchObject({ line: 4 });
  expect(report!.rejected[0]!.text).toContain('too,many');
  expect(report!.columns.find(({ name }) => name === 'amount')).toMatchObject({
    type: 'number',
    nulls: 1,
    rejected: 0,
  });
  expect(await app.sql('SELECT sum(amount) AS total, count(*) AS rows FROM hand')).toEqual([{ total: 3.5, rows: 3 }]);
});
