import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { NodeDatabase } from '../../../workers/database/node.ts';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import { seededRandom } from '../../core/random.ts';
import { translator } from '../../i18n/translate.ts';
import type { TestProject } from '../test-project.ts';
import { computedMembers, runAnalysis } from '../test-project.ts';
import type { Good, ShopRow } from '../test-shop.ts';
import { shopProject } from '../test-shop.ts';
import compute, { members } from './compute.ts';
import golden from './golden.json';
import definition from './index.ts';
import type { Params } from './params.ts';
import type { LookalikesResult } from './result.ts';

const run = (project: TestProject, params: object = {}): Promise<LookalikesResult> =>
  runAnalysis(definition, compute, project, params);
const list = (project: TestProject, params: object, mark: string) =>
  computedMembers(definition, members as never, project, { who: '', users: [], size: 100, folds: 5, ...params }, mark);
const sentences = (result: LookalikesResult) =>
  definition.views(result, translator(definition.texts.en, 'en')).map(({ sentence }) => sentence);

/** One engine for all: each project takes the place of the one before. */
let database: NodeDatabase;
beforeAll(async () => {
  database = await openNodeDatabase();
}, 60_000);
const shop = (rows: readonly ShopRow[], goods: readonly Good[] = []) => shopProject(rows, goods, {}, database);

describe('a log counted by hand', () => {
  let project: TestProject;
  beforeAll(async () => {
    project = await shop(golden.input.rows as unknown as ShopRow[], golden.input.goods as unknown as Good[]);
  }, 60_000);

  test('golden.json', async () => {
    const result = await run(project, golden.parameters);
    const { audience, common, ...counts } = golden.result;
    expect(result).toMatchObject(counts);
    expect(result.audience.map(({ user, because }) => [user, because])).toEqual(
      audience.map(({ user, because }) => [user, because]),
    );
    result.audience.forEach(({ score }, n) => expect(score).toBeCloseTo(audience[n]!.score, 12));
    expect(result.common).toEqual(common);
    // Two known users can't be cut into five parts.
    expect(result.quality).toBeNull();
  });

  test('users by name keep all their events; the users behind a mark', async () => {
    const byName = await run(project, { users: ['a', 'nobody'] });
    expect(byName.seeds).toBe(1);
    // b shares x and z with a, c only x.
    expect(byName.audience[0]).toMatchObject({ user: 'b', because: ['z', 'Xylophone'] });
    expect(await list(project, golden.parameters, 'audience')).toEqual(['c', 'd']);
    expect(await list(project, golden.parameters, 'seeds')).toEqual(['a', 'b']);
    expect(await list(project, golden.parameters, 'had:y')).toEqual(['d']);
    await expect(list(project, golden.parameters, 'had:none')).rejects.toMatchObject({ name: 'analysis.unknown-mark' });
  });

  test('nobody is meant', async () => {
    await expect(run(project, { users: ['nobody'] })).rejects.toMatchObject({ name: 'lookalikes.nobody' });
    await expect(run(project, { who: 'fly' })).rejects.toMatchObject({ name: 'params.unknown-event' });
  });

  test('everybody is known: nobody is left to be like them', async () => {
    const result = await run(project, { users: ['a', 'b', 'c', 'd', 'e'] });
    expect(result).toMatchObject({ candidates: 0, audience: [], quality: null });
    expect(sentences(result)[0]).toContain('0 other users');
  });
});

/** Two kinds of users with a taste each, and an event that only the first kind does. */
function tastes(seed: number, clarity: number): ShopRow[] {
  const random = seededRandom(seed);
  return Array.from({ length: 200 }, (_, user) => user).flatMap((user): ShopRow[] => {
    const isFirst = user % 4 === 0;
    const item = () => {
      const own = random() < clarity ? isFirst : random() < 0.5;
      return `${own ? 'p' : 'q'}${Math.floor(random() * 20)}`;
    };
    const views = Array.from({ length: 12 }, (_, n): ShopRow => [`u${user}`, n * 60_000, 'view', item()]);
    // Half of those with the taste are known.
    return isFirst && user % 8 === 0 ? [...views, [`u${user}`, 900_000, 'join', 'club']] : views;
  });
}

