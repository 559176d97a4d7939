import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/random.ts';
import { testContext } from '../../models/testing.ts';
import { recommenderOf } from '../catalog.ts';
import type { LearningData, Profile } from '../data.ts';
import { byPopularity } from '../popular.ts';
import type { FittedRecommender } from '../recommender.ts';
import { topItems } from '../serving/top.ts';
import type { TestEvent } from '../testing.ts';
import { learningDataOfLog, profileOfUser } from '../testing.ts';
import golden from './choice.golden.json' with { type: 'json' };
import type { Choices } from './choice.ts';
import { choiceWeights } from './choice.ts';
import type { FittedHybrid } from './fitted-hybrid.ts';
import { holdOut } from './hold-out.ts';
import { fitOf, spreadOf, standing } from './fit-to-user.ts';
import { Mixture, standInWeights } from './mixture.ts';
import { RankFusion, rankedItems } from './rank-fusion.ts';
import { standardise } from './standardise.ts';

const nobody: Profile = {
  user: -1,
  items: new Int32Array(0),
  weights: new Float64Array(0),
  history: new Int32Array(0),
  session: 0,
};
const having = (...items: number[]): Profile => ({
  ...nobody,
  items: Int32Array.from(items),
  weights: new Float64Array(items.length).fill(1),
});

/** A member that says the same to everybody; NaN: an item that it does not judge. */
const saying = (...scores: number[]): FittedRecommender => ({
  kind: 'saying',
  users: 1,
  items: scores.length,
  score: (profiles, out) =>
    profiles.forEach((_, row) =>
      out.set(
        scores.map((score) => (Number.isNaN(score) ? -9 : score)),
        row * scores.length,
      ),
    ),
  knows: () => true,
  judges: (item) => !Number.isNaN(scores[item] ?? NaN),
  toJSON: () => null,
});

const close = (actual: ArrayLike<number>, expected: readonly number[], digits = 5) =>
  expected.forEach((value, at) => expect(actual[at]).toBeCloseTo(value, digits));

describe('standard scores', () => {
  it('have mean 0 and deviation 1 over what can be chosen: judged and not had', () => {
    const scores = Float32Array.of(1, 3, 100, 7);
    standardise(scores, Uint8Array.of(1, 1, 1, 0), having(2));
    // Of 1 and 3: mean 2, deviation 1; what was had is on the same scale, what is not judged says nothing.
    expect([...scores]).toEqual([-1, 1, 98, 0]);
  });

  it('of what is alike are 0', () => {
    const scores = Float32Array.of(2, 2, 2);
    standardise(scores, Uint8Array.of(1, 1, 1), nobody);
    expect([...scores]).toEqual([0, 0, 0]);
  });
});

describe('weights learnt from choices', () => {
  it('are those that SciPy finds under the same bounds', async () => {
    const { picked, others } = golden;
    const flat = others.flatMap((rest, event) =>
      rest.flatMap((own) => own.map((score, k) => score - picked[event]![k]!)),
    );
    const choices: Choices = {
      members: 3,
      others: others[0]!.length,
      events: picked.length,
      differences: Float32Array.from(flat),
    };
    const weights = await choiceWeights(choices, async () => undefined);
    close(weights, golden.weights, 4);
    expect(weights[2]).toBe(0);
  });

  it('by hand: what is always right weighs more the more often it was, what is always wrong nothing', async () => {
    const differences = (events: number) => new Float32Array(events * 2).map((_, at) => (at % 2 ? 1 : -1));
    const of = (events: number) =>
      choiceWeights({ members: 2, others: 1, events, differences: differences(events) }, async () => undefined);
    const [few, many] = [await of(2), await of(200)];
    expect(few[1]).toBe(0);
    expect(many[0]).toBeGreaterThan(few[0]!);
    // Where the slope of 2 · ln(1 + exp(−w)) + w² / 2 is 0: w = 2 / (1 + exp(w)), about .6832.
    expect(few[0]! * (1 + Math.exp(few[0]!))).toBeCloseTo(2, 6);
  });
});

