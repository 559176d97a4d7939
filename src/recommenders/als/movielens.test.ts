import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { judgingEntries, signalEntries } from '../../contract/recommending.ts';
import { testContext } from '../../models/testing.ts';
import { recommenderOf } from '../catalog.ts';
import { evaluate } from '../evaluation/evaluate.ts';
import { splitOf } from '../evaluation/split.ts';
import { hasMovielens, movielens } from '../test-movielens.ts';

const params = v.parse(v.object({ ...signalEntries, ...judgingEntries }), { split: 'random' });

/** All five splits take longer than a unit test may: WHOLE_MOVIELENS=1 runs them. */
const seeds = process.env.WHOLE_MOVIELENS ? [1, 2, 3, 4, 5] : [1];

describe.skipIf(!hasMovielens)('ALS on MovieLens-100k (skipped where it is not beside the checkout)', () => {
  it('ranks films at random splits as well as `implicit` does', { timeout: 3_600_000 }, async () => {
    const found: number[][] = [];
    for (const seed of seeds) {
      const split = splitOf(movielens(), params, seed);
      const recommender = await recommenderOf('als', { regularisation: 20 }, 'implicit');
      const fitted = await recommender.fit(split.train, { ...testContext(), seed });
      const { metrics } = await evaluate(fitted, split, { k: 10, seen: 'exclude' }, testContext());
      found.push([metrics.ndcg, metrics.recall]);
    }
    if (seeds.length > 1)
      process.stdout.write(`${found.map((row) => row.map((value) => value.toFixed(4)).join(' ')).join('\n')}\n`);
    const mean = (at: number) => found.reduce((sum, row) => sum + row[at]!, 0) / found.length;
    // implicit 0.7.3, same parameters, over five such splits of its own: NDCG@10 .3285 ± .0034, Recall@10 .2739 ± .0042; of RecBole's
    // table for this split, EASE has .3295 and .2805, SLIM .3235 and .2750. One split is held to the mean less four spreads.
    expect(mean(0)).toBeGreaterThan(0.315);
    expect(mean(1)).toBeGreaterThan(0.26);
  });
});
