import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { profileOf } from '../reading/reading.ts';
import { splitOf } from './split.ts';
import type { TestRow } from './test-split.ts';
import { dataOfRows, pairsOf, paramsOf } from './test-split.ts';

const DAY = 86_400_000;

/** Ten events on days 1 to 10; user 2 comes late, user 1 has item 0 again on day 9. */
const ROWS: TestRow[] = [
  [0, 0, 1],
  [0, 1, 3],
  [0, 2, 5],
  [0, 3, 7],
  [0, 4, 8],
  [1, 0, 2],
  [1, 1, 4],
  [1, 2, 6],
  [1, 0, 9],
  [2, 5, 10],
];

const trained = (rows: ReturnType<typeof splitOf>): number[][] =>
  [0, 1, 2].map((user) => [...profileOf(rows.train, user).items]);

/** User by user what was done before the test. */
const before = ({ before: { offsets, item } }: ReturnType<typeof splitOf>): number[][] =>
  [0, 1, 2].map((user) => [...item.subarray(offsets[user], offsets[user + 1])]);

describe('a split', () => {
  it('by time holds out the last events of the calendar, and counts who is new', () => {
    const data = dataOfRows(ROWS, 3, 6);
    const split = splitOf(data, paramsOf({ testShare: 0.2, validationShare: 0.2, halfLife: '1d' }), 1);
    expect(pairsOf(split.test)).toEqual([
      [1, 0],
      [2, 5],
    ]);
    expect(pairsOf(split.validation)).toEqual([
      [0, 3],
      [0, 4],
    ]);
    expect(trained(split)).toEqual([[0, 1, 2], [0, 1, 2], []]);
    expect(split.about).toEqual({
      trainInteractions: 6,
      validationInteractions: 2,
      testInteractions: 2,
      newUsers: 1,
      cutoff: 9 * DAY,
    });
    // The half-life counts back from day 7, where the training ends; what is held out has its whole weight.
    expect(split.train.end).toBe(7 * DAY);
    expect([...split.train.interactions.weight.subarray(0, 3)]).toEqual([1 / 64, 1 / 16, 1 / 4]);
    expect([...split.test.weight]).toEqual([1, 1]);
  });

  it('by time never parts one instant', () => {
    const same = ROWS.map(([user, item, day]): TestRow => [user, item, Math.min(day, 5)]);
    const split = splitOf(dataOfRows(same, 3, 6), paramsOf({ testShare: 0.1, validationShare: 0 }), 1);
    expect(split.test.item).toHaveLength(6);
    expect(split.validation.users).toHaveLength(0);
  });

  it('by time is refused where there are no times', () => {
    const data = { ...dataOfRows(ROWS, 3, 6), end: NaN };
    expect(() => splitOf(data, paramsOf(), 1)).toThrow('recommend.no-times');
  });

  it('that leaves the last out holds an item out whole, and leaves each user one', () => {
    const split = splitOf(dataOfRows(ROWS, 3, 6), paramsOf({ split: 'leave-last-out' }), 1);
    // User 1 had item 0 last: its first time is not learnt from either.
    expect(pairsOf(split.test)).toEqual([
      [0, 4],
      [1, 0],
    ]);
    expect(pairsOf(split.validation)).toEqual([
      [0, 3],
      [1, 2],
    ]);
    expect(trained(split)).toEqual([[0, 1, 2], [1], [5]]);
    const bare = splitOf(dataOfRows(ROWS, 3, 6), paramsOf({ split: 'leave-last-out', validationShare: 0 }), 1);
    expect(trained(bare)).toEqual([[0, 1, 2, 3], [1, 2], [5]]);
  });

  it('knows what came before the test, the validation included, unless it is drawn at random', () => {
    const data = dataOfRows(ROWS, 3, 6);
    const shares = { testShare: 0.2, validationShare: 0.2 };
    // The last two days are the test.
    expect(before(splitOf(data, paramsOf(shares), 1))).toEqual([[0, 1, 2, 3, 4], [0, 1, 2], []]);
    expect(before(splitOf(data, paramsOf({ split: 'leave-last-out' }), 1))).toEqual([[0, 1, 2, 3], [1, 2], [5]]);
    // User 2 has one event only, and is left out.
    const core = paramsOf({ split: 'leave-last-out', minPerUser: 2 });
    expect(before(splitOf(data, core, 1))[2]).toEqual([]);
    const drawn = splitOf(data, paramsOf({ split: 'random', ...shares }), 1);
    expect(drawn.before).toEqual(drawn.train.histories);
  });

  it('at random takes ⌊share · n⌋ of each user’s items, another choice for another seed', () => {
    const rows = Array.from({ length: 59 }, (_, n): TestRow => (n < 39 ? [0, n, n] : [1, n - 39, n]));
    const data = dataOfRows(rows, 2, 40);
    const split = splitOf(data, paramsOf({ split: 'random' }), 1);
    // int(.1 · 39) = 3 and int(.1 · 20) = 2, as RecBole counts.
    expect([...split.test.offsets]).toEqual([0, 3, 5]);
    expect([...split.validation.offsets]).toEqual([0, 3, 5]);
    expect(split.train.interactions.item).toHaveLength(59 - 10);
    expect(pairsOf(splitOf(data, paramsOf({ split: 'random' }), 1).test)).toEqual(pairsOf(split.test));
    expect(pairsOf(splitOf(data, paramsOf({ split: 'random' }), 2).test)).not.toEqual(pairsOf(split.test));
  });

  it('of any kind puts every interaction in one part, but what comes again by the calendar', () => {
    const rows = fc.array(fc.tuple(fc.nat(4), fc.nat(7), fc.nat(20)), { minLength: 1, maxLength: 60 });
    const share = fc.constantFrom(0, 0.1, 0.25, 0.5);
    const kind = fc.constantFrom('time' as const, 'leave-last-out' as const, 'random' as const);
    fc.assert(
      fc.property(rows, kind, share, share, fc.nat(9), (log, split, testShare, validationShare, seed) => {
        const sorted = log.sort((a, b) => a[0] - b[0] || a[2] - b[2]);
        const data = dataOfRows(sorted, 5, 8);
        const parts = splitOf(data, paramsOf({ split, testShare, validationShare }), seed);
        const learnt = [0, 1, 2, 3, 4].flatMap((user) =>
          [...profileOf(parts.train, user).items].map((item) => `${user} ${item}`),
        );
        const held = [...pairsOf(parts.validation), ...pairsOf(parts.test)].map((pair) => pair.join(' '));
        const all = new Set(sorted.map(([user, item]) => `${user} ${item}`));
        expect(new Set([...learnt, ...held])).toEqual(all);
        if (split !== 'time') expect(learnt.length + held.length).toBe(all.size);
      }),
      { numRuns: 200 },
    );
  });

  it('leaves out who has too few by what is learnt from alone', () => {
    // Item 1 is had by users 0 and 1 in the first eight days; item 2 by user 0 then and by user 1 only in the test, where it is not asked for.
    const rows: TestRow[] = [
      [0, 0, 1],
      [0, 1, 2],
      [0, 2, 3],
      [0, 3, 9],
      [1, 0, 4],
      [1, 1, 5],
      [1, 2, 9],
      [2, 0, 6],
      [2, 3, 7],
      [2, 1, 10],
    ];
    const least = { testShare: 0.3, validationShare: 0, minPerItem: 2 };
    const split = splitOf(dataOfRows(rows, 3, 4), paramsOf(least), 1);
    expect([...split.train.interactions.item]).toEqual([0, 1, 0, 1, 0]);
    expect(pairsOf(split.test)).toEqual([[2, 1]]);
    const both = splitOf(dataOfRows(rows, 3, 4), paramsOf({ ...least, minPerUser: 2 }), 1);
    // User 2 is left with item 0 alone, and is neither learnt from nor asked.
    expect([...both.train.interactions.item]).toEqual([0, 1, 0, 1]);
    expect(pairsOf(both.test)).toEqual([]);
  });
});
