import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Table } from 'apache-arrow';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { numbers, strings } from '../../core/columns.ts';
import { ecomRows } from '../test-golden.ts';
import { quietContext, tablesOf } from '../test-project.ts';
import type { Good, ShopRow } from '../test-shop.ts';
import { shopProject } from '../test-shop.ts';
import compute from './compute.ts';
import definition from './index.ts';

const JOURNEY = '../shared/data/completejourney';

const linesOf = (file: string): string[] =>
  gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n').slice(1);

/** Fields of a line whose texts may stand in quotes; none of these files doubles a quote. */
const fieldsOf = (line: string): string[] =>
  Array.from(line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g), (match) => match[1] ?? match[2]!);

async function recommend(rows: readonly ShopRow[], goods: readonly Good[], params: object) {
  const project = await shopProject(rows, goods);
  const parsed = v.parse(definition.params, { algorithm: 'item-knn', ...params });
  const tables = new Map<string, Table>();
  const context = quietContext({ publish: (name, table) => void tables.set(name, table) });
  const result = await compute((await tablesOf(definition, parsed, project)) as never, parsed, context);
  return { result, lists: tables.get('recommendations')!, near: tables.get('item_neighbours')! };
}

/** What every run must come to, counted from the rows themselves. */
function counted(rows: readonly ShopRow[]) {
  const named = rows.filter((row) => row[3] !== null && row[3] !== '');
  return {
    users: new Set(named.map(([user]) => user)).size,
    items: new Set(named.map((row) => row[3])).size,
    interactions: new Set(named.map((row) => `${row[0]}\n${row[3]}`)).size,
  };
}

describe('ecom', () => {
  test('pages as items: which page comes next, every visitor gets his list', async () => {
    const rows = ecomRows().map(([user, time, event]): ShopRow => [user!, time!, event!, event!]);
    const { result, lists } = await recommend(rows, [], { seen: 'allow', k: 3 });
    expect(result).toMatchObject(counted(rows));
    expect(lists.numRows).toBe(3 * result.users);
    // The last tenth of the events by the calendar, found by sorting the rows.
    const times = rows.map(([, time]) => time as number).sort((a, b) => a - b);
    expect(result.split.cutoff).toBeGreaterThanOrEqual(times[Math.floor(times.length * 0.89)]!);
    expect(result.split.cutoff).toBeLessThanOrEqual(times[Math.ceil(times.length * 0.91)]!);
  });
});

describe.skipIf(!existsSync(JOURNEY))('completejourney (needs ../shared/data/completejourney)', () => {
  test('groceries: every fifth household gets ten, with names and categories', async () => {
    const all = linesOf(`${JOURNEY}/transactions_sample.csv.gz`).map((line): ShopRow => {
      const [household, , , product, , , , , , , time] = fieldsOf(line);
      return [household!, `${time!.replace(' ', 'T')}Z`, 'buy', product!];
    });
    const rows = all.filter(([household]) => Number(household) % 5 === 0);
    const bought = new Set(rows.map((row) => row[3]));
    const goods = linesOf(`${JOURNEY}/products.csv.gz`)
      .map((line): Good => {
        const [id, , , , category, type] = fieldsOf(line);
        return [id!, type!, category!, 1];
      })
      .filter(([id]) => bought.has(id));
    const { result, lists, near } = await recommend(rows, goods, { seen: 'allow', k: 10 });
    // Counted with Python's csv: households, products and their pairs in the sample of the transactions; and every fifth household.
    expect(counted(all)).toEqual({ users: 2377, items: 20_902, interactions: 69_254 });
    expect(result).toMatchObject(counted(rows));
    expect(lists.numRows).toBe(10 * result.users);
    expect(Math.max(...numbers(lists, 'rank'))).toBe(10);
    expect(strings(lists, 'title').filter((title) => title === null).length).toBeLessThan(lists.numRows / 100);
    expect(near.numRows).toBeGreaterThan(0);
    expect(result.metrics.recall).toBeGreaterThan(0);
    expect(result.metrics.recall).toBeLessThanOrEqual(result.metrics.recallCapped!);
  }, 120_000);
});
