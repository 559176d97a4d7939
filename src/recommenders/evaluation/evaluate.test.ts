import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compare, compareRepeated } from './compare.ts';
import { evaluate } from './evaluate.ts';
import type { FittedRecommender } from '../recommender.ts';
import { splitOf } from './split.ts';
import { scoring } from './test-popular.ts';
import type { TestRow } from './test-split.ts';
import { dataOfRows, paramsOf, quiet, splitOfRows } from './test-split.ts';

const LOG2 = Math.log2;

/** Three items had by users 0 to 3: item 0 by all four, 1 by two, 2 by one; user 4 is new. Items 3 to 5 nobody had. */
const TRAIN: TestRow[] = [
  [0, 0, 1],
  [0, 1, 2],
  [1, 0, 1],
  [1, 1, 2],
  [2, 0, 1],
  [3, 0, 1],
  [3, 2, 2],
];

const ordered = (order: readonly number[]) => (_: number, item: number) => -order.indexOf(item);

describe('a list', () => {
  it('is judged as a person would count it', async () => {
    // User 0 may get 2, 3, 4, 5, and is given 4, 3, 2; looked for: 2 and 5. One hit, at the third place.
    const split = splitOfRows(dataOfRows(TRAIN, 5, 6), [
      [0, 2, 9],
      [0, 5, 9],
    ]);
    const fitted = scoring(5, 6, ordered([4, 0, 3, 2, 1, 5]));
    const { users, metrics, segments } = await evaluate(fitted, split, { k: 3, seen: 'exclude' }, quiet);
    expect(users).toBe(1);
    expect(metrics).toMatchObject({ recall: 0.5, recallCapped: 0.5, precision: 1 / 3, mrr: 1 / 3, hit: 1 });
    expect(metrics.ndcg).toBeCloseTo(1 / LOG2(4) / (1 + 1 / LOG2(3)), 12);
    expect(metrics.map).toBeCloseTo(1 / 3 / 2, 12);
    expect(metrics.coverage).toBe(3 / 6);
    // All three were had by one of four users at most: −log₂ ¼ each. None shares a user with another.
    expect(metrics.novelty).toBeCloseTo(2, 12);
    expect(metrics.diversity).toBeCloseTo(1, 12);
    // Counts 0 0 0 1 1 1: Σ (2i − 7) x / (6 · 3) = (1 + 3 + 5) / 18.
    expect(metrics.gini).toBeCloseTo(0.5, 12);
    expect(segments.map(({ name, from, to }) => [name, from, to])).toEqual([['few', 1, 2]]);
  });

  it('is as varied as its items have different users', async () => {
    const split = splitOfRows(dataOfRows(TRAIN, 5, 6), [[4, 3, 9]]);
    const fitted = scoring(5, 6, ordered([0, 1, 2, 3, 4, 5]));
    const { metrics, segments } = await evaluate(fitted, split, { k: 3, seen: 'exclude' }, quiet);
    // Cosines: 0 with 1 is 2 / √(4 · 2), 0 with 2 is 1 / √4, 1 with 2 is 0.
    expect(metrics.diversity).toBeCloseTo(1 - (2 / Math.sqrt(8) + 1 / 2) / 3, 12);
    expect(metrics.novelty).toBeCloseTo((0 + 1 + 2) / 3, 12);
    expect(metrics.hit).toBe(0);
    expect(segments.map(({ name, users }) => [name, users])).toEqual([['new', 1]]);
  });

  it('is made of what came before the test, and for the validation of what came before that', async () => {
    const rows: TestRow[] = [[0, 0, 1], [0, 1, 2], [0, 2, 3], [0, 3, 4]]; // prettier-ignore
    const split = splitOf(dataOfRows(rows, 1, 4), paramsOf({ split: 'leave-last-out' }), 1);
    const read: number[][] = [];
    const fitted: FittedRecommender = {
      ...scoring(1, 4, () => 0),
      score: (profiles) => read.push(...profiles.map(({ history }) => [...history])),
    };
    for (const on of ['validation', 'test'] as const)
      await evaluate(fitted, split, { k: 1, seen: 'exclude', on }, quiet);
    expect(read).toEqual([[0, 1], [0, 1, 2]]); // prettier-ignore
  });

  it('does not hold what the user had, unless he may have it again; then it is looked for, too', async () => {
    const train = dataOfRows(TRAIN, 5, 6);
    const split = splitOfRows(
      train,
      [
        [1, 0, 9],
        [1, 3, 9],
        [2, 0, 9],
      ],
      [[1, 4, 8]],
    );
    const fitted = scoring(5, 6, ordered([0, 4, 3, 1, 2, 5]));
    const excluded = await evaluate(fitted, split, { k: 1, seen: 'exclude' }, quiet);
    // User 2 has nothing new to find; user 1 is not offered 0 (had) nor 4 (kept for choosing), so that 3 is first.
    expect([...excluded.perUser.user]).toEqual([1]);
    expect(excluded.metrics.recall).toBe(1);
    const again = await evaluate(fitted, split, { k: 1, seen: 'allow' }, quiet);
    expect([...again.perUser.user]).toEqual([1, 2]);
    expect([...again.perUser.recall]).toEqual([0.5, 1]);
    const chosen = await evaluate(fitted, split, { k: 1, seen: 'exclude', on: 'validation' }, quiet);
    expect([...chosen.perUser.hit]).toEqual([1]);
  });

  it('of ratings looks for what was liked; errors are over all ratings', async () => {
    const train = dataOfRows(
      [
        [0, 0, 1, 2],
        [0, 1, 1, 4],
        [1, 1, 1, 3],
      ],
      2,
      4,
      'ratings',
    );
    const split = splitOfRows(train, [
      [0, 2, 9, 5],
      [0, 3, 9, 1],
      [1, 3, 9, 2],
    ]);
    const fitted = scoring(2, 4, () => 3);
    const { users, metrics, rmse, mae } = await evaluate(fitted, split, { k: 1, seen: 'exclude' }, quiet);
    // The mean of the training is 3: only user 0's item 2 was liked. Missed by 2, 2 and 1.
    expect([users, metrics.recall]).toEqual([1, 1]);
    expect(rmse).toBeCloseTo(Math.sqrt(9 / 3), 12);
    expect(mae).toBeCloseTo(5 / 3, 12);
    // Kept within 2 and 4: missed by 5 − 4, 1 − 2 and 2 − 4; where item 3 is not judged, it is expected to be 3: 1, 2 and 1.
    const wild = scoring(2, 4, (user, item) => (user === 0 && item === 3 ? -7 : 9));
    const clipped = await evaluate(wild, split, { k: 1, seen: 'exclude' }, quiet);
    expect(clipped.mae).toBeCloseTo((1 + 1 + 2) / 3, 12);
    const blind = { ...wild, score: wild.score.bind(wild), judges: (item: number) => item !== 3 };
    expect((await evaluate(blind, split, { k: 1, seen: 'exclude' }, quiet)).mae).toBeCloseTo((1 + 2 + 1) / 3, 12);
  });

  it('has every metric as plain numpy has it on a random case (reference.py)', async () => {
    const reference = JSON.parse(readFileSync(new URL('./reference.json', import.meta.url), 'utf8')) as {
      users: number;
      items: number;
      k: number;
      train: TestRow[];
      test: TestRow[];
      scores: number[][];
      asked: number;
      metrics: Record<string, number>;
    };
    const dated = reference.train.map(([user, item]): TestRow => [user, item, item]);
    const split = splitOfRows(dataOfRows(dated, reference.users, reference.items), reference.test);
    const fitted = scoring(reference.users, reference.items, (user, item) => reference.scores[user]![item]!);
    const { users, metrics } = await evaluate(fitted, split, { k: reference.k, seen: 'exclude' }, quiet);
    expect(users).toBe(reference.asked);
    expect(Object.keys(metrics).sort()).toEqual(Object.keys(reference.metrics).sort());
    for (const [name, value] of Object.entries(metrics)) expect(value, name).toBeCloseTo(reference.metrics[name]!, 12);
  });

  it('is nothing where nothing was held out, and stops when it is told to', async () => {
    const train = dataOfRows(TRAIN, 5, 6);
    const none = await evaluate(
      scoring(5, 6, () => 0),
      splitOfRows(train, []),
      { k: 3, seen: 'exclude' },
      quiet,
    );
    expect([none.users, none.metrics.ndcg, none.segments]).toEqual([0, NaN, []]);
    const stopped = { step: () => Promise.reject(new DOMException('stop', 'AbortError')) };
    const asked = evaluate(
      scoring(5, 6, () => 0),
      splitOfRows(train, [[4, 3, 9]]),
      { k: 3, seen: 'exclude' },
      stopped,
    );
    await expect(asked).rejects.toThrow('stop');
  });
});

