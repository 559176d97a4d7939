import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import { judgingEntries, signalEntries } from '../../contract/recommending.ts';
import { testContext } from '../../models/testing.ts';
import { recommenderOf } from '../catalog.ts';
import type { Catalogue } from '../data.ts';
import { evaluate } from '../evaluation/evaluate.ts';
import type { Split } from '../evaluation/split.ts';
import { splitOf } from '../evaluation/split.ts';
import { hasMovielens, movielens } from '../test-movielens.ts';

const params = v.parse(v.object({ ...signalEntries, ...judgingEntries }), { split: 'random' });
const FOLDER = '../shared/data/movielens_100k';

/** Titles and genres of the films. */
function filmsOf(items: number): Catalogue {
  const genres = readFileSync(`${FOLDER}/u.genre`, 'latin1').trim().split('\n');
  const names = genres.map((line) => line.split('|')[0]!);
  const films = readFileSync(`${FOLDER}/u.item`, 'latin1').trim().split('\n');
  const rows = films.map((line) => line.split('|'));
  return {
    ids: Array.from({ length: items }, (_, item) => String(item + 1)),
    title: rows.map(([, title]) => title!),
    category: rows.map((row) => names.filter((_, at) => row[5 + at] === '1').join('|')),
  };
}

describe.skipIf(!hasMovielens)('MovieLens-100k by titles and genres (needs the data beside the checkout)', () => {
  let split: Split;
  beforeAll(() => {
    const data = movielens();
    const whole = { ...data, catalogue: filmsOf(data.interactions.items) };
    split = splitOf(whole, params, 2020);
  });

  async function ndcg(id: string, own: Record<string, unknown> = {}): Promise<number> {
    const recommender = await recommenderOf(id, own, 'implicit');
    const fitted = await recommender.fit(split.train, testContext());
    return (await evaluate(fitted, split, { k: 10, seen: 'exclude' }, testContext())).metrics.ndcg;
  }

  it('content finds more than chance does, .009', async () => {
    expect(await ndcg('content')).toBeGreaterThan(0.018);
  });

  it('a hybrid is no worse than its best member by more than the noise of a seed, .005', async () => {
    const alone = await ndcg('ease');
    const blended = await ndcg('hybrid', { members: ['ease', 'popularity', 'content'] });
    expect(blended).toBeGreaterThan(alone - 0.005);
  }, 180_000);
});