test('a taste that was planted is found, and the check says so; without one it says that too', async () => {
  const clear = await run(await shop(tastes(1, 0.8)), { who: 'join', size: 25 });
  expect(clear.seeds).toBe(25);
  expect(clear.audience.every(({ user }) => Number(user.slice(1)) % 8 === 4)).toBe(true);
  // Of 175 others, 25 share the taste of the known: at best six in seven pairs are in order, and those 25 half of the time.
  expect(clear.quality!.auc).toBeGreaterThan(0.85);
  expect(clear.quality!.found).toBeGreaterThan(3 * clear.quality!.blind);
  // 'club' made them known: it can't be what they are found by.
  expect(clear.common.map(({ item }) => item)).not.toContain('club');

  const blurred = await run(await shop(tastes(2, 0)), { who: 'join', size: 25 });
  expect(blurred.quality!.low).toBeLessThan(0.5);
  expect(sentences(blurred)[1]).toContain('No better than chance');
}, 60_000);

test('plain code finds the same on any log', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 4 }), fc.boolean()), {
        minLength: 1,
        maxLength: 30,
      }),
      async (events) => {
        const rows = events.map(([user, item, buys], n): ShopRow => [`u${user}`, n, buys ? 'buy' : 'view', `i${item}`]);
        const seeds = new Set(rows.filter(([, , event]) => event === 'buy').map(([user]) => user));
        fc.pre(seeds.size > 0);
        const users = [...new Set(rows.map(([user]) => user))].sort();
        const of = (user: string) => rows.filter((row) => row[0] === user && row[2] === 'view').map((row) => row[3]!);
        const items = [...new Set(users.flatMap(of))];
        const owners = (item: string) => users.filter((user) => of(user).includes(item)).length;
        const unit = (v: number[]) => v.map((x) => x / (Math.hypot(...v) || 1));
        const vector = (user: string) =>
          unit(
            items.map((item) => {
              const n = of(user).filter((other) => other === item).length;
              return n === 0 ? 0 : (1 + Math.log(n)) * Math.log(1 + users.length / owners(item));
            }),
          );
        const centre = unit(items.map((_, n) => [...seeds].reduce((sum, user) => sum + vector(user)[n]!, 0)));
        const expected = users
          .filter((user) => !seeds.has(user))
          .map((user) => vector(user).reduce((sum, x, n) => sum + x * centre[n]!, 0))
          .filter((score) => score > 0)
          .sort((a, b) => b - a);
        const found = await run(await shop(rows), { who: 'buy' });
        expect(found.seeds).toBe(seeds.size);
        expect(found.candidates).toBe(expected.length);
        found.audience.forEach(({ score }, n) => expect(score).toBeCloseTo(expected[n]!, 10));
      },
    ),
    { numRuns: 20 },
  );
}, 60_000);

test('the defaults mean the rarest event that enough users did', async () => {
  const rows = (['a', 'b', 'c'] as const).map((user): ShopRow => [user, 0, 'view', 'x']);
  const project = await shop([...rows, ['a', 1, 'buy', 'x']]);
  expect((await run(project)).definition).toMatchObject({ by: 'pattern', events: 'buy' } satisfies Partial<
    LookalikesResult['definition']
  >);
  const given: Partial<Params> = { who: { events: [], where: [{ property: 'item', is: 'is', values: ['x'] }] } };
  expect((await run(project, given)).seeds).toBe(3);
  // Where every event is everybody's, the item of most users tells some apart: a, b and e had x, c is like them by y.
  const plain = await shop([
    ...(['a', 'b'] as const).flatMap((user): ShopRow[] => [
      [user, 0, 'buy', 'x'],
      [user, 1, 'buy', 'y'],
    ]),
    ['c', 0, 'buy', 'y'],
    ['d', 0, 'buy', 'z'],
    ['e', 0, 'buy', 'x'],
  ]);
  const byItem = await run(plain);
  expect(byItem).toMatchObject({ seeds: 3, silent: 1, candidates: 1, definition: { by: 'item' } });
  expect(byItem.audience[0]).toMatchObject({ user: 'c', because: ['y'] });
  expect(sentences(byItem)[0]).toContain('the 3 users who had x, the item that most users had');
  // A filter that has no value yet chooses nobody: the example stays.
  const begun: Partial<Params> = { who: { events: [], where: [{ property: 'item', is: 'is', values: [] }] } };
  expect(await run(plain, begun)).toMatchObject({ seeds: 3, candidates: 1, definition: { by: 'item', filters: 0 } });
});
