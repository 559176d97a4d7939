import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import * as v from 'valibot';
import { beforeAll, describe, expect, test } from 'vitest';
import type { NodeDatabase } from '../../../workers/database/node.ts';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import { seededRandom } from '../../core/random.ts';
import { transactionsOf } from '../../models/baskets/transactions.ts';
import { translator } from '../../i18n/translate.ts';
import type { TestProject } from '../test-project.ts';
import { membersOf, runAnalysis } from '../test-project.ts';
import type { Good, ShopRow } from '../test-shop.ts';
import { shopProject } from '../test-shop.ts';
import { companyOf, insteadOf, likelihoodRatio } from './company.ts';
import compute from './compute.ts';
import golden from './golden.json';
import definition from './index.ts';
import online from './online-retail.golden.json';
import type { ItemPageResult } from './result.ts';

const run = (project: TestProject, params: object = {}): Promise<ItemPageResult> =>
  runAnalysis(definition, compute, project, params);
const list = (project: TestProject, params: object, mark: string) =>
  membersOf(definition, project, v.parse(definition.params, params), mark);

/** The users of each kind. */
const tens = (...kinds: string[]): string[] =>
  kinds.flatMap((kind) => Array.from({ length: 10 }, (_, n) => `${kind}${n}`));

/** One engine for all: each project takes the place of the one before. */
let database: NodeDatabase;
beforeAll(async () => {
  database = await openNodeDatabase();
}, 60_000);
const shop = (rows: readonly ShopRow[], goods: readonly Good[] = []) => shopProject(rows, goods, {}, database);

describe('ten kinds of baskets counted by hand', () => {
  let project: TestProject;
  beforeAll(async () => {
    project = await shop(golden.input.rows as unknown as ShopRow[]);
  }, 60_000);

  test('golden.json', async () => {
    const result = await run(project, golden.parameters);
    const { goesWith, insteadOf, ...facts } = golden.result;
    expect(result).toMatchObject(facts);
    const close = (found: readonly object[], expected: readonly object[]) =>
      found.map((each, n) =>
        Object.entries(expected[n]!).forEach(([key, value]) => {
          const actual = (each as Record<string, unknown>)[key];
          if (typeof value === 'number') expect(actual, key).toBeCloseTo(value, 10);
          else expect(actual, key).toBe(value);
        }),
      );
    expect([result.goesWith.length, result.insteadOf.length]).toEqual([goesWith.length, insteadOf.length]);
    close(result.goesWith, goesWith);
    close(result.insteadOf, insteadOf);
  });

  test('the users behind a mark', async () => {
    expect(await list(project, golden.parameters, 'has:tea')).toEqual(tens('a', 'b', 'c'));
    expect(await list(project, golden.parameters, 'both:tea:cup')).toEqual(tens('a', 'c'));
    expect(await list(project, golden.parameters, 'without:tea:cup')).toEqual(tens('b'));
    expect(() => definition.members!(v.parse(definition.params, {}), project.data, null as never, 'x')).toThrow();
  });

  test('by default it is the item in most baskets; an unknown one is refused', async () => {
    const result = await run(project, { basket: 'user-day' });
    expect(result).toMatchObject({ example: true, item: { item: 'milk', baskets: 70 } });
    await expect(run(project, { item: 'gold' })).rejects.toMatchObject({ name: 'item-page.unknown' });
  });

  test('all that a user had is one basket', async () => {
    const result = await run(project, { ...golden.parameters, basket: 'user' });
    // The two days of each a are one basket now.
    expect(result).toMatchObject({ baskets: 90, item: { baskets: 30, repeated: 0 } });
  });
});

test('sessions end after the project’s pause; an item is found by its title', async () => {
  const minute = (n: number) => n * 60_000;
  const project = await shop(
    [
      ['u', minute(0), 'view', 'a'],
      ['u', minute(30), 'view', 'b'],
      ['u', minute(60) + 1, 'view', 'c'],
      ['v', minute(60), 'view', 'a'],
    ],
    [
      ['a', 'Apple', 'fruit', 2],
      ['b', 'Bread', 'bakery', 3],
    ],
  );
  const result = await run(project, { item: 'apple', least: 1 });
  expect(result).toMatchObject({
    baskets: 3,
    item: { item: 'a', title: 'Apple', price: 2, baskets: 2, users: 2 },
  });
  // A pause of 30 minutes belongs to the session, one millisecond more does not.
  expect(result.goesWith.map(({ title, together }) => [title, together])).toEqual([['Bread', 1]]);
});

test('two brands of one thing are substitutes, what is eaten with them is company', async () => {
  const random = seededRandom(3);
  const rows = Array.from({ length: 400 }, (_, user): ShopRow[] => {
    const others = ['soap', 'nails', 'paint'].filter(() => random() < 0.3);
    const brand = random() < 0.5 ? 'pasta A' : 'pasta B';
    const dinner = random() < 0.5 ? [brand, ...['sauce', 'cheese', 'basil'].filter(() => random() < 0.7)] : [];
    return [...dinner, ...others, 'bag'].map((item, n) => [`u${user}`, n * 1000, 'buy', item]);
  }).flat();
  const result = await run(await shop(rows), { item: 'pasta A', n: 3 });
  expect(result.goesWith.map(({ item }) => item).sort()).toEqual(['basil', 'cheese', 'sauce']);
  expect(result.goesWith.every(({ q }) => q < 0.001)).toBe(true);
  expect(result.insteadOf[0]).toMatchObject({ item: 'pasta B', together: 0 });
  expect(result.insteadOf[0]!.likeness).toBeGreaterThan(0.9);
  const words = definition.views(result, translator(definition.texts.en, 'en'));
  expect(words[1]!.sentence).toContain('“pasta B”');
});

