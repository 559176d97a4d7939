import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { offerEntries } from '../../contract/recommending.ts';
import type { OfferParams } from '../../contract/recommending.ts';
import { seededRandom } from '../../core/random.ts';
import type { Catalogue } from '../data.ts';
import type { Ranked } from '../recommender.ts';
import { learningDataOfLog } from '../testing.ts';
import type { Likeness } from './likeness.ts';
import { likenessOf, togetherness } from './likeness.ts';
import { diverse } from './marginal-relevance.ts';
import { offerOf } from './offer.ts';

const params = (more: Partial<OfferParams> = {}): OfferParams => ({ ...v.parse(v.object(offerEntries), {}), ...more });

/** Users 0: items 0, 1; 1: items 0, 1, 2; 2: item 3. Item 4 nobody had. */
const log = [[0, 0], [0, 1], [1, 0], [1, 1], [1, 2], [2, 3]] as const; // prettier-ignore
const data = (catalogue: Partial<Catalogue> = {}) => learningDataOfLog(log, 3, 5, { catalogue });

const shop = {
  category: ['tea', 'tea', 'cup', null, 'tea'],
  stock: Float64Array.of(1, 0, NaN, 2, 5),
};

const ranked: Ranked[] = [0, 1, 2, 3, 4].map((item, at) => ({ item, score: 10 - at }));
const itemsOf = (list: Ranked[]) => list.map(({ item }) => item);
const allowedTo = (user: number, more: Partial<OfferParams>, catalogue: Partial<Catalogue> = shop) => {
  const offer = offerOf(data(catalogue), params(more));
  return [0, 1, 2, 3, 4].filter((item) => offer.allows(user, item));
};

describe('what may be offered', () => {
  it('is what a user has not had, unless it may be had again', () => {
    expect(allowedTo(0, {})).toEqual([2, 3, 4]);
    expect(allowedTo(0, { seen: 'allow' })).toEqual([0, 1, 2, 3, 4]);
    expect(allowedTo(-1, {})).toEqual([0, 1, 2, 3, 4]);
  });

  it('whichever user is asked for next', () => {
    const offer = offerOf(data(), params());
    expect([0, 1, 0, 2].map((user) => offer.allows(user, 2))).toEqual([true, false, true, true]);
    expect([2, 0, 2].map((user) => offer.allows(user, 3))).toEqual([false, true, false]);
  });

  it('is on hand, where that is asked for and known of any item', () => {
    expect(allowedTo(-1, { inStock: true })).toEqual([0, 3, 4]);
    expect(allowedTo(-1, { inStock: true }, {})).toEqual([0, 1, 2, 3, 4]);
  });

  it('is of these categories, and never of those', () => {
    expect(allowedTo(-1, { categories: ['tea'] })).toEqual([0, 1, 4]);
    expect(allowedTo(-1, { notCategories: ['tea'] })).toEqual([2, 3]);
    expect(allowedTo(-1, { categories: ['tea', 'cup'], notCategories: ['tea'] })).toEqual([2]);
    expect(allowedTo(-1, { categories: ['tea'] }, {})).toEqual([]);
  });

  it('is none of the items named, by key or title, all that bear it', () => {
    const catalogue = { ids: ['a', 'b', 'c', 'POST', 'd'], title: ['Green tea', 'Cup', null, 'Postage', 'green tea'] };
    expect(allowedTo(-1, { notItems: ['post', 'C'] }, catalogue)).toEqual([0, 1, 4]);
    expect(allowedTo(-1, { notItems: [' GREEN TEA', 'nothing'] }, catalogue)).toEqual([1, 2, 3]);
    expect(allowedTo(0, { notItems: ['d'] }, catalogue)).toEqual([2, 3]);
  });
});

