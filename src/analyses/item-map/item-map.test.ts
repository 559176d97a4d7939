import * as v from 'valibot';
import { beforeAll, expect, test } from 'vitest';
import type { NodeDatabase } from '../../../workers/database/node.ts';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import { seededRandom } from '../../core/random.ts';
import { nearestRows } from '../../models/projection/nearest-rows.ts';
import { translator } from '../../i18n/translate.ts';
import { membersOf, runAnalysis } from '../test-project.ts';
import type { TestProject } from '../test-project.ts';
import type { Good, ShopRow } from '../test-shop.ts';
import { shopProject } from '../test-shop.ts';
import compute from './compute.ts';
import golden from './golden.json';
import definition from './index.ts';
import { purityOf } from './purity.ts';
import type { ItemMapResult } from './result.ts';

const run = (project: TestProject, params: object = {}): Promise<ItemMapResult> =>
  runAnalysis(definition, compute, project, params);

let database: NodeDatabase;
beforeAll(async () => {
  database = await openNodeDatabase();
}, 60_000);
const shop = (rows: readonly ShopRow[], goods: readonly Good[] = []) => shopProject(rows, goods, {}, database);

const SHELVES = ['book', 'game', 'tool'] as const;

/** 150 users of three kinds, each with six of the ten items of their shelf; items are told apart by nothing else. */
function shelves(): { rows: ShopRow[]; goods: Good[] } {
  const random = seededRandom(5);
  const rows = Array.from({ length: 150 }, (_, user): ShopRow[] => {
    const items = Array.from({ length: 10 }, (_, n) => n).sort(() => random() - 0.5);
    return items.slice(0, 6).map((n) => [`u${user}`, n * 1000, 'buy', `${SHELVES[user % 3]} ${n}`]);
  }).flat();
  const goods = SHELVES.flatMap((shelf) =>
    Array.from({ length: 10 }, (_, n): Good => [`${shelf} ${n}`, `The ${shelf} ${n}`, shelf, 1]),
  );
  return { rows, goods };
}

test('what the same people have is near, by category and by groups that were found', async () => {
  const { rows, goods } = shelves();
  const project = await shop(rows, goods);
  const params = { params: { factors: 8 } };
  const result = await run(project, params);
  expect(result).toMatchObject({ items: 30, groupedBy: 'category', purity: 1 });
  expect([...result.groups].sort()).toEqual(['book', 'game', 'tool']);
  // 10 of 30 each: 9 of the 29 others are of the same category.
  expect(result.chance).toBeCloseTo(9 / 29, 12);
  for (const { title, nearest } of result.places) {
    const [, shelf] = title.split(' ');
    expect(nearest.every((other) => other.split(' ')[1] === shelf)).toBe(true);
  }
  // Users counted in the rows themselves.
  const users = (item: string) => rows.filter((row) => row[3] === item).length;
  expect(result.places.every((place) => place.users === users(place.item))).toBe(true);

  const found = await run(project, { ...params, colour: 'likeness', groups: 3 });
  expect(found).toMatchObject({ groupedBy: 'likeness', purity: 1 });
  const shelvesOf = (group: number) =>
    new Set(found.places.filter((p) => p.group === group).map((p) => p.item.split(' ')[0]));
  expect([0, 1, 2].map((group) => shelvesOf(group).size)).toEqual([1, 1, 1]);

  const some = await run(project, { ...params, most: 12 });
  expect([some.items, some.places.length]).toEqual([30, 12]);
  expect(Math.min(...some.places.map((p) => p.users))).toBeGreaterThanOrEqual(
    users(goods.map(([item]) => item).sort((a, b) => users(b) - users(a))[12]!),
  );
}, 60_000);

test('golden.json: two shelves, counted by hand; the users behind a mark', async () => {
  const project = await shop(golden.input.rows as unknown as ShopRow[]);
  const result = await run(project, golden.parameters);
  expect(result).toMatchObject({ items: golden.result.items, groupedBy: golden.result.groupedBy });
  expect(Object.fromEntries(result.places.map(({ item, users }) => [item, users]))).toEqual(golden.result.users);
  for (const { item, nearest } of result.places) {
    expect(nearest[0]).toBe((golden.result.nearest as Record<string, string>)[item]);
  }
  const params = v.parse(definition.params, golden.parameters);
  expect(await membersOf(definition, project, params, 'item:cup')).toEqual(golden.result.members);
  const views = definition.views(result, translator(definition.texts.en, 'en'));
  expect(views[0]!.table.rows).toHaveLength(4);
}, 60_000);

test('the nearest rows and the purity of groups, by hand', async () => {
  const x = { data: Float64Array.of(1, 0, 0, 1, 0.8, 0.6), rows: 3, columns: 2, names: ['a', 'b'] };
  const { rows } = await nearestRows(x, 3, () => Promise.resolve());
  expect(rows.map(([own]) => own)).toEqual([0, 1, 2]);
  const near = rows.map((each) => each.slice(1));
  expect(near).toEqual([
    [2, 1],
    [2, 0],
    [0, 1],
  ]);
  expect(purityOf(near, Int32Array.of(0, 1, 0))).toEqual({ purity: 2 / 3, chance: 1 / 3 });
  // What has no category is of no one's: of the two known ones one has the other for its nearest; by chance each has 1 of 2 others.
  expect(purityOf([[1], [0], [1]], Int32Array.of(0, -1, 0))).toEqual({ purity: 0, chance: 1 / 2 });
  expect(purityOf([[2], [0], [1]], Int32Array.of(0, -1, 0))).toEqual({ purity: 1 / 2, chance: 1 / 2 });
  expect(purityOf([[1], [0]], Int32Array.of(-1, -1))).toEqual({ purity: 0, chance: 0 });
});