describe('two recommenders', () => {
  const evaluated = async (order: readonly number[]) => {
    const rows: TestRow[] = [
      [0, 3, 9],
      [1, 4, 9],
      [2, 3, 9],
      [4, 3, 9],
    ];
    return evaluate(
      scoring(5, 6, ordered(order)),
      splitOfRows(dataOfRows(TRAIN, 5, 6), rows),
      { k: 1, seen: 'exclude' },
      quiet,
    );
  };

  it('are compared over the same users, with the interval and p of the paired t-test', async () => {
    const [a, b] = [await evaluated([3, 4, 5, 0, 1, 2]), await evaluated([4, 3, 5, 0, 1, 2])];
    const { difference, low, high, p } = compare(a, b);
    // Differences 1, −1, 1, 1: scipy.stats.ttest_rel gives t = 1, p = .391002, interval .5 ± 3.182446 · .5.
    expect(difference).toBe(0.5);
    expect(p).toBeCloseTo(0.391002, 6);
    expect(low).toBeCloseTo(0.5 - 1.591223, 6);
    expect(high).toBeCloseTo(0.5 + 1.591223, 6);
    expect(compare(a, a)).toEqual({ difference: 0, low: 0, high: 0, p: 1 });
  });

  it('over several seeds count each user once', async () => {
    const [a, b] = [await evaluated([3, 4, 5, 0, 1, 2]), await evaluated([4, 3, 5, 0, 1, 2])];
    expect(compareRepeated([a, a, a], [b, b, b])).toEqual(compare(a, b));
    // Every user's mean is 0, but the rounds say .5 and −.5: an error of .5 on one degree of freedom, t = 12.7062.
    const turned = compareRepeated([a, b], [b, a]);
    expect([turned.difference, turned.p]).toEqual([0, 1]);
    expect(turned.high).toBeCloseTo(6.353102, 5);
  });

  it('among ten of which the best was picked are held to more', async () => {
    const [a, b] = [await evaluated([3, 4, 5, 0, 1, 2]), await evaluated([4, 3, 5, 0, 1, 2])];
    // scipy.stats: t.ppf(1 − .025 / 45, 3) = 12.471457 on the error of .5; 45 · .391002 is more than 1.
    const { low, p } = compareRepeated([a], [b], 45);
    expect(low).toBeCloseTo(0.5 - 0.5 * 12.471457, 5);
    expect(p).toBe(1);
  });
});
