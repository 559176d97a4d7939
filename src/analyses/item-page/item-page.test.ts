import * as v from 'valibot';
import { beforeAll, describe, expect, test } from 'vitest';
import type { NodeDatabase } from '../../../workers/database/node.ts';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import { seededRandom } from '../../core/random.ts';
import { translator } from '../../i18n/translate.ts';
import type { TestProject } from '../test-project.ts';
import { membersOf, runAnalysis } from '../test-project.ts';
import type { Good, ShopRow } from '../test-shop.ts';
import { shopProject } from '../test-shop.ts';
import { likelihoodRatio } from './company.ts';
import compute from './compute.ts';
import golden from './golden.json';
import definition from './index.ts';
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

test('the log-likelihood ratio is zero where items meet as by chance, and that of SciPy elsewhere', () => {
  expect(likelihoodRatio(10, 100, 100, 1000)).toBeCloseTo(0, 10);
  // scipy.stats.chi2_contingency([[30, 70], [20, 880]], correction=False, lambda_='log-likelihood')
  expect(likelihoodRatio(30, 100, 50, 1000)).toBeCloseTo(83.0389003903304, 9);
});
