import { describe, expect, it } from 'vitest';
import { testContext } from '../../models/testing.ts';
import type { Catalogue } from '../data.ts';
import { learningDataOfLog, profileOfHistory } from '../testing.ts';
import { categoriesOf } from './fields.ts';
import type { ContentParams } from './item-content.ts';
import { itemContent } from './item-content.ts';
import maker from './recommender.ts';
import type { FittedContent } from './recommender.ts';

const params = { textWeight: 1, categoryWeight: 1, priceWeight: 0.25, priceBands: 5 };
const step = async () => undefined;
const contentOf = (catalogue: Omit<Catalogue, 'ids'>, items: number, more: Partial<ContentParams> = {}) =>
  itemContent({ ids: Array.from({ length: items }, String), ...catalogue }, { ...params, ...more }, step);

/** Item 0 is had by three, 1 by two, 2 and 3 by one, the others by nobody. */
const log = [[0, 0], [1, 0], [2, 0], [0, 1], [1, 1], [0, 2], [1, 3]] as const; // prettier-ignore
const fitted = async (catalogue: Partial<Catalogue>, items: number) =>
  (await maker.make(params).fit(learningDataOfLog(log, 3, items, { catalogue }), testContext())) as FittedContent;

const scoresOf = (model: FittedContent, ...items: number[]): number[] => {
  const out = new Float32Array(model.items);
  model.score([profileOfHistory(items)], out);
  return [...out];
};
const ranking = (scores: number[]) => [...scores.keys()].sort((a, b) => scores[b]! - scores[a]! || a - b);

describe('what items are', () => {
  it('is told apart by categories, each with those above it', () => {
    expect(categoriesOf('Comedy|Drama')).toEqual(['Comedy', 'Drama']);
    expect(categoriesOf('Food > Bread')).toEqual(['Food', 'Food > Bread']);
    expect(categoriesOf(' ')).toEqual([]);
    expect(categoriesOf(null)).toEqual([]);
  });

  it('is alike as far as words are shared: by hand', async () => {
    // "red" in three of four texts, "wine" and "car" in two each; "old" in one alone connects nothing.
    const content = await contentOf({ title: ['red wine', 'red car', 'red wine', 'old car'] }, 4);
    const [red, rare] = [Math.log(5 / 4) + 1, Math.log(5 / 3) + 1];
    const shared = (red * red) / (red * red + rare * rare);
    expect(content.similarity(0, 1)).toBeCloseTo(shared, 12);
    expect(content.similarity(0, 2)).toBeCloseTo(1, 12);
    expect(content.similarity(0, 3)).toBe(0);
    expect(content.overlap(0, 1)).toEqual([
      { field: 'text', term: 'red', weight: expect.closeTo(shared, 12) as number },
    ]);
    expect(content.overlap(0, 2).map(({ term }) => term)).toEqual(['wine', 'red']);
  });

  it('weighs fields by their share, of those that an item has', async () => {
    const catalogue = {
      title: ['tea pot', 'tea pot', 'green pot', 'green'],
      category: ['kitchen', 'kitchen', null, 'kitchen'],
    };
    const content = await contentOf(catalogue, 4, { textWeight: 3, categoryWeight: 1 });
    // Same words and category: whole. Same category alone: a quarter. An item without a category is its words.
    expect(content.similarity(0, 1)).toBeCloseTo(1, 12);
    expect(content.similarity(0, 3)).toBeCloseTo(0.25, 12);
    const words = (await contentOf({ title: catalogue.title }, 4)).similarity(0, 2);
    expect(content.similarity(0, 2)).toBeCloseTo(words * Math.sqrt(0.75), 12);
  });

  it('puts prices in bands of as many each', async () => {
    const price = Float64Array.of(1, 2, 30, 40, NaN, 500, 600);
    const content = await contentOf({ price }, 7, { priceBands: 3 });
    const alike = (a: number, b: number) => Math.round(content.similarity(a, b));
    expect([alike(0, 1), alike(2, 3), alike(5, 6), alike(1, 2), alike(3, 5)]).toEqual([1, 1, 1, 0, 0]);
    expect(content.has(4)).toBe(false);
    expect(content.overlap(2, 3)[0]).toMatchObject({ field: 'price', term: '30 – 500' });
    expect((await contentOf({ price: Float64Array.of(5, 5, 5) }, 3)).has(0)).toBe(false);
  });

  it('reads Chinese', async () => {
    const content = await contentOf({ title: ['有机牛奶', '纯牛奶的礼盒', '儿童牙刷'] }, 3);
    expect(content.overlap(0, 1).map(({ term }) => term)).toEqual(['牛奶']);
    expect(content.similarity(0, 2)).toBe(0);
  });
});

describe('recommendations by content', () => {
  const titles = ['red wine', 'red car', 'fast car', 'white wine', 'white wine red', null];

  it('are the cosine with what was had, and reach what nobody had', async () => {
    const model = await fitted({ title: titles }, 6);
    const scores = scoresOf(model, 3);
    expect(ranking(scores).slice(0, 3)).toEqual([3, 4, 0]);
    expect(scores[4]).toBeCloseTo(model.content.similarity(3, 4), 3);
    expect(model.judges(4)).toBe(true);
    expect(model.judges(5)).toBe(false);
    expect(ranking(scores).at(-1)).toBe(5);
  });

  it('count a profile’s items by their weights', async () => {
    const model = await fitted({ category: ['a', 'a', 'b', 'b'] }, 4);
    const out = new Float32Array(4);
    model.score([{ ...profileOfHistory([0, 2]), weights: Float64Array.of(1, 3) }], out);
    // Rocchio: (1, 3) / √10 on the two categories; ties go to the popular.
    expect(out[1]).toBeCloseTo(1 / Math.sqrt(10), 3);
    expect(out[3]).toBeCloseTo(3 / Math.sqrt(10), 3);
    expect(out[0]).toBeGreaterThan(out[1]!);
  });

  it('say which of the profile speaks for an item', async () => {
    const model = await fitted({ title: titles }, 6);
    const profile = profileOfHistory([0, 2, 3, 4]);
    expect(model.because(profile, 4, 5).map(({ item }) => item)).toEqual([3, 0]);
    expect(model.because(profile, 4, 1)).toEqual([{ item: 3, score: model.content.similarity(3, 4) }]);
    expect(model.similar(2, 3).map(({ item }) => item)).toEqual([1]);
  });

  it('are the popular for those of whom nothing is known', async () => {
    const model = await fitted({ title: titles }, 6);
    for (const items of [[], [5], [99]]) {
      expect(model.knows(profileOfHistory(items))).toBe(false);
      expect(ranking(scoresOf(model, ...items))).toEqual([0, 1, 2, 3, 4, 5]);
    }
  });

  it('need something that is known of items and shared by some', async () => {
    const bare: Partial<Catalogue>[] = [
      {},
      { title: ['wine', 'car', null, 'boat'] },
      { category: [null, '', null, ''] },
    ];
    for (const catalogue of bare) {
      await expect(fitted(catalogue, 4)).rejects.toMatchObject({ name: 'recommend.no-content', values: { items: 4 } });
    }
    expect((await fitted({ title: ['wine', 'car', null, 'wine'] }, 4)).judges(3)).toBe(true);
  });
});
