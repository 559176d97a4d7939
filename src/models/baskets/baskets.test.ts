import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AppError } from '../../core/errors.ts';
import { abortError } from '../../core/errors.ts';
import { seededRandom } from '../../core/random.ts';
import { fisherExact } from '../../core/statistics.ts';
import { frequentItemsets } from './fp-growth.ts';
import type { Itemsets } from './itemsets.ts';
import { itemsOf, SetIndex } from './itemsets.ts';
import { measuresOf } from './measures.ts';
import { mined } from './mining.ts';
import type { RuleOptions } from './rules.ts';
import { ruleMeasures, rulesOf, sidesOf } from './rules.ts';
import { TogetherTest } from './significance.ts';
import type { Transactions } from './transactions.ts';
import { holdersOf, itemCounts, leastCount, transactionsOf } from './transactions.ts';

const quiet = () => Promise.resolve();
const MOST = 1_000_000;

function basketsOf(lists: readonly (readonly number[])[], itemCount: number): Transactions {
  const entries = lists.flatMap((items, basket) => items.map((item) => [basket, item] as const));
  const of = (at: 0 | 1) => entries.map((entry) => entry[at]);
  return transactionsOf(of(0), of(1), lists.length, itemCount);
}

const named = (sets: Itemsets): Map<string, number> =>
  new Map(Array.from(sets.counts, (count, set) => [itemsOf(sets, set).join(), count]));

/** Every set of items there is, counted one by one: items as bits. */
function bruteForce(lists: readonly (readonly number[])[], items: number) {
  const baskets = lists.map((list) => list.reduce((bits, item) => bits | (1 << item), 0));
  return Array.from({ length: 1 << items }, (_, bits) => baskets.filter((each) => (each & bits) === bits).length);
}

const bitsOf = (bits: number): number[] => [...Array(32).keys()].filter((bit) => (bits >> bit) & 1);

describe('against brute force on 1,000 random logs', () => {
  const random = seededRandom(7);
  const logs = Array.from({ length: 1000 }, () => {
    const items = 1 + Math.floor(random() * 7);
    const density = 0.15 + 0.7 * random();
    const lists = Array.from({ length: 1 + Math.floor(random() * 14) }, () =>
      // Twice the same item in a basket counts once.
      [...Array(items).keys(), ...Array(items).keys()].filter(() => random() < density / 1.5),
    );
    return { items, lists, minCount: 1 + Math.floor(random() * 3), maxLength: 1 + Math.floor(random() * 5) };
  });

  test('sets, counts, closed and maximal ones are the same', async () => {
    let compared = 0;
    for (const { items, lists, minCount, maxLength } of logs) {
      const counts = bruteForce(lists, items);
      const isFrequent = (bits: number) => counts[bits]! >= minCount;
      const longer = (bits: number) =>
        [...Array(items).keys()].filter((item) => !((bits >> item) & 1)).map((item) => bits | (1 << item));
      const expected = counts
        .map((_, bits) => bits)
        .filter((bits) => bits > 0 && isFrequent(bits) && bitsOf(bits).length <= maxLength);
      const found = await mined(basketsOf(lists, items), { minCount, maxLength, most: MOST }, quiet);
      const kinds = [...found.sets.counts.keys()].map((set) => {
        const bits = [...itemsOf(found.sets, set)].reduce((sum, item) => sum | (1 << item), 0);
        return [bits, found.sets.counts[set], found.closed[set], found.maximal[set]];
      });
      expect(kinds.sort((a, b) => a[0]! - b[0]!)).toEqual(
        expected.map((bits) => [
          bits,
          counts[bits],
          Number(longer(bits).every((each) => counts[each] !== counts[bits])),
          Number(!longer(bits).some(isFrequent)),
        ]),
      );
      compared += expected.length;
    }
    // The logs are none that hold nothing.
    expect(compared).toBeGreaterThan(10_000);
  });

  test('rules are all splits that are confident enough', async () => {
    for (const { items, lists, minCount, maxLength } of logs.slice(0, 200)) {
      const counts = bruteForce(lists, items);
      const transactions = basketsOf(lists, items);
      const found = await mined(transactions, { minCount, maxLength, most: MOST }, quiet);
      const options = {
        minConfidence: 0.6,
        minLift: 0,
        maxConsequents: 2,
        maxLength,
        transactions: lists.length,
        most: MOST,
      };
      const rules = await rulesOf(found.sets, found.index, options, quiet);
      const expected: string[] = [];
      counts.forEach((count, bits) => {
        if (count < minCount || bitsOf(bits).length > maxLength) return;
        for (let then = 1; then < bits; then++) {
          const [left, right] = [bits & ~then, bitsOf(then)];
          if ((then & bits) !== then || left === 0 || right.length > 2 || count / counts[left]! < 0.6) continue;
          expected.push(`${bitsOf(left).join()}>${right.join()}:${counts[left]},${counts[then]},${count}`);
        }
      });
      const names = Array.from({ length: rules.length }, (_, n) => {
        const sides = sidesOf(rules, n, found.sets);
        const figures = [rules.antecedent[n], rules.consequent[n], found.sets.counts[rules.set[n]!]];
        return `${sides.if.join()}>${sides.then.join()}:${figures.join()}`;
      });
      expect(names.sort()).toEqual(expected.sort());
    }
  });
});

