import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { tableFromIPC } from 'apache-arrow';
import type { Vector } from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import type { StoredRows } from '../../contract/document.ts';
import { filesOf } from '../document.ts';
import { TestFiles } from './testing.ts';
import { unpackProject } from './unpack.ts';

type Row = (string | number | null)[];
type Tables = Record<string, { columns: StoredRows['columns']; rows: Row[]; raw?: Row[] }>;
interface Expected {
  imported: Tables;
  cleaned: Tables;
  mean: { imported: number; cleaned: number };
  rejected: { line: number; text: string }[];
}

const fixture = (name: string): Buffer<ArrayBuffer> =>
  readFileSync(fileURLToPath(new URL(`../../../e2e/fixtures/${name}`, import.meta.url)));

/** Written from the CSV files by a script that knows nothing of the app. */
const expected = JSON.parse(fixture('expected.json').toString()) as Expected;
const passphrase = 'correct horse battery staple';

function valuesOf(vector: Vector, type: string): Row {
  const plain = (value: unknown) => (type === 'BIGINT' ? Number(value) : (value as string | number));
  const value = (each: unknown) => (type === 'TIMESTAMP' ? new Date(each as number).toISOString() : plain(each));
  return Array.from(vector, (each: unknown) => (each === null ? null : value(each)));
}

function rowsOf(files: TestFiles, stored: StoredRows): Row[] {
  return stored.pieces.flatMap(({ file }) => {
    const table = tableFromIPC(files.contents.get(file));
    const columns = stored.columns.map(({ type }, i) => valuesOf(table.getChildAt(i)!, type));
    return Array.from({ length: table.numRows }, (_, row) => columns.map((column) => column[row]!));
  });
}

async function open(name: string, options = {}) {
  const files = new TestFiles();
  const opened = await unpackProject(new Blob([fixture(name)]), files.put, options);
  const json = (file: string): unknown => JSON.parse(Buffer.from(files.contents.get(file)!).toString());
  return { ...opened, files, json };
}

function expectTables({ document, files }: Awaited<ReturnType<typeof open>>, tables: Tables): void {
  expect(document.tables.map(({ name }) => name)).toEqual(Object.keys(tables));
  for (const table of document.tables) {
    const { columns, rows, raw } = tables[table.name]!;
    expect(table.columns).toEqual(columns);
    expect(rowsOf(files, table)).toEqual(rows);
    expect(table.recipe && rowsOf(files, table.recipe.raw)).toEqual(raw);
  }
  expect([...files.contents.keys()].sort()).toEqual([...new Set(filesOf(document).map(({ ref }) => ref.file))].sort());
}

const mapping = {
  events: { table: 'shop', user: 'user_id', time: 'timestamp', event: 'event', value: 'amount' },
  users: { table: 'customers', user: 'user_id', label: 'city' },
};
const settings = { zone: 'Asia/Shanghai', weekStart: 'sunday', language: 'en', sessionGapMinutes: 30 };
const steps = [
  { operation: 'trim', version: 1, params: { columns: ['event'], inner: false, empty: 'keep' } },
  { operation: 'deduplicate', version: 1, params: { columns: [], keep: 'first' } },
];
const key = 'sixteen-characters-or-more';
const keyed = (secret: string) => [
  ...steps,
  { operation: 'pseudonymise', version: 1, params: { columns: ['user_id'], key: secret, length: 16 }, off: true },
];

/** Bob's order at 8:20 is there twice, so the mean of what users spent tells the two apart. */
function expectModel({ document, json }: Awaited<ReturnType<typeof open>>, mean: number): void {
  expect(document.models.map(({ name }) => name)).toEqual(['spend']);
  const model = json(document.models[0]!.model.file) as { kind: string; state: { mean: number } };
  expect(model.kind).toBe('mean');
  expect(model.state.mean).toBeCloseTo(mean, 12);
}

const buyers = {
  id: 'cohort-1',
  name: 'Buyers',
  rule: {
    kind: 'mark',
    analysis: 'funnel',
    version: 1,
    params: { steps: ['view', 'buy'] },
    mark: '1',
    label: 'buy: 4 users',
  },
  label: 'buy: 4 users',
  users: 4,
  fingerprint: 'c0ffee',
  at: '2026-11-22T08:00:00.000Z',
};