describe('a mixture', () => {
  const none = Float64Array.of(1, 0, 0, 1);
  const fixed = (weights: number[], correlations = none) => {
    const same = Float64Array.from(weights);
    return {
      low: same,
      high: same,
      correlations,
      spreads: [spreadOf(Float64Array.of(0)), spreadOf(Float64Array.of(0))],
    };
  };

  it('is the weighted sum of standard scores', () => {
    const mixture = new Mixture([saying(0, 2), saying(5, 1)], fixed([3, 1]));
    const out = new Float32Array(4);
    mixture.score([nobody, nobody], out);
    // Standard: −1, 1 and 1, −1.
    expect([...out]).toEqual([-2, 2, -2, 2]);
  });

  it('judges what one member alone can by this one, and what the other would be expected to say', () => {
    const alike = Float64Array.of(1, 0.5, 0.5, 1);
    close(standInWeights(Float64Array.of(3, 1), alike, [1]), [0, 2.5]);
    close(standInWeights(Float64Array.of(3, 1), alike, [0, 1]), [3, 1]);
    close(standInWeights(Float64Array.of(3, 1), none, [1]), [0, 1]);
    const mixture = new Mixture([saying(0, 2, NaN), saying(0, 4, 4)], fixed([3, 1], alike));
    const out = new Float32Array(3);
    mixture.score([nobody], out);
    // Item 2: (1 + 3 · .5) times its standard score by the second, (4 − 8/3) / √(32/9).
    expect(out[2]).toBeCloseTo((2.5 * (4 - 8 / 3)) / Math.sqrt(32 / 9), 5);
    expect(out[1]).toBeGreaterThan(out[2]!);
    expect(out[2]).toBeGreaterThan(out[0]!);
  });

  it('counts a member for the more, the better it explains what was had', () => {
    const spreads = [Float64Array.of(0, 2), Float64Array.of(0, 2)];
    const weights = { low: Float64Array.of(1, 0), high: Float64Array.of(1, 4), correlations: none, spreads };
    const out = new Float32Array(3);
    // The second gives what was had 1 in its standard scores: half way from 0 to 2, so it weighs 2.
    new Mixture([saying(0, 2, 0), saying(5, 1, 5)], weights).score([having(2)], out);
    close([out[0]!, out[1]!], [-1 + 2, 1 - 2]);
  });

  it('puts what nobody judges last', () => {
    const out = new Float32Array(3);
    new Mixture([saying(1, NaN, 4), saying(2, NaN, 3)], fixed([1, 1])).score([nobody], out);
    expect(out[1]).toBe(Math.min(out[0]!, out[2]!));
  });
});

describe('how well a member explains somebody', () => {
  it('is the mean of what it gives to the items that were had', () => {
    const scores = Float32Array.of(3, 1, -2, 8);
    expect(fitOf(scores, Uint8Array.of(1, 1, 1, 0), having(0, 2, 3, 99))).toBe(0.5);
    expect(fitOf(scores, Uint8Array.of(1, 1, 1, 0), having(3))).toBe(0);
  });

  it('stands somewhere among other users', () => {
    const spread = spreadOf(Float64Array.from({ length: 101 }, (_, n) => 100 - n));
    expect([-5, 0, 12.5, 50, 100, 200].map((fit) => standing(fit, spread))).toEqual([0, 0, 0.125, 0.5, 1, 1]);
    expect(standing(3, spreadOf(Float64Array.of(3, 3)))).toBe(1);
    expect(standing(2, spreadOf(Float64Array.of(3, 3)))).toBe(0);
  });
});

describe('rank fusion', () => {
  it('ranks by falling score, the lower number first among equals', () => {
    expect([...rankedItems(Float32Array.of(-1, 2, 0.5, 2, -0, 0, -3))]).toEqual([1, 3, 2, 4, 5, 0, 6]);
    const random = seededRandom(3);
    const scores = Float32Array.from({ length: 500 }, () => Math.round((random() - 0.5) * 40) / 7);
    const sorted = Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]! || a - b);
    expect([...rankedItems(scores)]).toEqual(sorted);
  });

  it('adds 1 / (60 + rank) of those that judge an item', () => {
    const out = new Float32Array(3);
    new RankFusion([saying(3, 2, 1), saying(NaN, 7, 9)]).score([nobody], out);
    close(out, [1 / 61, 1 / 62 + 1 / 62, 1 / 63 + 1 / 61], 7);
  });

  it('ranks what was not had', () => {
    const out = new Float32Array(3);
    new RankFusion([saying(3, 2, 1)]).score([having(0)], out);
    close(out, [1 / 63, 1 / 61, 1 / 62], 7);
  });
});

