import { describe, expect, it } from 'vitest';
import type { LearningTable } from '../learning-table.ts';
import { categoryColumn, numberColumn, tableOf } from '../pipeline/testing.ts';
import { testContext } from '../testing.ts';
import { counterfactuals } from './counterfactuals.ts';

const ROWS = 100;
const upTo = (size: number) => Array.from({ length: ROWS }, (_, at) => at % size);

/** Two who are asked about, and after them a hundred that teach what is possible. */
const table = tableOf(
  numberColumn('age', [90, 90, ...upTo(100)]),
  numberColumn('orders', [0, 0, ...upTo(10)]),
  categoryColumn('plan', ['basic', 'gold', ...upTo(4).map((at) => (at === 0 ? 'gold' : 'basic'))]),
);

/** Risk by hand: age / 100 − orders / 20 − 0.3 with plan gold (the first: 0.9, the second: 0.6). */
function predict({ columns: [age, orders, plan], rows }: LearningTable): Float64Array {
  if (age?.kind !== 'number' || orders?.kind !== 'number' || plan?.kind !== 'category')
    throw new Error('other columns');
  const gold = plan.levels.indexOf('gold');
  return Float64Array.from(
    { length: rows },
    (_, at) => age.values[at]! / 100 - orders.values[at]! / 20 - (plan.codes[at] === gold ? 0.3 : 0),
  );
}

const ids = ['ann', 'bob', ...upTo(ROWS).map((at) => `u${at}`)];
const predictions = predict(table).fill(-1, 2);
const data = { table, y: new Float64Array(table.rows), ids };

const ask = (threshold: number, actionable: readonly string[]) =>
  counterfactuals(
    { model: { predict: (asked) => predict(asked), fitted: { cost: 0 } }, predictions },
    { data, scoreFrom: 0 },
    { threshold, actionable },
    testContext(),
  );

describe('what would bring a row under the threshold', () => {
  it('changes any column where none is named', async () => {
    const { found } = await ask(0.65, []);
    const features = new Set(found.flatMap(({ changes }) => changes.map(({ feature }) => feature)));
    expect([...features].sort()).toEqual(['age', 'orders', 'plan']);
  });

  it('changes only the columns that may change', async () => {
    const { found, unreached } = await ask(0.55, ['orders', 'plan']);
    // By hand: ann needs 0.9 − 8 / 20 = 0.5 (7 would give 0.55, which is not below) or, with gold, 0.6 − 2 / 20 = 0.5;
    // but eight orders alone are the fewest changes, and what contains them is no answer of its own. Bob: 0.6 − 2 / 20.
    const orders = (from: number, to: number) => [{ feature: 'orders', from, to }];
    expect(found.map(({ id, changes }) => ({ id, changes }))).toEqual([
      { id: 'ann', changes: orders(0, 8) },
      { id: 'bob', changes: orders(0, 2) },
    ]);
    for (const { from, to } of found) expect([from >= 0.55, to < 0.55]).toEqual([true, true]);
    expect(unreached).toEqual([]);
  });

  it('names those whom no change that may be made brings under', async () => {
    const { found, unreached } = await ask(0.55, ['plan']);
    // Ann comes to 0.6 with gold at best; bob has gold already, and without it he is at 0.9.
    expect(found).toEqual([]);
    expect(unreached.map(({ id }) => id)).toEqual(['ann', 'bob']);
    expect(unreached.map(({ from }) => from)).toEqual([0.9, expect.closeTo(0.6, 12)]);
    const some = await ask(0.65, ['plan']);
    expect(some.found.map(({ id }) => id)).toEqual(['ann']);
  });

  it('of several classes names the one that a row would come to', async () => {
    // By hand: low, middle and high are age / 100 away from 0, 0.405 and 0.905, whichever is nearest; "surest" is nearest of all.
    const places = [0, 0.405, 0.905];
    const classesOf = ({ columns: [age], rows }: LearningTable): Float64Array => {
      if (age?.kind !== 'number') throw new Error('other columns');
      return Float64Array.from({ length: 3 * rows }, (_, at) => {
        const near = places.map((place) => Math.exp(-10 * Math.abs(age.values[Math.floor(at / 3)]! / 100 - place)));
        return near[at % 3]! / near.reduce((sum, each) => sum + each, 0);
      });
    };
    const ages = tableOf(numberColumn('age', [90, 0, ...upTo(100)]), numberColumn('orders', [0, 0, ...upTo(10)]));
    const { found, unreached } = await counterfactuals(
      { model: { predict: classesOf, fitted: { cost: 0 } }, predictions: classesOf(ages) },
      { data: { table: ages, y: new Float64Array(ages.rows), ids }, scoreFrom: 0 },
      { threshold: null, actionable: ['age'] },
      testContext(),
    );
    expect(unreached).toEqual([]);
    for (const { id, from, to, classes, changes } of found) {
      expect(changes).toHaveLength(1);
      const { from: now, to: then } = changes[0]! as { from: number; to: number };
      expect(now).toBe({ ann: 90, bob: 0 }[id] ?? Number(id.slice(1)));
      const nearest = (age: number) =>
        places
          .map((place) => Math.abs(age / 100 - place))
          .reduce((best, gap, at, all) => (gap < all[best]! ? at : best), 0);
      expect(classes).toEqual({ from: nearest(now), to: nearest(then) });
      expect(classes!.from).not.toBe(classes!.to);
      expect([from, to]).toEqual([
        ...[now, then].map((age) => expect.closeTo(Math.max(...classesOf(tableOf(numberColumn('age', [age])))), 12)),
      ]);
      // No nearer age of anybody would do: the borders lie between 20 and 21, and between 65 and 66.
      const step = Math.sign(then - now);
      expect(nearest(then - step)).toBe(classes!.from);
    }
    // Asked of a row whose class cannot change: orders say nothing.
    const none = await counterfactuals(
      { model: { predict: classesOf, fitted: { cost: 0 } }, predictions: classesOf(ages) },
      { data: { table: ages, y: new Float64Array(ages.rows), ids }, scoreFrom: 0 },
      { threshold: null, actionable: ['orders'] },
      testContext(),
    );
    expect(none.found).toEqual([]);
    expect(none.unreached[0]).toMatchObject({ id: expect.any(String), class: expect.any(Number) });
  });

  it('asks of nobody where nobody is at the threshold; refuses a column that is not there', async () => {
    expect(await ask(2, ['plan'])).toEqual({ found: [], unreached: [] });
    await expect(ask(0.55, ['plan', 'Plan'])).rejects.toMatchObject({
      name: 'explain.no-column',
      values: { column: 'Plan', known: 'age, orders, plan' },
    });
  });
});
