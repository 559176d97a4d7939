import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { judgingEntries, signalEntries } from '../../contract/recommending.ts';
import { testContext } from '../../models/testing.ts';
import { recommenderOf } from '../catalog.ts';
import { evaluate } from '../evaluation/evaluate.ts';
import { splitOf } from '../evaluation/split.ts';
import { hasMovielens, movielens } from '../test-movielens.ts';

const params = v.parse(v.object({ ...signalEntries, ...judgingEntries }), { split: 'random' });

/** Whole trainings take longer than a unit test may: WHOLE_MOVIELENS=1 runs them, on five splits. */
const whole = Boolean(process.env.WHOLE_MOVIELENS);
const seeds = whole ? [1, 2, 3, 4, 5] : [1];

/**
 * By recommender: epochs of a short training with the NDCG@10 that it must reach, and that of a whole one. Popularity has .14. Published
 * for a tuned BPR at a split of its own are .3197, for LightGCN .3146; splits differ by ±.005, so five are held to that much less.
 */
const goals = [
  ['bpr', 8, 0.2, 0.31],
  ['lightgcn', 3, 0.17, 0.309],
] as const;

describe.skipIf(!hasMovielens)('on MovieLens-100k (skipped where it is not beside the checkout)', () => {
  it.each(goals)(
    '%s ranks films at random splits',
    { timeout: whole ? 7_200_000 : 120_000 },
    async (id, epochs, short, full) => {
      const found: number[][] = [];
      for (const seed of seeds) {
        const split = splitOf(movielens(), params, seed);
        const recommender = await recommenderOf(id, whole ? {} : { epochs }, 'implicit');
        const fitted = await recommender.fit(split.train, { ...testContext('wasm'), seed });
        const { metrics } = await evaluate(fitted, split, { k: 10, seen: 'exclude' }, testContext());
        found.push([metrics.ndcg, metrics.recall]);
        if (whole) process.stdout.write(`${id} ${seed} ${metrics.ndcg.toFixed(4)} ${metrics.recall.toFixed(4)}\n`);
      }
      const mean = found.reduce((sum, [ndcg]) => sum + ndcg!, 0) / found.length;
      expect(mean).toBeGreaterThan(whole ? full : short);
    },
  );
});
