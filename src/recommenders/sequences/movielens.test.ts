import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { judgingEntries, signalEntries } from '../../contract/recommending.ts';
import { testContext } from '../../models/testing.ts';
import { recommenderOf } from '../catalog.ts';
import { evaluate } from '../evaluation/evaluate.ts';
import { splitOf } from '../evaluation/split.ts';
import { hasMovielens, movielens } from '../test-movielens.ts';

const params = v.parse(v.object({ ...signalEntries, ...judgingEntries }), { split: 'leave-last-out' });

/** A training of some minutes: WHOLE_MOVIELENS=1 runs it. */
const isAsked = hasMovielens && Boolean(process.env.WHOLE_MOVIELENS);

describe.skipIf(!isAsked)('on MovieLens-100k (where it is beside the checkout, and WHOLE_MOVIELENS is set)', () => {
  it('SASRec foretells the last film, seen ones ranked too', { timeout: 7_200_000 }, async () => {
    const split = splitOf(movielens(), params, 1);
    const fitted = await (
      await recommenderOf('sasrec', { epochs: 16 }, 'implicit')
    ).fit(split.train, testContext('wasm'));
    const { metrics } = await evaluate(fitted, split, { k: 10, seen: 'allow' }, testContext());
    process.stdout.write(`sasrec ${metrics.ndcg.toFixed(4)} ${metrics.recall.toFixed(4)}\n`);
    // Published for RecBole's: .0594 and .1198 (README.md of sasrec); asked for is that less what chance does to 943 users.
    expect(metrics.ndcg).toBeGreaterThan(0.05);
    expect(metrics.recall).toBeGreaterThan(0.105);
  });
});