describe('a list', () => {
  it('is the best as they are, without rules', () => {
    expect(offerOf(data(shop), params()).rerank(ranked, 3)).toEqual(ranked.slice(0, 3));
    expect(offerOf(data(shop), params()).rerank([], 3)).toEqual([]);
  });

  it('has no more of a category than it may; what has none is not counted', () => {
    const list = (perCategory: number, variety = 0) =>
      itemsOf(offerOf(data(shop), params({ perCategory, variety })).rerank(ranked, 4));
    expect(list(1)).toEqual([0, 2, 3]);
    expect(list(2)).toEqual([0, 1, 2, 3]);
    expect(list(1, 0.5).filter((item) => shop.category[item] === 'tea')).toHaveLength(1);
  });

  it('is chosen from more where rules may throw some out', () => {
    const candidates = (more: Partial<OfferParams>) => offerOf(data(), params(more)).candidates(10);
    expect(candidates({})).toBe(10);
    expect(candidates({ variety: 0.5 })).toBe(50);
    expect(candidates({ perCategory: 2 })).toBe(500);
  });
});

describe('maximal marginal relevance', () => {
  const any = () => true;

  it('by hand: the second best is like the best, so the third comes before it', () => {
    const alike: Likeness = (a, b) => (a + b === 1 ? 1 : 0);
    const three = [9, 8, 5].map((score, item) => ({ item, score }));
    // Relevance 1, .75, 0. After item 0: item 1 has .5 · .75 − .5 · 1 = −.125, item 2 has 0.
    expect(itemsOf(diverse(three, 3, 0.5, alike, any))).toEqual([0, 2, 1]);
    // With .2: .8 · .75 − .2 = .4 against 0.
    expect(itemsOf(diverse(three, 3, 0.2, alike, any))).toEqual([0, 1, 2]);
  });

  it('equals a search of all candidates at each place', () => {
    const random = seededRandom(11);
    for (let round = 0; round < 40; round += 1) {
      const many = Array.from({ length: 12 }, (_, item) => ({ item, score: Math.round(random() * 20) }));
      many.sort((a, b) => b.score - a.score || a.item - b.item);
      const table = Array.from({ length: 144 }, random);
      const alike: Likeness = (a, b) => table[Math.min(a, b) * 12 + Math.max(a, b)]!;
      const variety = random();
      expect(itemsOf(diverse(many, 6, variety, alike, any))).toEqual(bruteForce(many, 6, variety, alike));
    }
  });

  /** As the paper words it, with everything worked out anew for each place. */
  function bruteForce(many: Ranked[], n: number, variety: number, alike: Likeness): number[] {
    const scores = many.map(({ score }) => score);
    const [most, least] = [Math.max(...scores), Math.min(...scores)];
    const chosen: number[] = [];
    while (chosen.length < n) {
      const values = many
        .filter(({ item }) => !chosen.includes(item))
        .map(({ item, score }) => {
          const redundancy = Math.max(0, ...chosen.map((other) => alike(item, other)));
          const relevance = most > least ? (score - least) / (most - least) : 0;
          return { item, value: (1 - variety) * relevance - variety * redundancy };
        });
      const greatest = Math.max(...values.map(({ value }) => value));
      chosen.push(values.find(({ value }) => value === greatest)!.item);
    }
    return chosen;
  }

  it('leaves scores alone and may want only variety', () => {
    const alike: Likeness = (a, b) => 1 / (1 + Math.abs(a - b));
    const list = diverse(ranked, 3, 1, alike, any);
    expect(itemsOf(list)).toEqual([0, 4, 2]);
    expect(list.map(({ score }) => score)).toEqual([10, 6, 8]);
  });
});

describe('likeness', () => {
  it('by who had the items: both of them, over the root of the product', () => {
    const alike = togetherness(data().interactions);
    expect(alike(0, 1)).toBe(1);
    expect(alike(0, 2)).toBeCloseTo(1 / Math.sqrt(2), 12);
    expect(alike(0, 3)).toBe(0);
    expect(alike(0, 4)).toBe(0);
  });

  it('by content where there is any', async () => {
    const step = async () => undefined;
    const byContent = await likenessOf(data({ category: ['tea', 'cup', 'cup', 'tea', null] }), step);
    expect([byContent(0, 3), byContent(0, 1), byContent(0, 4)]).toEqual([1, 0, 0]);
    const bare = await likenessOf(data(), step);
    expect(bare(0, 1)).toBe(1);
  });
});