test('entries in any order and with repeats become baskets', () => {
  const transactions = transactionsOf([2, 0, 2, 2, 0], [1, 3, 0, 1, 2], 4, 5);
  expect([...transactions.offsets]).toEqual([0, 2, 2, 4, 4]);
  expect([...transactions.items]).toEqual([2, 3, 0, 1]);
  expect([...itemCounts(transactions)]).toEqual([1, 1, 1, 1, 0]);
  const { starts, baskets } = holdersOf(transactions);
  expect([...starts]).toEqual([0, 1, 2, 3, 4, 4]);
  expect([...baskets]).toEqual([2, 2, 0, 0]);
});

test('the least count is the first whose share is enough, whatever the rounding', () => {
  expect(leastCount(0.01, 25_900)).toBe(259);
  expect(leastCount(0.001, 9_835)).toBe(10);
  expect(leastCount(0.1, 30)).toBe(3);
  expect(leastCount(1, 7)).toBe(7);
  expect(leastCount(0, 7)).toBe(1);
  for (const share of [0.07, 0.29, 0.57, 0.013])
    for (let count = 1; count < 500; count++) {
      const least = leastCount(share, count);
      expect(least / count >= share && (least === 1 || (least - 1) / count < share)).toBe(true);
    }
});

test('an index finds every subset, and nothing that is not there', async () => {
  const { sets, index } = await mined(
    basketsOf(
      [
        [0, 1, 2],
        [0, 1, 2],
        [0, 3],
      ],
      4,
    ),
    { minCount: 2, maxLength: 3, most: MOST },
    quiet,
  );
  const all = named(sets);
  expect(all).toEqual(
    new Map(Object.entries({ 0: 3, 1: 2, 2: 2, '0,1': 2, '0,2': 2, '1,2': 2, '0,1,2': 2 })) as Map<string, number>,
  );
  const whole = [...all.keys()].indexOf('0,1,2');
  expect(index.find(whole, 0b101)).toBe([...all.keys()].indexOf('0,2'));
  expect(new SetIndex({ ...sets, length: 2 }).find(whole, 0b111)).toBe(-1);
});

// Five baskets: bread in 4, milk in 4, both in 3; butter in 2, both times with bread.
describe('counted by hand', () => {
  const [bread, milk, butter] = [0, 1, 2];
  const shop = basketsOf([[bread, milk], [bread, milk, butter], [bread, butter], [milk], [bread, milk]], 3);
  const options: RuleOptions = {
    ...{ minConfidence: 0, minLift: 0, maxConsequents: 1, maxLength: 4 },
    ...{ transactions: 5, most: MOST },
  };

  async function shopRules(more: Partial<RuleOptions> = {}) {
    const found = await mined(shop, { minCount: 2, maxLength: 4, most: MOST }, quiet);
    return { found, rules: await rulesOf(found.sets, found.index, { ...options, ...more }, quiet) };
  }

  test('measures', async () => {
    const { found, rules } = await shopRules();
    const all = Array.from({ length: rules.length }, (_, n) => ({
      ...sidesOf(rules, n, found.sets),
      ...ruleMeasures(rules, n, found.sets, 5),
    }));
    expect(all).toHaveLength(4);
    const sure = all.find((rule) => rule.if[0] === butter)!;
    expect(sure).toMatchObject({ then: [bread], support: 0.4, confidence: 1, lift: 1.25, conviction: Infinity });
    expect(sure.leverage).toBeCloseTo(0.08, 12);
    // .08 / max(.4 × .6, .4 × (.8 − .4))
    expect(sure.zhang).toBeCloseTo(0.08 / 0.24, 12);
    const weak = all.find((rule) => rule.if[0] === bread && rule.then[0] === milk)!;
    expect(weak).toMatchObject({ support: 0.6, confidence: 0.75 });
    expect(weak.lift).toBeCloseTo(0.9375, 12);
    expect(weak.leverage).toBeCloseTo(-0.04, 12);
    expect(weak.conviction).toBeCloseTo(0.8, 12);
    expect(weak.zhang).toBeCloseTo(-0.04 / (0.8 * 0.2), 12);
  });

  test('p-values and their adjustment', async () => {
    const { found, rules } = await shopRules();
    const of = (left: number) => {
      const n = [...Array(rules.length).keys()].find((each) => sidesOf(rules, each, found.sets).if[0] === left)!;
      return [rules.p[n], rules.q[n]];
    };
    // The two baskets with butter are among the four with bread in 6 of 10 ways.
    expect(of(butter)[0]).toBeCloseTo(0.6, 12);
    // Two of the tests have .6: .6 × 8 / 2 is more than 1.
    expect(of(butter)[1]).toBe(1);
    // Each of three items with each other, and each of the two pairs with the item that it lacks.
    expect([rules.candidates, rules.family]).toEqual([4, 8]);
    const single = await shopRules({ minConfidence: 0.9 });
    expect([single.rules.length, single.rules.candidates]).toEqual([1, 4]);
  });

  test('what nobody bought together makes no rule', async () => {
    const apart = basketsOf([[0], [1], []], 2);
    const found = await mined(apart, { minCount: 1, maxLength: 4, most: MOST }, quiet);
    const rules = await rulesOf(found.sets, found.index, { ...options, transactions: 3 }, quiet);
    expect([found.sets.length, rules.length, rules.candidates]).toEqual([2, 0, 0]);
    expect((await mined(basketsOf([], 0), { minCount: 1, maxLength: 4, most: MOST }, quiet)).sets.length).toBe(0);
  });

  test('a rule never broken has no conviction that could be told, one without excess none at all', () => {
    expect(measuresOf(5, 5, 10, 10)).toMatchObject({ lift: 1, leverage: 0, zhang: 0, conviction: Infinity });
  });
});