/**
 * Two kinds of users. Those of even number follow what things are: they take items of their favourite topic, each of the many as
 * likely. Those of odd number follow each other: they take items of their circle, which lie in all topics. The last items nobody had.
 */
const world = { users: 240, items: 240, topics: 12, circles: 10, cold: 12 } as const;
const topicOf = (item: number): number => item % world.topics;
const circleOf = (item: number): number => Math.floor(((item * 7) % 239) / 24) % world.circles;

function twoKinds(seed: number): { data: LearningData; held: Map<number, Set<number>> } {
  const random = seededRandom(seed);
  const pick = (n: number) => Math.floor(random() * n);
  const log: TestEvent[] = [];
  const held = new Map<number, Set<number>>();
  const warm = world.items - world.cold;
  for (let user = 0; user < world.users; user += 1) {
    const own = user % 2 === 0 ? pick(world.topics) : pick(world.circles);
    const mine = (item: number) => (user % 2 === 0 ? topicOf(item) : circleOf(item)) === own;
    const liked = Array.from({ length: warm }, (_, item) => item).filter(mine);
    const taken = new Set<number>();
    while (taken.size < 10) taken.add(random() < 0.15 ? pick(warm) : liked[pick(liked.length)]!);
    const order = [...taken];
    held.set(user, new Set(order.slice(7)));
    for (const item of order.slice(0, 7)) log.push([user, item]);
  }
  const text = Array.from({ length: world.items }, (_, item) => `topic${topicOf(item)} model${item}`);
  return { data: learningDataOfLog(log, world.users, world.items, { catalogue: { text } }), held };
}

const trained = async (id: string, params: Record<string, unknown>, data: LearningData): Promise<FittedRecommender> =>
  (await recommenderOf(id, params, 'implicit')).fit(data, testContext());

