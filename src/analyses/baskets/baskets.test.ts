import { beforeAll, expect, test } from 'vitest';
import type { Table } from 'apache-arrow';
import * as v from 'valibot';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import type { Mapping } from '../../contract/project.ts';
import { numbers, strings } from '../../core/columns.ts';
import { seededRandom } from '../../core/random.ts';
import { translator } from '../../i18n/translate.ts';
import { viewStatements } from '../../sql/canonical.ts';
import { casesProject } from '../test-cases.ts';
import type { TestProject } from '../test-project.ts';
import { datasetOf, membersOf, quietContext, runAnalysis, SETTINGS, tablesOf } from '../test-project.ts';
import compute from './compute.ts';
import example from './golden.json';
import definition from './index.ts';
import { withMark, withoutMark } from './marks.ts';
import { largest } from './order.ts';
import type { BasketsResult } from './result.ts';

type Log = Record<string, string | number>[];

const EVENTS = { table: 'log', user: 'user', time: 'time', item: 'item' } as const;

/** One engine for all, as it is slow to open. */
const opened = openNodeDatabase();
beforeAll(() => opened.then(() => undefined), 240_000);

async function shop(log: Log, mapping: Mapping = { events: EVENTS }): Promise<TestProject> {
  const { database } = await casesProject('log', log, opened);
  const isNumber = (name: string) => log.every((row) => typeof row[name] === 'number');
  const types = Object.fromEntries(Object.keys(log[0]!).map((name) => [name, isNumber(name) ? 'DOUBLE' : 'VARCHAR']));
  for (const statement of viewStatements(mapping, { log: types })) await database.query(statement);
  return { database, data: await datasetOf(database, mapping, SETTINGS, { log: types }) };
}

const DAY = 86_400;
const orders = (rows: readonly (readonly string[])[]): Log =>
  rows.map(([user, order, item], n) => ({ user: user!, order_id: order!, item: item!, time: n * DAY }));

const run = (project: TestProject, params: object = {}) =>
  runAnalysis<BasketsResult>(definition, compute as never, project, params);

test('golden.json, and what follows of it', async () => {
  const project = await shop(orders(example.input.rows));
  const result = await run(project, example.parameters);
  expect(result).toMatchObject(example.result);
  expect(result.rules[0]).toMatchObject({ conviction: Infinity });
  expect(result.rules[0]!.leverage).toBeCloseTo(0.08, 12);
  expect(result.about).toMatchObject({ kind: 'order', by: 'order_id', repeats: 1, noUser: 0, noItem: 0 });
  expect(result.sets.find(({ items }) => items.join() === 'butter')).toMatchObject({ closed: false, count: 2 });
  expect(await membersOf(definition, project, example.parameters, withMark(['milk', 'bread']))).toEqual(['ann', 'bob']);
  expect(await membersOf(definition, project, example.parameters, withMark(['butter']))).toEqual(['bob', 'cat']);
  expect(await membersOf(definition, project, example.parameters, withoutMark('bread', 'butter'))).toEqual(['ann']);
  expect(() => definition.members!(v.parse(definition.params, {}), project.data, {} as never, 'nonsense')).toThrow(
    'unknown-mark',
  );
});

test('what a basket is', async () => {
  // One user: tea, 20 minutes later jam, 40 minutes later bread, the next day milk; another one: tea and milk at once.
  const at = (user: string, minutes: number, item: string) => ({ user, time: minutes * 60, item, visit: 'v1' });
  const log = [
    at('a', 0, 'tea'),
    at('a', 20, 'jam'),
    at('a', 60, 'bread'),
    at('a', 1500, 'milk'),
    at('b', 5, 'tea'),
    at('b', 5, 'milk'),
  ];
  const project = await shop(log);
  const transactions = async (basket: string) => (await run(project, { basket })).transactions;
  expect(await transactions('session')).toBe(4);
  expect(await transactions('user-day')).toBe(3);
  expect(await transactions('user')).toBe(2);
  // Nothing names an order, so that a session stands in.
  expect((await run(project)).about.kind).toBe('session');
  await expect(run(project, { basket: 'order' })).rejects.toMatchObject({ name: 'baskets.no-order' });
  // An order's number may come again with another user.
  expect((await run(project, { basketBy: 'visit' })).transactions).toBe(2);
  const named = await shop(log, { events: { ...EVENTS, session: 'visit' } });
  expect((await run(named, { basket: 'order' })).about).toMatchObject({ kind: 'order', by: 'session' });
  expect((await run(named)).about).toMatchObject({ kind: 'session', namedSessions: true });
});

test('orders of nobody known count; returns can be left out; a log with purchases is read by these', async () => {
  const line = (user: string, order: string, event: string, item: string, quantity: number) => ({
    ...{ user, order_id: order, event, item, quantity, time: 0 },
  });
  const log = [
    ...[line('', 'o1', 'purchase', 'a', 1), line('', 'o1', 'purchase', 'b', 1), line('u', 'o2', 'purchase', 'a', 1)],
    ...[line('u', 'o3', 'purchase', 'a', -1), line('u', 'o4', 'view', 'b', 1)],
  ];
  const user = { sql: `nullif("user", '')` };
  const project = await shop(log, { events: { ...EVENTS, user, event: 'event', quantity: 'quantity' } });
  const result = await run(project);
  expect([result.transactions, result.about.noUser, result.about.returned]).toEqual([3, 2, 1]);
  expect(result.about.pattern.events).toEqual(['purchase']);
  expect((await run(project, { returns: 'leave-out' })).transactions).toBe(2);
  expect((await run(project, { events: 'view' })).transactions).toBe(1);
  expect(await membersOf(definition, project, {}, withMark(['a']))).toEqual(['u']);
});

