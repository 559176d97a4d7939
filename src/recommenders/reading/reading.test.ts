import { describe, expect, it } from 'vitest';
import { hasMovielens, movielens } from '../test-movielens.ts';
import { profileOf } from './reading.ts';

describe.skipIf(!hasMovielens)('MovieLens-100k (skipped where it is not beside the checkout)', () => {
  it('has the counts that its authors name', () => {
    const data = movielens('ratings');
    const { interactions, histories } = data;
    const times = [1, 2, 3, 4, 5].map((rating) => interactions.weight.filter((each) => each === rating).length);
    // Its README: 100,000 ratings of 943 users on 1,682 films, at least 20 each.
    expect(times).toEqual([6110, 11370, 27145, 34174, 21201]);
    expect(histories.item).toHaveLength(100_000);
    const films = Array.from({ length: 943 }, (_, user) => profileOf(data, user).items.length);
    expect(Math.min(...films)).toBe(20);
    // Its first user has seen 272 films, and every film of 1,682 was seen.
    expect(films[0]).toBe(272);
    expect(new Set(interactions.item).size).toBe(1682);
  });
});