/** Recall@10 of each user. */
function recalls(fitted: FittedRecommender, { data, held }: ReturnType<typeof twoKinds>): number[] {
  const scores = new Float32Array(world.items);
  return Array.from(held, ([user, relevant]) => {
    const profile = profileOfUser(data, user);
    fitted.score([profile], scores);
    const had = new Set(profile.items);
    const list = topItems(scores, 0, byPopularity(data.interactions), 10, (item) => !had.has(item));
    return list.filter(({ item }) => relevant.has(item)).length / relevant.size;
  });
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('a hybrid in a world of two kinds of users', () => {
  const members = ['item-knn', 'content', 'popularity'];
  const setting = twoKinds(1);

  it('is no worse than its best member by more than noise, and better for each kind than the member that fails it', async () => {
    const alone = await Promise.all(members.map(async (id) => recalls(await trained(id, {}, setting.data), setting)));
    const blended = recalls(await trained('hybrid', { members }, setting.data), setting);
    const best = alone.reduce((a, b) => (mean(b) > mean(a) ? b : a));
    const gains = blended.map((recall, user) => recall - best[user]!);
    const noise = Math.sqrt(mean(gains.map((gain) => gain ** 2)) / gains.length);
    expect(mean(gains)).toBeGreaterThan(-2 * noise);
    const [byBehaviour, byContent] = alone as [number[], number[]];
    const ofKind = (kind: number, values: number[]) => mean(values.filter((_, user) => user % 2 === kind));
    expect(ofKind(0, blended)).toBeGreaterThan(ofKind(0, byBehaviour));
    expect(ofKind(1, blended)).toBeGreaterThan(5 * ofKind(1, byContent));
    const fusion = { members: ['item-knn', 'content'], blend: 'rank-fusion' };
    const fused = recalls(await trained('hybrid', fusion, setting.data), setting);
    expect(mean(fused)).toBeGreaterThan(mean(alone.map(mean)));
  });

  it('offers what nobody had by its content', async () => {
    const fitted = await trained('hybrid', { members }, setting.data);
    const scores = new Float32Array(world.items);
    const cold = Array.from({ length: world.cold }, (_, n) => world.items - 1 - n);
    const right = Array.from({ length: 40 }, (_, n) => {
      const profile = profileOfUser(setting.data, 2 * n);
      fitted.score([profile], scores);
      const topics = profile.items.reduce((counts, item) => counts.set(topicOf(item), (counts.get(topicOf(item)) ?? 0) + 1), new Map<number, number>()); // prettier-ignore
      const [favourite] = [...topics].sort((a, b) => b[1] - a[1])[0]!;
      const first = cold.reduce((a, b) => (scores[b]! > scores[a]! ? b : a));
      const place = scores.filter((score) => score > scores[first]!).length;
      return topicOf(first) === favourite && place < world.items / 4;
    });
    expect(cold.every((item) => fitted.judges(item))).toBe(true);
    expect(right.filter(Boolean).length).toBeGreaterThan(36);
    expect(fitted.similar!(cold[0]!, 3).map(({ item }) => topicOf(item))).toEqual(Array(3).fill(topicOf(cold[0]!)));
  });

  it('leaves out a member that cannot learn from the data, and says so', async () => {
    const { catalogue } = setting.data;
    const bare = { ...setting.data, catalogue: { ids: catalogue.ids } };
    const fitted = (await trained('hybrid', { members }, bare)) as FittedHybrid;
    expect(fitted.leftOut).toEqual([{ id: 'content', code: 'recommend.no-content' }]);
    expect(fitted.members.map(({ id }) => id)).toEqual(['item-knn', 'popularity']);
    expect(fitted.toJSON()).toMatchObject({ leftOut: [{ id: 'content', code: 'recommend.no-content' }] });
    await expect(trained('hybrid', { members: ['content'] }, bare)).rejects.toMatchObject({
      name: 'recommend.no-member',
      values: { members: 'content', 'members.en': 'Content', 'members.zh': '基于内容' },
    });
  });

  it('refuses itself as a member, and strangers', async () => {
    await expect(trained('hybrid', { members: ['hybrid'] }, setting.data)).rejects.toMatchObject({
      name: 'recommend.bad-parameter',
    });
    await expect(trained('hybrid', { members: ['oracle'] }, setting.data)).rejects.toMatchObject({
      name: 'recommend.unknown-algorithm',
    });
  });
});

describe('what is held back', () => {
  it('is each user’s latest fifth, and all of its events', () => {
    const log = [...[0, 1, 2, 3, 4].map((item) => [0, item] as const), [0, 4], [1, 2]] as TestEvent[];
    const held = holdOut(learningDataOfLog(log, 2, 5), 'latest', 1)!;
    expect(held.held.map((items) => [...items])).toEqual([[4]]);
    expect([...held.train.interactions.offsets]).toEqual([0, 4, 5]);
    expect([...held.train.interactions.item]).toEqual([0, 1, 2, 3, 2]);
    expect([...held.train.histories.item]).toEqual([0, 1, 2, 3, 2]);
    expect([...held.profiles[0]!.items]).toEqual([0, 1, 2, 3]);
  });

  it('is any fifth where the order does not count', () => {
    const log = Array.from({ length: 400 }, (_, at) => [Math.floor(at / 10), at % 10] as const);
    const { held } = holdOut(learningDataOfLog(log, 40, 10), 'any', 1)!;
    const counts = new Int32Array(10);
    for (const items of held) for (const item of items) counts[item]! += 1;
    expect(held.every((items) => items.length === 2)).toBe(true);
    // 80 are taken, 8 of each item on average.
    expect(Math.min(...counts)).toBeGreaterThan(0);
    expect(Math.max(...counts)).toBeLessThan(20);
  });

  it('is nothing where nobody has two items', () => {
    expect(holdOut(learningDataOfLog([[0, 0], [1, 1]], 2, 2), 'any', 1)).toBeNull(); // prettier-ignore
  });
});