test('categories', async () => {
  const log = [
    { user: 'a', time: 0, item: 'x', order_id: '1', kind: 'drink' },
    { user: 'a', time: 0, item: 'y', order_id: '1', kind: 'drink' },
    { user: 'a', time: 0, item: 'z', order_id: '1', kind: 'food' },
  ];
  const project = await shop(log, { events: EVENTS, items: { table: 'log', item: 'item', category: 'kind' } });
  const result = await run(project, { level: 'category', minCount: 1 });
  expect(result.sets.map(({ items }) => items.join('+')).sort()).toEqual(['drink', 'drink+food', 'food']);
  await expect(run(await shop(log), { level: 'category' })).rejects.toMatchObject({ name: 'baskets.no-category' });
});

/** Sixty orders: lamp and bulb belong together, so do pen and ink; all else is thrown in by chance. */
function planted(): Log {
  const random = seededRandom(3);
  const price = { lamp: 30, bulb: 4, pen: 2, ink: 6, cup: 5 };
  const stock = { lamp: 5, bulb: 9, pen: 7, ink: 0, cup: 3 };
  const baskets = Array.from({ length: 60 }, (_, n) => [
    ...(n % 3 === 0 ? ['lamp', 'bulb'] : n % 3 === 1 ? ['pen', 'ink'] : ['cup']),
    ...(random() < 0.1 ? ['cup', 'pen'] : []),
  ]);
  return baskets.flatMap((items, order) =>
    [...new Set(items)].map((item) => ({
      ...{ user: `u${order % 20}`, time: order, order_id: `o${order}`, item, name: item.toUpperCase() },
      ...{ price: price[item as 'cup'], left: stock[item as 'cup'] },
    })),
  );
}

const SHOP: Mapping = {
  events: { ...EVENTS, price: 'price' },
  items: { table: 'log', item: 'item', title: 'name', price: 'price' },
  stock: { table: 'log', item: 'item', onHand: 'left', time: 'time' },
};

test('bundles and offers respect stock and prices', async () => {
  const project = await shop(planted(), SHOP);
  const told = async (params: object) => {
    const { bundles, crossSell } = await run(project, params);
    return {
      bundles: bundles.map(({ items, price, onHand }) => [items.join('+'), price, onHand]),
      offers: crossSell.map(({ item, offer }) => `${item}>${offer}`).sort(),
    };
  };
  expect(await told({})).toEqual({ bundles: [['bulb+lamp', 34, 5]], offers: ['bulb>lamp', 'ink>pen', 'lamp>bulb'] });
  const all = await told({ inStock: false });
  expect(all.bundles).toEqual(
    expect.arrayContaining([
      ['ink+pen', 8, 0],
      ['bulb+lamp', 34, 5],
    ]),
  );
  expect(all.offers).toEqual(['bulb>lamp', 'ink>pen', 'lamp>bulb', 'pen>ink']);
  expect((await told({ inStock: false, maxPrice: 10 })).bundles).toEqual([['ink+pen', 8, 0]]);
  expect((await told({ inStock: false, minPrice: 10 })).bundles).toEqual([['bulb+lamp', 34, 5]]);
  expect((await told({ priceRatio: 1 })).offers).toEqual(['ink>pen', 'lamp>bulb']);
});

test('without a catalogue titles come from a column of the log that is called so: the commonest', async () => {
  const line = (order: string, name: string) => ({ user: 'u', time: 0, order_id: order, item: 'x', Description: name });
  const project = await shop([line('1', 'BOX'), line('2', 'LID '), line('3', ' LID'), line('4', 'BAG')]);
  expect((await run(project)).catalogue).toMatchObject([{ item: 'x', title: 'LID', count: 4 }]);
});

test('the tables of rules and offers', async () => {
  const published = new Map<string, Table>();
  const params = v.parse(definition.params, {});
  const tables = await tablesOf(definition, params, await shop(planted(), SHOP));
  await compute(tables as never, params, quietContext({ publish: (name, table) => void published.set(name, table) }));
  expect([...published.keys()]).toEqual(['basket_rules', 'cross_sell']);
  const [rules, offers] = ['basket_rules', 'cross_sell'].map((name) => published.get(name)!) as [Table, Table];
  expect(strings(rules, 'if_title')).toContain('LAMP');
  expect(numbers(rules, 'confidence')[strings(rules, 'if').indexOf('lamp')]).toBe(1);
  expect(strings(offers, 'item').map((item, n) => [item, strings(offers, 'offer_title')[n]])).toContainEqual([
    'lamp',
    'BULB',
  ]);
});

test('the answer in words', async () => {
  const result = await run(await shop(planted(), SHOP));
  const views = definition.views(result, translator(definition.texts.en, 'en'));
  expect(views[0]!.sentence).toMatch(
    /^Who has (BULB|LAMP) also has (BULB|LAMP) in 100\u202f% of the cases \(20 of 20 baskets\), 3 times/,
  );
  expect(views.map(({ marks, table }) => marks?.length === table.rows.length)).toEqual(views.map(() => true));
  const none = await run(await shop(orders([['a', '1', 'x']])), {});
  expect(definition.views(none, translator(definition.texts.zh, 'zh'))[0]!.sentence).toMatch(
    /^没有规则：.*都只含一个商品/,
  );
});

test('the largest values, of equals the first', () => {
  expect([...largest(Float64Array.of(3, 9, 3, 9, 1), 3)]).toEqual([1, 3, 0]);
  expect([...largest(Float64Array.of(), 3)]).toEqual([]);
  expect([...largest(Float64Array.of(2, Infinity), 5)]).toEqual([1, 0]);
});
