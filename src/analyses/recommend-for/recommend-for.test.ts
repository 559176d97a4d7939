import { beforeAll, describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { translator } from '../../i18n/translate.ts';
import type { Translate } from '../../contract/analysis.ts';
import { quietContext, runAnalysis, tablesOf } from '../test-project.ts';
import type { TestProject } from '../test-project.ts';
import type { Good, ShopRow } from '../test-shop.ts';
import { shopProject } from '../test-shop.ts';
import compute from './compute.ts';
import golden from './golden.json';
import definition from './index.ts';
import type { RecommendForResult } from './result.ts';
import type { TextKey } from './texts.ts';

const goods: Good[] = [
  ['A', 'Anvil of steel', 'tools', 90],
  ['B', 'Bellows', 'tools', 40],
  ['C', 'Chisel', 'tools', 12],
  ['D', 'Drill', 'machines', 80],
  ['E', 'Engine', 'machines', 400],
];

const run = (project: TestProject, params: object) =>
  runAnalysis<RecommendForResult>(definition, compute as never, project, { algorithm: 'item-knn', ...params });

const viewsOf = (result: RecommendForResult, language: 'en' | 'zh') =>
  definition.views(result, translator<string>(definition.texts[language], language) as unknown as Translate<TextKey>);

describe('a log counted by hand', () => {
  let project: TestProject;
  beforeAll(async () => {
    project = await shopProject(golden.input as unknown as ShopRow[], goods);
  });

  test('golden.json: a session of a key and a title', async () => {
    const { items, user, unknown, knows } = await run(project, golden.parameters);
    expect({ user, unknown, knows }).toEqual({ user: null, unknown: [], knows: true });
    expect(items.map(({ item }) => item)).toEqual(golden.result.items.map(([item]) => item));
    golden.result.items.forEach(([item, score, because], n) => {
      expect(items[n]!.score, item as string).toBeCloseTo(score as number, 6);
      expect(items[n]!.why.kind).toBe('because');
      expect(items[n]!.why.items.map((each) => each.item)).toEqual(because);
    });
    expect(items[0]).toMatchObject({ title: 'Engine', category: 'machines', price: 400, reason: 'because of Drill' });
  });

  test('a user by name, the most active as an example, and somebody of whom nothing is known', async () => {
    const bob = await run(project, { user: 'bob' });
    expect(bob.items.map(({ item }) => item)).toEqual(['C', 'D', 'E']);
    expect(bob.had.map(({ item }) => item)).toEqual(['B', 'A']);
    const example = await run(project, {});
    expect(example).toMatchObject({ user: 'ann', example: true, hadItems: 3 });
    expect(viewsOf(example, 'en')[0]!.sentence).toContain('an example');
    const gus = await run(project, { user: 'gus', n: 2 });
    expect(gus.knows).toBe(false);
    expect(gus.items.map(({ item, source, reason }) => [item, source, reason])).toEqual([
      ['A', 'popularity', 'popular: 4 users had it'],
      ['B', 'popularity', 'popular: 3 users had it'],
    ]);
  });

  test('of whom only attributes are known is offered what people alike had, and told so', async () => {
    // Twelve of Oslo had Bellows, twelve of Bergen the Chisel; one of each town, who had nothing yet.
    const rows = Array.from({ length: 24 }, (_, n): ShopRow => [`p${n}`, n * 1000, 'buy', n < 12 ? 'B' : 'C']);
    const towns = rows.map(([who], n) => [who, n < 12 ? 'Oslo' : 'Bergen'] as const);
    const people = [...towns, ['new', 'Bergen'] as const];
    const { items, knows, ...result } = await run(await shopProject(rows, goods, {}, undefined, people), {
      ...{ user: 'new', n: 1 },
    });
    expect(knows).toBe(false);
    expect(items[0]).toMatchObject({ item: 'C', source: 'attributes', why: { kind: 'alike' } });
    expect(items[0]!.reason).toBe('popular among people alike; 12 users had it');
    const [offer] = viewsOf({ ...result, items, knows }, 'zh');
    expect(offer!.cautions!.join()).toContain('属性相同的人群');
    expect(offer!.sentence).toBe('向用户 new 首先推荐 Chisel：在相似人群中热门；12 个用户有过。');
  });

  test('a user with a session is offered what follows the session, and nothing that he had', async () => {
    const { items, user } = await run(project, { user: 'dan', items: ['e'] });
    // E stands close to D alone, which dan has; what is left has no cosine to E and is in the order of the items.
    expect(user).toBe('dan');
    expect(items.map(({ item, score }) => [item, score])).toEqual([
      ['B', 0],
      ['C', 0],
    ]);
  });

  test('says what of a session is no item, in both languages', async () => {
    const result = await run(project, { items: ['Drill', 'Hammer'] });
    expect(result.unknown).toEqual(['Hammer']);
    for (const language of ['en', 'zh'] as const) {
      expect(viewsOf(result, language)[0]!.cautions!.some((caution) => caution.includes('Hammer'))).toBe(true);
    }
    await expect(run(project, { items: ['Hammer'] })).rejects.toMatchObject({ name: 'recommend.unknown-items' });
    await expect(run(project, { user: 'zoe' })).rejects.toMatchObject({ name: 'recommend.unknown-user' });
  });

  test('what may not be offered is not', async () => {
    const { items } = await run(project, { items: ['A', 'D'], notCategories: ['machines'] });
    expect(items.map(({ item }) => item)).toEqual(['B', 'C']);
    const rules = { categories: ['tools'], notItems: ['A', 'Drill'], perCategory: 2 };
    const ruled = await run(project, { items: ['D'], ...rules });
    expect(viewsOf(ruled, 'en')[0]!.definition).toContain(
      'Offered is only what is of “tools”; never “A” or “Drill”; at most 2 of one category.',
    );
    expect(viewsOf(ruled, 'zh')[0]!.definition).toContain(
      '推荐范围：只限类别“tools”；绝不推荐“A”、“Drill”；同一类别至多 2 个。',
    );
    expect(viewsOf(await run(project, {}), 'en')[0]!.definition).not.toContain('Offered is');
    const again = await run(project, { items: ['A', 'D'], seen: 'allow' });
    expect(again.items.map(({ item }) => item)).toContain('D');
  });

  test('content gives its own reason where the model has none', async () => {
    const { items } = await run(project, { algorithm: 'popularity', items: ['Chisel'] });
    // Popularity knows nobody: whatever is in hand, it is the popular.
    expect(new Set(items.map(({ why }) => why.kind))).toEqual(new Set(['popular']));
    const [first] = (await run(project, { algorithm: 'content', items: ['Chisel'] })).items;
    expect(['A', 'B']).toContain(first!.item);
  });

  test('the second question finds the model of the first', async () => {
    const parsed = v.parse(definition.params, { algorithm: 'als', user: 'ann' });
    const tables = await tablesOf(definition, parsed, project);
    const steps: number[] = [];
    const context = quietContext({ step: async (share) => void steps.push(share) });
    const ask = (user: string) => compute(tables as never, { ...parsed, user }, context);
    await ask('ann');
    const first = steps.splice(0).length;
    const bob = await ask('bob');
    // Training takes many steps; an answer alone takes its first and its last, and the content's.
    expect(steps.length).toBeLessThan(first);
    expect(steps.length).toBeLessThanOrEqual(3);
    expect(bob.user).toBe('bob');
  });
});
