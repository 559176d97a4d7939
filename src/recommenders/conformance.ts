import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Feedback } from '../contract/recommender.ts';
import { abortError } from '../core/errors.ts';
import type { TestContext } from '../models/testing.ts';
import { testContext } from '../models/testing.ts';
import { loadRecommender, recommenderOf } from './catalog.ts';
import type { LearningData, Profile } from './data.ts';
import type { FittedRecommender, Ranked } from './recommender.ts';
import { recommenderSpecs } from './specs.ts';
import { groupOf, learningDataOfLog, planted, plantedData, profileOfHistory, profileOfUser } from './testing.ts';

/** What the suite must know of a recommender. */
export interface RecommenderConformance {
  /** Hyperparameters under which a training takes a moment. */
  params?: Record<string, unknown>;
  /** Whether it tells for somebody who was not there in training what suits him; by default it does. */
  foldIn?: boolean;
  /** Of the pairs of an item of the own group and another, how many it must order rightly; .8 by default. */
  leastOrdered?: number;
}

const STRANGE = 10_000;

const json = (fitted: FittedRecommender): unknown => JSON.parse(JSON.stringify(fitted)) as unknown;

function scoresOf(fitted: FittedRecommender, profiles: readonly Profile[]): Float32Array {
  const out = new Float32Array(profiles.length * fitted.items).fill(NaN);
  fitted.score(profiles, out);
  return out;
}

/** How many of the pairs of an unseen own item and an unseen other one stand in this order. */
function ordered(scores: Float32Array, { items }: Profile, group: number): number {
  const unseen = Array.from({ length: planted.items - 2 }, (_, item) => item).filter((item) => !items.includes(item));
  const own = unseen.filter((item) => groupOf(item) === group);
  const others = unseen.filter((item) => groupOf(item) !== group);
  const pairs = own.flatMap((a) => others.map((b) => Number(scores[a]! > scores[b]!)));
  return pairs.length === 0 ? 1 : pairs.reduce((sum, right) => sum + right, 0) / pairs.length;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Items by how many had them, the lower number first among equals. */
function byPopularity({ interactions: { items, item } }: LearningData): number[] {
  const counts = new Int32Array(items);
  for (const each of item) counts[each]! += 1;
  return Array.from({ length: items }, (_, at) => at).sort((a, b) => counts[b]! - counts[a]! || a - b);
}

const byScore = (scores: Float32Array): number[] =>
  Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]! || a - b);

/** Positive, the strongest first, the lower number first among equals, none twice. */
function expectRanked(ranked: readonly Ranked[], most: number): void {
  expect(ranked.length).toBeLessThanOrEqual(most);
  expect(ranked.every(({ score }) => score > 0 && Number.isFinite(score))).toBe(true);
  const sorted = [...ranked].sort((a, b) => b.score - a.score || a.item - b.item);
  expect(ranked).toEqual(sorted);
  expect(new Set(ranked.map(({ item }) => item)).size).toBe(ranked.length);
}

function textsConform(id: string): void {
  const { texts, params, search, feedback } = recommenderSpecs.get(id)!;
  const entries = params.entries as Record<string, v.GenericSchema & { wrapped?: unknown }>;
  const options = Object.entries(entries).flatMap(([name, entry]) => {
    const inner = (entry.wrapped ?? entry) as { type: string; options?: readonly unknown[] };
    return inner.type === 'picklist' ? inner.options!.map((option) => `option.${name}.${String(option)}`) : [];
  });
  const keys = ['title', 'about', ...Object.keys(entries).map((name) => `param.${name}`), ...options].sort();

  it('has a name and words for each setting in both languages, and runs without any', () => {
    for (const language of ['en', 'zh'] as const) {
      const own = texts[language] as Record<string, string>;
      expect(Object.keys(own).sort()).toEqual(expect.arrayContaining(keys));
      expect(Object.values(own).every((text) => text.trim() !== '')).toBe(true);
    }
    expect(v.safeParse(params, {}).success).toBe(true);
    expect(Object.keys(search).every((name) => name in entries)).toBe(true);
    expect(feedback.length).toBeGreaterThan(0);
  });
}

