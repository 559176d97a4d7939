import { describe, expect, it } from 'vitest';
import { testContext } from '../../models/testing.ts';
import knn from '../knn-baseline/recommender.ts';
import { recommenderOf } from '../catalog.ts';
import type { LearningData } from '../data.ts';
import { learningDataOfLog, profileOfUser } from '../testing.ts';
import { baselinesOf } from './baselines.ts';
import type { BiasedFactors } from './biased-factors.ts';
import { descend, startOf } from './descent.ts';
import golden from './ratings.golden.json';

const log = golden.ratings.flatMap((row, user) =>
  row.flatMap((rating, item) => (rating > 0 ? [[user, item, rating] as const] : [])),
);
const [users, items] = [golden.ratings.length, golden.ratings[0]!.length];
const data: LearningData = learningDataOfLog(log, users, items, { feedback: 'ratings' });
const { interactions } = data;
const width = golden.factors;

/** What reference.py has Surprise begin with: 0.01, 0.02 … 0.25 over and over; its items are numbered as they come. */
const knownStart = (order: readonly number[]): Float64Array =>
  Float64Array.from(
    order.flatMap((row) => Array.from({ length: width }, (_, k) => 0.01 * (1 + ((row * width + k) % 25)))),
  );

const numbered = (length: number): number[] => Array.from({ length }, (_, at) => at);

function start(implicit: boolean): BiasedFactors {
  const model = startOf(interactions, width, 1, implicit);
  model.users.set(knownStart(numbered(users)));
  model.items.set(knownStart(golden.itemOrder));
  model.implicit?.set(knownStart(golden.itemOrder));
  return model;
}

function expectClose(found: ArrayLike<number>, wanted: readonly number[], digits = 10): void {
  expect(found).toHaveLength(wanted.length);
  wanted.forEach((value, at) => expect(found[at]).toBeCloseTo(value, digits));
}

const pass = async (model: BiasedFactors, rate: number): Promise<void> =>
  descend(model, interactions, { rate, regularisation: 0.02, epochs: golden.epochs }, async () => undefined);

describe('the scale of ratings', () => {
  it.each(['svd', 'svd-plus-plus'])(
    '%s: ratings out of five hundred are expected as those out of five, times a hundred',
    async (id) => {
      const expectedOf = async (times: number) => {
        const part = { ...interactions, weight: interactions.weight.map((rating) => rating * times) };
        const recommender = await recommenderOf(id, {}, 'ratings');
        const fitted = await recommender.fit({ ...data, interactions: part }, testContext());
        const row = new Float32Array(items);
        const known = profileOfUser({ ...data, interactions: part }, 2);
        fitted.score([{ ...known, user: -1 }], row);
        return row;
      };
      const [stars, points] = [await expectedOf(1), await expectedOf(100)];
      stars.forEach((rating, item) => expect(points[item]! / 100).toBeCloseTo(rating, 4));
    },
  );
});

describe('ratings, against Surprise', () => {
  it('SVD: each epoch takes the steps of its SVD', async () => {
    const model = start(false);
    await pass(model, 0.005);
    const { svd } = golden;
    for (const part of ['userBias', 'itemBias', 'users', 'items'] as const) expectClose(model[part], svd[part]);
  });

  it('SVD++: moving the implicit factors once a user comes to the same as moving all at each rating', async () => {
    const model = start(true);
    await pass(model, 0.007);
    const { svdpp } = golden;
    for (const part of ['userBias', 'itemBias', 'users', 'items'] as const) expectClose(model[part], svdpp[part]);
    expectClose(model.implicit!, svdpp.implicit);
  });

  it('baselines by alternating least squares', async () => {
    const found = await baselinesOf(interactions, async () => undefined);
    expectClose(found.user, golden.byItem.userBaseline);
    expectClose(found.item, golden.byItem.itemBaseline);
  });

  it.each(['item', 'user'] as const)('neighbours by %s: the ratings expected of all that was not rated', async (by) => {
    const { expected } = by === 'item' ? golden.byItem : golden.byUser;
    const fitted = await knn.make({ by, k: 3, shrinkage: 100 }).fit(data, testContext());
    const row = new Float32Array(items);
    for (let user = 0; user < users; user += 1) {
      fitted.score([profileOfUser(data, user)], row);
      golden.ratings[user]!.forEach((rating, item) => {
        // Where an item was rated, Surprise counts it among its own neighbours; we do not.
        if (rating === 0) expect(row[item]).toBeCloseTo(expected[user * items + item]!, 5);
      });
    }
  });

  it('neighbours of an item, as Surprise has them', async () => {
    const fitted = await knn.make({ by: 'item', k: 3, shrinkage: 100 }).fit(data, testContext());
    const { similarity } = golden.byItem;
    for (let item = 0; item < items; item += 1) {
      const wanted = numbered(items).filter((other) => other !== item && similarity[item * items + other]! > 0);
      const found = fitted.similar!(item, items);
      expect(found.map((each) => each.item).sort((a, b) => a - b)).toEqual(wanted);
      for (const { item: other, score } of found) expect(score).toBeCloseTo(similarity[item * items + other]!, 6);
    }
  });
});