test('the other colour of a cup is listed though both are bought together, with the reason; without titles it is part of the set', async () => {
  const rows = Array.from({ length: 100 }, (_, n): ShopRow[] => {
    const cups = n % 4 === 0 ? ['pink'] : n % 4 === 1 ? ['green'] : ['pink', 'green'];
    const basket = n < 40 ? [...cups, 'spoon'] : ['milk', 'bread', `other ${n % 4}`];
    return basket.map((item) => [`u${n}`, 0, 'buy', item]);
  }).flat();
  const goods: Good[] = [
    ['pink', 'Pink Rose Teacup', 'tea', 3],
    ['green', 'Green Rose Teacup', 'tea', 3],
    ...['Pink Fan', 'Green Fan', 'Pink Cap', 'Green Hat'].map((title, n): Good => [`other ${n}`, title, 'x', 1]),
    ...['spoon', 'milk', 'bread'].map((item): Good => [item, item, 'x', 1]),
  ];
  const { insteadOf: titled } = await run(await shop(rows, goods), { item: 'pink', least: 1 });
  // 20 of the 30 baskets of each hold both.
  expect(titled[0]).toMatchObject({ item: 'green', overlap: 20 / 30, range: 'Rose Teacup' });
  expect(titled.slice(1).every(({ range, overlap }) => range === null && overlap < 0.5)).toBe(true);
  const result = await run(await shop(rows), { item: 'pink', least: 1 });
  expect(result.insteadOf.map(({ item }) => item)).not.toContain('green');
});

test('rare items are not alike for having been in one huge basket', async () => {
  const rare = Array.from({ length: 60 }, (_, n) => `rare ${n}`);
  const usual = Array.from({ length: 200 }, (_, n): ShopRow[] =>
    [n % 2 ? 'pasta A' : 'pasta B', 'sauce', n % 3 ? 'basil' : 'cheese'].map((item) => [`u${n}`, 0, 'buy', item]),
  ).flat();
  // Five wholesale invoices of everything; of what was rarely bought nothing else is known.
  const huge = Array.from({ length: 5 }, (_, n): ShopRow[] =>
    [...rare, n % 2 ? 'pasta A' : 'pasta B', 'sauce'].map((item) => [`huge${n}`, 0, 'buy', item]),
  ).flat();
  const { insteadOf: found } = await run(await shop([...usual, ...huge]), { item: 'pasta A' });
  expect(found[0]).toMatchObject({ item: 'pasta B', together: 0 });
  expect(found.filter(({ item, likeness }) => item.startsWith('rare') && likeness > 0.1)).toEqual([]);
});

const SHOP = '../shared/data/uci_online_retail/online_retail.csv.gz';

/** Fields of a line of CSV, some of them in quotes. */
const fieldsOf = (line: string): string[] =>
  [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, field]) => field!);

describe.skipIf(!existsSync(SHOP))('Online Retail (skipped where it is not beside the checkout)', () => {
  test('lists what SciPy lists', async () => {
    const lines = gunzipSync(readFileSync(SHOP)).toString('utf8').trim().split('\n').slice(1).map(fieldsOf);
    const bought = lines.filter((fields) => fields[6] !== '' && Number(fields[3]) > 0);
    const codesOf = (column: number) => {
      const names = [...new Set(bought.map((fields) => fields[column]!))].sort();
      return { names, code: new Map(names.map((name, n) => [name, n])) };
    };
    const [invoices, stock] = [codesOf(0), codesOf(1)];
    const transactions = transactionsOf(
      bought.map((fields) => invoices.code.get(fields[0]!)!),
      bought.map((fields) => stock.code.get(fields[1]!)!),
      ...([invoices.names.length, stock.names.length] as const),
    );
    for (const [item, list] of Object.entries(online.lists)) {
      const company = companyOf(transactions, stock.code.get(item)!);
      const found = await insteadOf(transactions, company, { least: online.least, n: 8 }, () => Promise.resolve());
      expect(found.map((each) => stock.names[each.item])).toEqual(list.map(([code]) => code));
      found.forEach(({ likeness, overlap }, n) => {
        expect(likeness).toBeCloseTo(list[n]![2] as number, 10);
        expect(overlap).toBeCloseTo(list[n]![3] as number, 10);
      });
    }
  }, 60_000);
});

test('the log-likelihood ratio is zero where items meet as by chance, and that of SciPy elsewhere', () => {
  expect(likelihoodRatio(10, 100, 100, 1000)).toBeCloseTo(0, 10);
  // scipy.stats.chi2_contingency([[30, 70], [20, 880]], correction=False, lambda_='log-likelihood')
  expect(likelihoodRatio(30, 100, 50, 1000)).toBeCloseTo(83.0389003903304, 9);
});