function suite(id: string, feedback: Feedback, about: RecommenderConformance): void {
  const { family, readsContent = false } = recommenderSpecs.get(id)!;
  const data = plantedData(feedback);
  const { users, items } = planted;
  const personal = family !== 'baseline';
  const train = async (context: TestContext = testContext(), on: LearningData = data) =>
    (await recommenderOf(id, about.params ?? {}, feedback)).fit(on, context);
  const nobody = profileOfHistory([]);
  const everyone = Array.from({ length: users }, (_, user) => profileOfUser(data, user));
  const liked = feedback === 'ratings' ? 5 : 1;

  describe(`${id} (${feedback})`, () => {
    const context = testContext();
    const before = structuredClone(data);
    let fitted: FittedRecommender;
    let scores: Float32Array;
    const scoresFor = (profile: Profile) => scoresOf(fitted, [profile]);
    beforeAll(async () => {
      fitted = await train(context);
      scores = scoresOf(fitted, everyone);
    }, 60_000);

    it('scores every item for everyone, whoever else is asked for', () => {
      expect(fitted).toMatchObject({ kind: id, users, items });
      expect(scores.every(Number.isFinite)).toBe(true);
      const alone = scoresFor(everyone[7]!);
      alone.forEach((score, item) => expect(score).toBeCloseTo(scores[7 * items + item]!, 4));
      expect(() => fitted.score([], new Float32Array(0))).not.toThrow();
    });

    it('the same seed gives the same; the data is left as it was', async () => {
      const again = await train();
      expect(json(again)).toEqual(json(fitted));
      expect(scoresOf(again, everyone)).toEqual(scores);
      expect(data).toEqual(before);
    });

    it('saved and loaded, it scores the same to the bit', async () => {
      const loaded = await loadRecommender(id, json(fitted));
      const asked = [...everyone, nobody, profileOfHistory([1, 3], -1, liked)];
      expect(scoresOf(loaded, asked)).toEqual(scoresOf(fitted, asked));
      expect(loaded).toMatchObject({ kind: id, users, items });
      expect(json(loaded)).toEqual(json(fitted));
      expect(asked.map((profile) => loaded.knows(profile))).toEqual(asked.map((profile) => fitted.knows(profile)));
      expect(loaded.because?.(everyone[0]!, 2, 5)).toEqual(fitted.because?.(everyone[0]!, 2, 5));
      expect(loaded.similar?.(2, 5)).toEqual(fitted.similar?.(2, 5));
    });

    it('refuses a state that is none', async () => {
      for (const state of [null, {}, { kind: id }]) {
        await expect(Promise.resolve().then(() => loadRecommender(id, state))).rejects.toMatchObject({
          name: 'model.unreadable',
        });
      }
    });

    it('gives the popular to somebody of whom nothing is known', () => {
      const unknown = profileOfHistory([STRANGE], -1, liked);
      const neverHad = profileOfHistory([items - 1], -1, liked);
      for (const profile of readsContent ? [nobody, unknown] : [nobody, unknown, neverHad]) {
        expect(fitted.knows(profile)).toBe(false);
        const own = scoresFor(profile);
        expect(own).toEqual(scoresFor(nobody));
        expect(own.every(Number.isFinite)).toBe(true);
        if (feedback === 'implicit' && !readsContent) expect(byScore(own)).toEqual(byPopularity(data));
      }
      if (personal) expect(everyone.every((profile) => fitted.knows(profile))).toBe(true);
    });

    it('says which items it judges; puts one that nobody had last', () => {
      expect(fitted.judges(0)).toBe(true);
      for (const item of [-1, items, STRANGE]) expect(fitted.judges(item)).toBe(false);
      if (readsContent) return;
      expect(fitted.judges(items - 1)).toBe(false);
      for (let user = 0; user < users; user += 1) {
        const own = scores.subarray(user * items, (user + 1) * items);
        expect(own[items - 1]).toBe(own.reduce((least, score) => Math.min(least, score)));
      }
    });

    it('leaves items aside that came after its training', () => {
      const profile = profileOfHistory([0, 2, STRANGE], -1, liked);
      expect(scoresFor(profile).every(Number.isFinite)).toBe(true);
      expect(fitted.because?.(profile, STRANGE, 3) ?? []).toEqual([]);
      expect(fitted.similar?.(STRANGE, 3) ?? []).toEqual([]);
    });

    if (personal) {
      it('ranks the own group first', () => {
        const right = everyone.map((profile, user) =>
          ordered(scores.subarray(user * items, (user + 1) * items), profile, groupOf(user)),
        );
        expect(mean(right)).toBeGreaterThan(about.leastOrdered ?? 0.8);
      });

      if (about.foldIn !== false)
        it('and for somebody new, by three items', () => {
          const right = [0, 1].map((group) => {
            const profile = profileOfHistory([2 + group, 6 + group, 10 + group], -1, liked);
            return ordered(scoresFor(profile), profile, group);
          });
          expect(mean(right)).toBeGreaterThan(about.leastOrdered ?? 0.8);
        });
    }

    it('gives reasons from what was had, and neighbours of an item', () => {
      for (const [user, profile] of everyone.entries()) {
        const reasons = fitted.because?.(profile, (user + 2) % 20, 3) ?? [];
        expectRanked(reasons, 3);
        expect(reasons.every(({ item }) => profile.items.includes(item))).toBe(true);
      }
      const similar = Array.from({ length: items - 2 }, (_, item) => fitted.similar?.(item, 4) ?? []);
      similar.forEach((ranked, item) => {
        expectRanked(ranked, 4);
        expect(ranked.every((each) => each.item !== item && each.item >= 0 && each.item < items)).toBe(true);
      });
      const same = similar.flatMap((ranked, item) =>
        ranked.map((each) => Number(groupOf(each.item) === groupOf(item))),
      );
      if (personal && same.length > 0) expect(mean(same)).toBeGreaterThan(0.7);
    });

    it('has embeddings of every item, where it has any', () => {
      if (!fitted.embeddings) return;
      const { width, items: ofItems, users: ofUsers } = fitted.embeddings;
      expect(ofItems).toHaveLength(width * items);
      expect(ofItems.every(Number.isFinite)).toBe(true);
      if (ofUsers) expect(ofUsers).toHaveLength(width * users);
    });

    it('stops when it is told to, wherever it is', async () => {
      const { shares } = context;
      expect(shares.length).toBeGreaterThan(0);
      expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
      expect(shares).toEqual([...shares].sort((a, b) => a - b));
      for (const at of new Set([1, Math.ceil(shares.length / 2), shares.length])) {
        const stopping = testContext(undefined, (call) => {
          if (call === at) throw abortError();
        });
        await expect(train(stopping)).rejects.toMatchObject({ name: 'AbortError' });
        expect(stopping.shares).toHaveLength(at);
      }
    });

    it('says where it ran', () => {
      expect(context.backends).toHaveLength(1);
      expect(['cpu', 'wasm', 'webgpu']).toContain(context.backends[0]!.name);
    });

    it('refuses no interactions', async () => {
      const none = learningDataOfLog([], 3, 4, { feedback });
      await expect(train(testContext(), none)).rejects.toMatchObject({
        name: 'recommend.no-interactions',
        values: { users: 3, items: 4 },
      });
    });

    it.each([
      ['one user with one item', [[0, 0]], 1, 1],
      ['one user', [[0, 0], [0, 2], [0, 1]], 1, 3], // prettier-ignore
      ['one item', [[0, 0], [1, 0], [2, 0]], 3, 1], // prettier-ignore
      ['a user who had nothing', [[0, 0], [2, 1], [2, 0]], 3, 2], // prettier-ignore
    ] as const)('learns from %s', async (_, log, people, offered) => {
      const weighted = log.map(([user, item]) => [user, item, liked] as const);
      const title = Array.from({ length: offered }, (_, item) => `tent ${item}`);
      const small = learningDataOfLog(weighted, people, offered, { feedback, catalogue: { title } });
      const learnt = await train(testContext(), small);
      const profiles = Array.from({ length: people }, (_, user) => profileOfUser(small, user));
      expect(scoresOf(learnt, [...profiles, nobody]).every(Number.isFinite)).toBe(true);
    });
  });
}

/** The suite over one recommender of the catalogue, for each kind of data that it learns from. */
export function recommenderConforms(id: string, about: RecommenderConformance = {}): void {
  const { feedback } = recommenderSpecs.get(id)!;
  describe(`${id} is a recommender`, () => textsConform(id));
  for (const kind of feedback) suite(id, kind, about);
}
