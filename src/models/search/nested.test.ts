import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/random.ts';
import { interruptedEverywhere, testContext, type TestContext } from '../testing.ts';
import { crossValidate } from '../validation/cross-validate.ts';
import type { LearningData } from '../validation/fold.ts';
import { nestedSplits } from '../validation/splits.ts';
import { learningData, prepared } from '../validation/testing.ts';
import { nestedSearch } from './nested.ts';
import { search, type SearchOptions } from './search.ts';

const options = (more: Partial<SearchOptions> = {}): SearchOptions => ({
  ...{ method: 'random', seconds: 1e6, trials: 4, preparation: prepared, metric: 'auc' },
  ...more,
});

const nested = (data: LearningData, folds = 3) =>
  nestedSplits({ validation: 'auto', folds, repeats: 1 }, { ...data, rows: data.table.rows, seed: 1 });

const data = learningData('binary', 60);
const candidates = [{ estimator: 'knn' }, { estimator: 'gaussian-nb' }];

describe('a search judged', () => {
  it('is a search within each fold’s training rows, whose choice the other rows judge', async () => {
    const splits = nested(data);
    const found = await nestedSearch(data, splits, candidates, options(), testContext());
    for (const [at, { outer, inner }] of splits.entries()) {
      const { rows, best } = await search(data, inner, candidates, options(), testContext());
      const { estimator, params } = rows[best]!;
      expect(found.folds[at]!.chosen).toEqual({ estimator, params });
      const config = { estimator, estimatorParams: params, preparation: prepared };
      const judged = await crossValidate(config, data, [outer], testContext());
      expect(found.folds[at]!.value).toBe(judged.mean['auc']);
      expect(found.folds[at]!.baseline).toBe(0.5);
    }
    const values = found.folds.map(({ value }) => value);
    expect(found.mean).toBeCloseTo((values[0]! + values[1]! + values[2]!) / 3, 12);
    expect(found.baseline).toBe(0.5);
  });

  it('a fold’s choice has not seen its rows: other labels there, the same choice', async () => {
    const splits = nested(data);
    const [first] = splits;
    const y = data.y.slice();
    for (const row of first!.outer.test) y[row] = 1 - y[row]!;
    const one = await nestedSearch(data, splits.slice(0, 1), candidates, options(), testContext());
    const two = await nestedSearch({ ...data, y }, splits.slice(0, 1), candidates, options(), testContext());
    expect(two.folds[0]!.chosen).toEqual(one.folds[0]!.chosen);
    expect(two.folds[0]!.value).toBeCloseTo(1 - one.folds[0]!.value, 12);
  });

  it('tells what the leaderboard flatters: of labels by chance the best looks better than it is', async () => {
    const gaps = [1, 2, 3, 4, 5, 6].map(async (seed) => {
      const random = seededRandom(seed);
      const chance = { ...data, y: data.y.map(() => Number(random() < 0.5)) };
      const splits = nested(chance);
      const many = options({ trials: 12 });
      const outer = splits.map((each) => each.outer);
      const { rows, best } = await search(chance, outer, candidates, many, testContext());
      const { mean } = await nestedSearch(chance, splits, candidates, many, testContext());
      return rows[best]!.mean - mean;
    });
    const all = await Promise.all(gaps);
    expect(all.reduce((sum, gap) => sum + gap, 0) / all.length).toBeGreaterThan(0.02);
  });

  it('a fold that can’t be learnt is a row with the error’s code', async () => {
    const [first, ...others] = nested(data);
    const { outer, inner } = first!;
    const alike = { outer: { ...outer, train: outer.train.filter((row) => data.y[row] === 0) }, inner };
    const none = { outer: alike.outer, inner: [] };
    const found = await nestedSearch(data, [none, ...others], candidates, options({ trials: 2 }), testContext());
    expect(found.folds[0]).toMatchObject({ chosen: null, failed: 'model.one-class', value: NaN });
    expect(found.folds.slice(1).every(({ value }) => value > 0)).toBe(true);
    expect(found.mean).toBeCloseTo((found.folds[1]!.value + found.folds[2]!.value) / 2, 12);
  });

  it('goes on where it was', async () => {
    const splits = nested(data, 2);
    const job = (context: TestContext) => nestedSearch(data, splits, candidates, options({ trials: 2 }), context);
    const whole = await job(testContext());
    const steps = await interruptedEverywhere(job, 'cpu', (resumed) => expect(resumed).toEqual(whole));
    expect(steps).toBeGreaterThan(8);
  });
});