describe('every released form of a project file opens', () => {
  it.each([
    ['format-1.behold', expected.imported, undefined, expected.mean.imported],
    ['format-1-recipes.behold', expected.cleaned, steps, expected.mean.cleaned],
  ])('%s', async (name, tables, recipe, mean) => {
    const opened = await open(name);
    const { document, migratedFrom, json } = opened;
    expect(migratedFrom).toBe(1);
    expectTables(opened, tables);
    expectModel(opened, mean);
    expect(document).toMatchObject({ format: 3, name: 'shop', mapping, settings, contents: 0, awaits: [], runs: [] });
    expect(document.id).toMatch(/^[0-9a-f]{8}-/);
    expect(document.tables.map(({ published }) => published)).toEqual([false, false, true]);
    expect(document.tables[0]!.recipe?.steps).toEqual(recipe);
    expect(document.tables[0]!.recipe?.report.map(({ touched }) => touched)).toEqual(recipe && [1, 2]);
    const ledgers = json(document.ledgers!.file) as { table: string; ledger: { rejected: object[]; rows: number } }[];
    expect(ledgers.map(({ table, ledger }) => [table, ledger.rows])).toEqual([
      ['shop', 12],
      ['customers', 4],
    ]);
    expect(ledgers[0]!.ledger.rejected).toMatchObject(expected.rejected);
  });

  it.each([
    ['format-2.behold', {}],
    ['format-2-encrypted.behold', { passphrase }],
  ])(
    '%s',
    async (name, options) => {
      const opened = await open(name, options);
      const { document, migratedFrom } = opened;
      expect(migratedFrom).toBe(2);
      expectTables(opened, expected.cleaned);
      expectModel(opened, expected.mean.cleaned);
      expect(document).toMatchObject({
        name: 'Spring shop',
        mapping,
        settings,
        contents: 4,
        query: 'SELECT * FROM shop',
      });
      expect(document.tables[0]!.recipe!.steps).toEqual(keyed(key));
      expect(document.notes).toBe('Bob’s order was counted twice.\n小雨 buys at night.');
      expect(document.cohorts).toEqual([buyers]);
      expect(document.runs).toMatchObject([{ id: 'run-1', sentence: '4 of 4 users bought.', digest: 'ab'.repeat(32) }]);
      expect(document.report.blocks).toHaveLength(2);
      expect(document.history).toMatchObject({ entries: [{ id: 'change-1', kind: 'notes' }], done: 1 });
      expect(document.definitions).toHaveLength(1);
    },
    120_000,
  );

  it('format-3.behold', async () => {
    const opened = await open('format-3.behold');
    const { document, migratedFrom } = opened;
    expect(migratedFrom).toBeUndefined();
    expectTables(opened, expected.cleaned);
    expectModel(opened, expected.mean.cleaned);
    expect(document.cohorts).toEqual([
      buyers,
      {
        id: 'cohort-2',
        name: 'Buyers of June',
        rule: {
          kind: 'and',
          of: [
            { kind: 'did', what: { events: ['buy'] }, times: { atLeast: 2 }, within: { last: '30d' } },
            { kind: 'not', of: { kind: 'cohort', id: 'cohort-1' } },
            { kind: 'list', users: ['u1', '小雨'] },
          ],
        },
        label: 'bought twice in 30 days',
        users: 0,
        fingerprint: 'c0ffee',
        at: '2026-11-22T12:00:00.000Z',
      },
    ]);
    const scope = {
      population: { kind: 'cohort', id: 'cohort-2' },
      span: { from: 0, to: 1e12 },
      events: ['buy'],
      where: [{ property: 'users.label', is: 'isNot', values: ['Oslo'] }],
    };
    expect(document.runs.map((run) => run.scope)).toEqual([undefined, scope]);
  });

  it('format-2-template.behold', async () => {
    const { document, files } = await open('format-2-template.behold');
    expect(files.written).toBe(0);
    expect(document).toMatchObject({ name: 'Spring shop', mapping, settings, tables: [], models: [], ledgers: null });
    expect(document.awaits).toEqual([
      { name: 'shop', columns: expected.imported['shop']!.columns, steps: keyed('') },
      { name: 'customers', columns: expected.imported['customers']!.columns, steps: [] },
    ]);
  });
});
