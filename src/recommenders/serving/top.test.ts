import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { offerEntries } from '../../contract/recommending.ts';
import { scoring } from '../evaluation/test-popular.ts';
import type { TestRow } from '../evaluation/test-split.ts';
import { dataOfRows } from '../evaluation/test-split.ts';
import type { Ranked } from '../recommender.ts';
import { offerOf } from '../reranking/offer.ts';
import { topForAll, topItems } from './top.ts';

const byNumber = (items: number): Int32Array => Int32Array.from({ length: items }, (_, item) => item);

const items = (ranked: readonly Ranked[]): number[] => ranked.map(({ item }) => item);

describe('the best items of a row of scores', () => {
  it('are in order of score, then of the order given, and only those that are allowed', () => {
    const scores = Float32Array.of(9, 9, 1, 3, 2, 3, 3, 0);
    expect(topItems(scores, 2, byNumber(6), 3, () => true)).toEqual([
      { item: 1, score: 3 },
      { item: 3, score: 3 },
      { item: 4, score: 3 },
    ]);
    expect(items(topItems(scores, 2, byNumber(6), 4, (item) => item !== 3))).toEqual([1, 4, 2, 0]);
    expect(topItems(scores, 2, byNumber(6), 0, () => true)).toEqual([]);
    expect(topItems(scores, 2, byNumber(6), 9, (item) => item > 4)).toEqual([{ item: 5, score: 0 }]);
  });

  it('are those of a whole sort', () => {
    const rows = fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 60 });
    fc.assert(
      fc.property(rows, fc.integer({ min: 0, max: 20 }), fc.integer({ min: 1, max: 5 }), (row, n, step) => {
        // Any order of the items will do; here every seventh, round and round.
        const order = byNumber(row.length).sort((a, b) => ((a * 7) % 61) - ((b * 7) % 61));
        const sorted = row
          .map((score, item) => ({ item, score }))
          .filter(({ item }) => item % step === 0)
          .sort((a, b) => b.score - a.score || order.indexOf(a.item) - order.indexOf(b.item))
          .slice(0, n);
        expect(topItems(Float32Array.from(row), 0, order, n, (item) => item % step === 0)).toEqual(sorted);
      }),
    );
  });
});

describe('lists for many users', () => {
  it('keep to the offer, in the order of the users', async () => {
    const rows: TestRow[] = [
      [0, 2, 1],
      [1, 0, 1],
      [1, 1, 2],
    ];
    const data = dataOfRows(rows, 3, 3);
    const fitted = scoring(3, 3, (user, item) => (user === 0 ? 9 - item : item));
    const offer = offerOf(data, v.parse(v.object(offerEntries), {}));
    const steps: number[] = [];
    const step = (done: number): Promise<void> => Promise.resolve(void steps.push(done));
    const lists = await topForAll(fitted, data, Int32Array.of(1, 0, 2), { n: 2, offer }, { step });
    expect([...lists.user]).toEqual([1, 0, 0, 2, 2]);
    expect([...lists.item]).toEqual([2, 0, 1, 2, 1]);
    expect([...lists.rank]).toEqual([1, 1, 2, 1, 2]);
    expect([...lists.score]).toEqual([2, 9, 8, 2, 1]);
    expect(steps).toEqual([1]);
  });
});
