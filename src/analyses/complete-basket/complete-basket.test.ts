import { beforeAll, expect, test } from 'vitest';
import type { Table } from 'apache-arrow';
import * as v from 'valibot';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import { translator } from '../../i18n/translate.ts';
import { casesProject } from '../test-cases.ts';
import type { TestProject } from '../test-project.ts';
import { datasetOf, quietContext, SETTINGS, tablesOf } from '../test-project.ts';
import { viewStatements } from '../../sql/canonical.ts';
import compute from './compute.ts';
import example from './golden.json';
import definition from './index.ts';
import type { CompleteBasketResult } from './result.ts';

const MAPPING = {
  events: { table: 'log', user: 'user', time: 'time', item: 'item', session: 'order' },
  stock: { table: 'stock', item: 'item', onHand: 'left' },
} as const;

/** One engine for all, as it is slow to open. */
const opened = openNodeDatabase();
beforeAll(() => opened.then(() => undefined), 240_000);

/** Orders as [order, item]: each order is of a user of its own, an hour after the one before. */
async function shop(rows: readonly (readonly string[])[], stock?: Record<string, number>): Promise<TestProject> {
  const log = rows.map(([order, item]) => ({
    user: `user of ${order}`,
    time: 3600 * Number(order!.slice(1)),
    item: item!,
    order: order!,
  }));
  const { database } = await casesProject('log', log, opened);
  const mapping = { events: MAPPING.events, ...(stock && { stock: MAPPING.stock }) };
  const columns = {
    log: { user: 'VARCHAR', time: 'DOUBLE', item: 'VARCHAR', order: 'VARCHAR' },
    stock: { item: 'VARCHAR', left: 'DOUBLE' },
  };
  if (stock) {
    const counts = Object.entries(stock).map(([item, left]) => `('${item}', ${left}e0)`);
    await database.query(
      `CREATE OR REPLACE TABLE stock AS SELECT * FROM (VALUES ${counts.join()}) AS counts(item, "left")`,
    );
  }
  for (const statement of viewStatements(mapping, columns)) await database.query(statement);
  return { database, data: await datasetOf(database, mapping, SETTINGS, columns) };
}

async function ask(
  project: TestProject,
  params: object,
  tables?: Record<string, Table>,
): Promise<CompleteBasketResult> {
  const parsed = v.parse(definition.params, params);
  return compute((tables ?? (await tablesOf(definition, parsed, project))) as never, parsed, quietContext());
}

test('golden.json: by rules, then what is common', async () => {
  const { items } = await ask(await shop(example.input.rows), example.parameters);
  expect(items.map(({ item, source, score, lift }) => ({ item, source, score, lift }))).toEqual(example.result);
});

test('each offer tells the rules that say so, the surest first', async () => {
  const { items, basket } = await ask(await shop(example.input.rows), {
    ...example.parameters,
    items: ['MILK', 'butter'],
  });
  expect(basket.map(({ item, count }) => [item, count])).toEqual([
    ['milk', 4],
    ['butter', 2],
  ]);
  const [bread] = items;
  expect(bread!.rules.map((rule) => [rule.if, rule.then, rule.count])).toEqual([
    [['butter', 'milk'], ['bread'], 2],
    [['butter'], ['bread'], 2],
    [['milk'], ['bread'], 4],
  ]);
});

test('without a rule that holds, likeness speaks: cosines counted by hand', async () => {
  const { items } = await ask(await shop(example.input.rows), { ...example.parameters, fdr: 0 });
  expect(items.slice(0, 2).map(({ item, source }) => [item, source])).toEqual([
    ['bread', 'similar'],
    ['butter', 'similar'],
  ]);
  expect(items[0]!.score).toBeCloseTo(1, 12);
  expect(items[1]!.score).toBeCloseTo(2 / Math.sqrt(8), 12);
  expect(items[1]!.near).toEqual([{ item: 'milk', cosine: items[1]!.score }]);
});

test('a user’s last basket; one of whom nobody knows; items that nobody had', async () => {
  const project = await shop(example.input.rows);
  const { basket } = await ask(project, { user: 'user of o6' });
  expect(basket.map(({ item }) => item)).toEqual(['eggs', 'tea']);
  await expect(ask(project, { user: 'nobody' })).rejects.toMatchObject({ name: 'baskets.no-basket-of' });
  await expect(ask(project, { items: ['gold'] })).rejects.toMatchObject({ name: 'baskets.unknown-items' });
  expect((await ask(project, { items: ['gold', 'tea'] })).unknown).toEqual(['gold']);
});

test('what is not in stock is not offered', async () => {
  const project = await shop(example.input.rows, { bread: 0, butter: 3, eggs: 1 });
  const items = async (inStock: boolean) =>
    (await ask(project, { ...example.parameters, inStock })).items.map(({ item }) => item);
  expect(await items(true)).toEqual(['butter', 'eggs']);
  expect(await items(false)).toEqual(['bread', 'butter', 'eggs', 'tea']);
  const empty = await ask(await shop(example.input.rows, { bread: 0 }), example.parameters);
  const [view] = definition.views(empty, translator(definition.texts.en, 'en'));
  expect(empty.items).toEqual([]);
  expect(view!.sentence).toMatch(/^Of what could be offered nothing is in stock/);
});

test('an empty basket gets the commonest items, and says so', async () => {
  const result = await ask(await shop(example.input.rows), {});
  expect(result.items[0]).toMatchObject({ item: 'bread', source: 'popular', score: 4 / 6 });
  const [view] = definition.views(result, translator(definition.texts.en, 'en'));
  expect(view!.sentence).toBe(
    'The basket is empty, so the commonest items stand here: bread is in 66.7\u202f% of all baskets.',
  );
});

test('a second question about the same log is answered from the rules that are held', async () => {
  const project = await shop(example.input.rows);
  const parsed = v.parse(definition.params, example.parameters);
  const tables = await tablesOf(definition, parsed, project);
  await ask(project, example.parameters, tables);
  const steps: number[] = [];
  await compute(
    tables as never,
    { ...parsed, items: ['eggs'] },
    quietContext({ step: async (done) => void steps.push(done) }),
  );
  // Nothing is mined again: no step but the first.
  expect(steps).toEqual([0]);
});
