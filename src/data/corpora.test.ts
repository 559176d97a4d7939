import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { FileLike } from './source/blob-source.ts';
import { decode, fileOf, report } from './testing.ts';

/** Public corpora and real data, where this checkout has them beside it; the hand-made tests cover the essentials without. */
const SHARED = '../shared';
const has = (path: string): boolean => existsSync(`${SHARED}/${path}`);
const open = (path: string): FileLike =>
  fileOf(new Uint8Array(readFileSync(`${SHARED}/${path}`)), path.split('/').at(-1)!);
const list = (path: string, end: string): string[] =>
  has(path)
    ? readdirSync(`${SHARED}/${path}`)
        .filter((name) => name.endsWith(end))
        .map((name) => name.slice(0, -end.length))
    : [];
const json = (path: string): unknown => JSON.parse(readFileSync(`${SHARED}/${path}`, 'utf8'));

const why = 'needs the shared corpora beside the checkout';

describe.skipIf(!has('corpora/csv-spectrum'))(`csv-spectrum (${why})`, () => {
  const folder = 'corpora/csv-spectrum';
  // The JSON of location_coordinates names another telephone number than its CSV does.
  it.each(list(`${folder}/csvs`, '.csv').filter((name) => name !== 'location_coordinates'))('%s', async (name) => {
    const expected = [json(`${folder}/json/${name}.json`)].flat() as Record<string, string>[];
    const { ledger, columns } = await decode(open(`${folder}/csvs/${name}.csv`), { types: 'text', header: true });
    expect(ledger).toMatchObject({ rows: expected.length, rejectedCount: 0 });
    for (const [column, values] of columns) {
      // The corpus has no nulls: nothing between two delimiters is an empty text there. Its checkout has lost the CRs of the files.
      const texts = expected.map((row) => row[column]?.replaceAll('\r\n', '\n'));
      expect(values.map((value) => value ?? '')).toEqual(texts);
    }
  });
});

describe.skipIf(!has('corpora/hyparquet'))(`hyparquet (${why})`, () => {
  const folder = 'corpora/hyparquet';
  it.each(list(folder, '.parquet'))('%s', async (name) => {
    const expected = json(`${folder}/${name}.json`) as unknown[][];
    const { ledger, columns } = await decode(open(`${folder}/${name}.parquet`));
    expect(ledger.rows).toBe(expected.length);
    [...columns.values()].forEach((values, column) => {
      if (ledger.columns[column]!.type === 'text') return;
      const given = expected.map((row, index) => likewise(row[column], values[index]));
      expect(values.map(comparable)).toEqual(given);
    });
  });
});

/** Integers as doubles, since JSON has no others. */
const comparable = (value: unknown): unknown => {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'number') return value;
  return Number.isFinite(value) ? Math.fround(value) + 0 : null;
};

/** The expected value as that kind: the corpus writes times as ISO to the millisecond, NaN as null, and rounds floats. */
function likewise(expected: unknown, value: unknown): unknown {
  if (typeof expected === 'number' && typeof value === 'number') return Math.fround(expected) + 0;
  if (typeof expected === 'string' && /^\d{4}-\d\d-\d\d$/.test(String(value))) return expected.slice(0, 10);
  return expected ?? null;
}

describe.skipIf(!has('corpora/parquet-testing'))(`parquet-testing (${why})`, () => {
  it.each(list('corpora/parquet-testing/bad_data', '.parquet'))('%s is refused, or read whole', async (name) => {
    const reading = decode(open(`corpora/parquet-testing/bad_data/${name}.parquet`));
    await reading.then(
      ({ ledger }) => expect(ledger.records).toBe(ledger.rows),
      (error: Error) => expect(error.name).toBe('import.damaged-file'),
    );
  });

  it.each(list('corpora/parquet-testing/data', '.encrypted'))('%s (encrypted) is refused', async (name) => {
    await expect(decode(open(`corpora/parquet-testing/data/${name}.encrypted`))).rejects.toMatchObject({
      name: expect.stringMatching(/^import\./) as string,
    });
  });
});

describe.skipIf(!has('data'))(`real data (${why})`, () => {
  const types = (ledger: { columns: { type: string }[] }) => ledger.columns.map(({ type }) => type).join(' ');

  it('shop clickstream', async () => {
    const { ledger } = await decode(open('data/retentioneering_ecom/ecom.csv.gz'));
    expect(ledger).toMatchObject({ rows: 31_106, records: 31_106, rejectedCount: 0 });
    expect(types(ledger)).toBe('text text text timestamp text text text text');
  });

  it('Online Retail', async () => {
    const decoded = await decode(open('data/uci_online_retail/online_retail.csv.gz'));
    expect(decoded.ledger).toMatchObject({ rows: 541_909, records: 541_909, rejectedCount: 0 });
    expect(types(decoded.ledger)).toBe('text text text integer timestamp number text text');
    expect(report(decoded, 'CustomerID')).toMatchObject({ nulls: 135_080, changed: 0 });
    expect(report(decoded, 'Description').nulls).toBe(1454);
    const quantities = decoded.columns.get('Quantity') as bigint[];
    const prices = decoded.columns.get('UnitPrice') as number[];
    const revenue = quantities.reduce((sum, quantity, row) => sum + Number(quantity) * prices[row]!, 0);
    expect(revenue).toBeCloseTo(9_747_747.934, 2);
    expect(new Set(decoded.columns.get('CustomerID')).size).toBe(4372 + 1);
  });

  it('Telco churn', async () => {
    const decoded = await decode(open('data/telco_churn/Telco-Customer-Churn.csv'));
    expect(decoded.ledger).toMatchObject({ rows: 7043, rejectedCount: 0 });
    expect(report(decoded, 'TotalCharges')).toMatchObject({ type: 'number', nulls: 11, changed: 11 });
  });

  it('Taobao, without header and with Chinese ones', async () => {
    const bare = await decode(open('data/taobao_userbehavior_sample/UserBehavior_fattydelivery.csv'));
    expect(bare.ledger).toMatchObject({ rows: 4321, sniffed: { header: false } });
    expect(bare.columns.get('column_4')!.filter((event) => event === 'buy')).toHaveLength(77);
    const chinese = await decode(open('data/taobao_userbehavior_sample/UserBehavior_wjl-cong.csv.gz'));
    expect(chinese.ledger.rows).toBe(40_000);
    expect([...chinese.columns.keys()]).toContain('行为类型');
    expect(report(chinese, '用户ID').type).toBe('text');
  });
});
