import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { judgingEntries, signalEntries } from '../../contract/recommending.ts';
import { testContext } from '../../models/testing.ts';
import { recommenderOf } from '../catalog.ts';
import { evaluate } from '../evaluation/evaluate.ts';
import { splitOf } from '../evaluation/split.ts';
import { hasMovielens, movielens } from '../test-movielens.ts';

const params = v.parse(v.object({ ...signalEntries, ...judgingEntries }), { split: 'random' });

/** Trainings of some ten minutes each: WHOLE_MOVIELENS=1 runs them, on five splits. */
const seeds = [1, 2, 3, 4, 5];
const isAsked = hasMovielens && Boolean(process.env.WHOLE_MOVIELENS);

/**
 * By recommender: the NDCG@10 published for it, tuned, at another such split, which the mean of five is to reach; popularity has .14, EASE
 * .331 in the same table. Single splits differ by ±.005.
 */
const goals = [
  ['bpr', 0.3197],
  ['lightgcn', 0.3146],
] as const;

describe.skipIf(!isAsked)('on MovieLens-100k (where it is beside the checkout, and WHOLE_MOVIELENS is set)', () => {
  it.each(goals)('%s ranks films at random splits', { timeout: 7_200_000 }, async (id, least) => {
    const found: number[] = [];
    for (const seed of seeds) {
      const split = splitOf(movielens(), params, seed);
      const fitted = await (await recommenderOf(id, {}, 'implicit')).fit(split.train, { ...testContext('wasm'), seed });
      const { metrics } = await evaluate(fitted, split, { k: 10, seen: 'exclude' }, testContext());
      found.push(metrics.ndcg);
      process.stdout.write(`${id} ${seed} ${metrics.ndcg.toFixed(4)} ${metrics.recall.toFixed(4)}\n`);
    }
    expect(found.reduce((sum, ndcg) => sum + ndcg, 0) / found.length).toBeGreaterThan(least);
  });
});
