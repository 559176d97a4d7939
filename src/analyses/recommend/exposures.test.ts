import { tableFromArrays } from 'apache-arrow';
import { expect, test } from 'vitest';
import type { FittedRecommender } from '../../recommenders/recommender.ts';
import { learningDataOfLog } from '../../recommenders/testing.ts';
import { quietContext } from '../test-project.ts';
import { offPolicyOf } from './exposures.ts';

const data = learningDataOfLog(
  [
    [0, 0],
    [1, 1],
  ],
  2,
  3,
);
const reading = { data, people: ['ann', 'bob'] };

/** ann gets item 1, bob item 0; item 2, which it likes best, was never shown. */
const fitted = {
  items: 3,
  score: (profiles, out) => profiles.forEach(({ user }, at) => out.set(user === 0 ? [1, 2, 9] : [2, 1, 9], at * 3)),
} as Pick<FittedRecommender, 'items' | 'score'> as FittedRecommender;

const exposures = (rows: readonly (readonly [string, string, number, number])[]) =>
  tableFromArrays({
    user: rows.map(([user]) => user),
    action: rows.map(([, action]) => action),
    propensity: Float64Array.from(rows, ([, , propensity]) => propensity),
    reward: Float64Array.from(rows, ([, , , reward]) => reward),
  });

test('weighs what it would have shown too, counted by hand', async () => {
  const found = await offPolicyOf(
    exposures([
      ['ann', 'i1', 0.5, 1], // shown alike: weight 2
      ['ann', 'i0', 0.5, 1], // not what it shows: weight 0
      ['bob', 'i0', 0.25, 0], // alike: weight 4
      ['bob', 'i1', 0.75, 0],
      ['zoe', 'i1', 0.5, 1], // nobody of the log
      ['ann', 'elsewhere', 0.5, 1], // no item
    ]),
    reading,
    fitted,
    quietContext(),
  );
  // IPS (2·1 + 4·0) / 4; SNIPS 2 / 6; ESS 6² / (4 + 16).
  expect(found).toMatchObject({ n: 4, actions: 2, logged: 0.5 });
  expect(found!.ips).toBeCloseTo(0.5, 12);
  expect(found!.snips).toBeCloseTo(1 / 3, 12);
  expect(found!.ess).toBeCloseTo(1.8, 12);
  // Expected of each by the other three: 1/6 + 2·5/6, 4/9, 5/6 − 4·5/6, 5/9.
  expect(found!.dr).toBeCloseTo((11 / 6 + 4 / 9 - 5 / 2 + 5 / 9) / 4, 12);
});

test('says nothing without exposures, or where none is of what it shows', async () => {
  const ask = (rows: Parameters<typeof exposures>[0]) => offPolicyOf(exposures(rows), reading, fitted, quietContext());
  expect(await ask([['zoe', 'i1', 0.5, 1]])).toBeNull();
  expect(
    await ask([
      ['ann', 'i0', 0.5, 1],
      ['bob', 'i1', 0.5, 1],
    ]),
  ).toBeNull();
});