test('of things bought independently no rule is significant, though many are together often enough to be frequent', async () => {
  const random = seededRandom(7);
  // 200 items, each in a fiftieth of 4,000 baskets: two are together in 1.6, and a few hundred pairs in 5 or more by chance alone.
  const lists = Array.from({ length: 4000 }, () => [...Array(200).keys()].filter(() => random() < 0.02));
  // Two that do belong together.
  const planted = lists.map((list, n) => (n < 40 ? [...new Set([...list, 0, 1])] : list));
  const found = await mined(basketsOf(planted, 200), { minCount: 5, maxLength: 3, most: MOST }, quiet);
  const options = { minConfidence: 0, minLift: 0, maxConsequents: 1, maxLength: 3, transactions: 4000, most: MOST };
  const rules = await rulesOf(found.sets, found.index, options, quiet);
  expect(rules.length).toBeGreaterThan(500);
  const significant = [...Array(rules.length).keys()].filter((n) => rules.q[n]! <= 0.05);
  expect(significant.map((n) => sidesOf(rules, n, found.sets))).toEqual([
    { if: [1], then: [0] },
    { if: [0], then: [1] },
  ]);
});

test('the one-sided test is a sum over the tables of the hypergeometric distribution', () => {
  const cell = fc.integer({ min: 0, max: 12 });
  fc.assert(
    fc.property(cell, cell, cell, cell, (a, b, c, d) => {
      const total = a + b + c + d;
      fc.pre(total > 0);
      const p = new TogetherTest(total).pValue(a, a + b, a + c);
      const choose = (n: number, k: number): number =>
        k < 0 || k > n ? 0 : k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k;
      let plain = 0;
      for (let k = a; k <= Math.min(a + b, a + c); k++) plain += choose(a + b, k) * choose(c + d, a + c - k);
      expect(p).toBeCloseTo(plain / choose(total, a + c), 10);
      // The two-sided one of the core counts the other tail too.
      if (a / (a + b) > (a + c) / total) expect(p).toBeLessThanOrEqual(fisherExact(a, b, c, d).p + 1e-9);
    }),
  );
});

describe('too much', () => {
  const wide = basketsOf(
    Array.from({ length: 30 }, (_, n) => [...Array(20).keys()].filter((item) => item !== n % 20)),
    20,
  );

  test('too many sets end in an error that names a support which would do', async () => {
    const options = { minCount: 1, maxLength: 20, most: 5000 };
    const error = (await frequentItemsets(wide, options, quiet).catch((thrown: unknown) => thrown)) as AppError;
    expect(error).toMatchObject({ name: 'baskets.too-many', values: { most: 5000, support: 1 / 30 } });
    const enough = leastCount(Number(error.values['enough']), 30);
    expect((await frequentItemsets(wide, { ...options, minCount: enough }, quiet)).length).toBeLessThanOrEqual(5000);
    // The share is rounded up to three digits: up to a basket too much, not two.
    await expect(frequentItemsets(wide, { ...options, minCount: enough - 2 }, quiet)).rejects.toThrow('too-many');
  });

  test('where only longer sets are too many, the longest ones are judged by what is known', async () => {
    const found = await mined(wide, { minCount: 10, maxLength: 4, most: 6200 }, quiet);
    expect(found.exact).toBe(false);
    expect(found.sets.length).toBe(20 + 190 + 1140 + 4845);
  });

  test('too many rules are told by their number', async () => {
    const found = await mined(wide, { minCount: 10, maxLength: 4, most: MOST }, quiet);
    const options = { minConfidence: 0, minLift: 0, maxConsequents: 1, maxLength: 4, transactions: 30, most: 1000 };
    await expect(rulesOf(found.sets, found.index, options, quiet)).rejects.toMatchObject({
      name: 'baskets.too-many-rules',
      values: { rules: 190 * 2 + 1140 * 3 + 4845 * 4 },
    });
  });

  test('an abort stops it', async () => {
    const stop = () => Promise.reject(abortError());
    const options = { minCount: 1, maxLength: 20, most: MOST };
    await expect(frequentItemsets(wide, options, stop)).rejects.toThrow('cancelled');
  });
});
