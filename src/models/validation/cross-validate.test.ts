import { describe, expect, it } from 'vitest';
import type { Validation } from '../../contract/learning.ts';
import { binaryMetrics, regressionMetrics } from '../../core/metrics.ts';
import { trainModel, type ModelConfig } from '../model.ts';
import { interruptedEverywhere, stopAt, TestSnapshots, testContext } from '../testing.ts';
import { baselineMetrics, baselineOf } from './baseline.ts';
import { crossValidate, type CrossValidation } from './cross-validate.ts';
import type { LearningData } from './fold.ts';
import { metricsOf } from './metrics-of.ts';
import { splitsOf } from './splits.ts';
import { spreadOf } from './spread.ts';
import { learningData, prepared } from './testing.ts';

const config = (estimator: string): ModelConfig => ({ estimator, estimatorParams: {}, preparation: prepared });

const splits = (data: LearningData, folds: number, repeats = 1, validation: Validation['validation'] = 'auto') =>
  splitsOf({ validation, folds, repeats }, { ...data, rows: data.table.rows, seed: 1 });

/** All but the time it took. */
const timeless = (result: CrossValidation) => ({
  ...result,
  folds: result.folds.map(({ metrics, rows }) => ({ metrics, rows })),
});

describe('cross-validation', () => {
  it('is training and asking, split by split', async () => {
    const data = learningData('binary', 120);
    const all = splits(data, 4);
    const result = await crossValidate(config('gaussian-nb'), data, all, testContext());
    const y = (rows: Uint32Array) => Float64Array.from(rows, (row) => data.y[row]!);
    for (const [fold, { train, test }] of all.entries()) {
      const { task, classes } = data;
      const model = await trainModel(
        config('gaussian-nb'),
        data.table,
        train,
        data.y,
        { task, classes },
        testContext(),
      );
      const p = model.predict(data.table, test);
      expect(result.folds[fold]!.metrics).toEqual(binaryMetrics(y(test), p));
      expect(Float64Array.from(test, (row) => result.predictions[row]!)).toEqual(p);
    }
    const aucs = result.folds.map(({ metrics }) => metrics['auc']!);
    const mean = aucs.reduce((sum, auc) => sum + auc, 0) / 4;
    expect(result.mean['auc']).toBeCloseTo(mean, 12);
    expect(result.sd['auc']).toBeCloseTo(Math.sqrt(aucs.reduce((sum, auc) => sum + (auc - mean) ** 2, 0) / 3), 12);
    expect(result.mean['auc']).toBeGreaterThan(0.85);
    expect(result.baseline.mean['auc']).toBe(0.5);
  });

  it('a row’s own label has no part in what it is told', async () => {
    const data = learningData('binary', 90);
    const all = splits(data, 3);
    const before = await crossValidate(config('gaussian-nb'), data, all, testContext());
    const y = data.y.slice();
    for (const row of all[0]!.test) y[row] = 1 - y[row]!;
    const after = await crossValidate(config('gaussian-nb'), { ...data, y }, all, testContext());
    for (const row of all[0]!.test) expect(after.predictions[row]).toBe(before.predictions[row]);
    expect(after.predictions).not.toEqual(before.predictions);
  });

  it('several classes: outputs row after row; repeats are averaged', async () => {
    const data = learningData('multiclass', 90);
    const all = splits(data, 3, 2);
    const result = await crossValidate(config('gaussian-nb'), data, all, testContext());
    expect(result.folds).toHaveLength(6);
    expect(result.predictions).toHaveLength(270);
    for (let row = 0; row < 90; row += 1) {
      expect(result.predictions.subarray(3 * row, 3 * row + 3).reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
    }
    const once = await crossValidate(config('gaussian-nb'), data, all.slice(0, 3), testContext());
    const again = await crossValidate(config('gaussian-nb'), data, all.slice(3), testContext());
    result.predictions.forEach((p, at) =>
      expect(p).toBeCloseTo((once.predictions[at]! + again.predictions[at]!) / 2, 12),
    );
  });

  it('numbers; rows that no split asks about have no prediction', async () => {
    const data = learningData('regression', 80);
    const all = splits(data, 4).slice(1);
    const result = await crossValidate(config('ridge'), data, all, testContext());
    expect(result.mean['r2']).toBeGreaterThan(0.7);
    expect(Math.abs(result.baseline.mean['r2']!)).toBeLessThan(0.3);
    expect(result.predictions.filter(Number.isNaN)).toHaveLength(20);
  });

  it('interrupted at any step, it comes to the same; a finished fold is not trained again', async () => {
    const data = learningData('binary', 60);
    const all = splits(data, 3);
    const whole = timeless(await crossValidate(config('logistic'), data, all, testContext()));
    const job = (context: ReturnType<typeof testContext>) => crossValidate(config('logistic'), data, all, context);
    await interruptedEverywhere(job, 'cpu', (resumed) => expect(timeless(resumed)).toEqual(whole));
    const last = testContext();
    await job(last);
    const kept = new TestSnapshots();
    const stopped = job({ ...testContext(undefined, stopAt(last.shares.length - 1)), snapshots: kept });
    await expect(stopped).rejects.toMatchObject({ name: 'test.stopped' });
    const resumed = testContext();
    await job({ ...resumed, snapshots: new TestSnapshots(kept) });
    expect(resumed.shares.length).toBeLessThan(0.6 * last.shares.length);
    expect(Math.min(...resumed.shares)).toBeGreaterThanOrEqual(0.6);
  });

  it('what another job kept is not taken up', async () => {
    const data = learningData('binary', 60);
    const kept = new TestSnapshots();
    await crossValidate(config('logistic'), data, splits(data, 3), { ...testContext(), snapshots: kept });
    const other = splits(data, 4);
    const found = await crossValidate(config('logistic'), data, other, {
      ...testContext(),
      snapshots: new TestSnapshots(kept),
    });
    expect(timeless(found)).toEqual(timeless(await crossValidate(config('logistic'), data, other, testContext())));
  });

  it('tells how far it is, from 0 to 1', async () => {
    const data = learningData('binary', 60);
    const context = testContext();
    await crossValidate(config('gaussian-nb'), data, splits(data, 3), context);
    expect(context.shares).toEqual([...context.shares].sort((a, b) => a - b));
    expect([context.shares[0], context.shares.at(-1)]).toEqual([0, 1]);
  });
});

describe('baselines', () => {
  const all = Uint32Array.of(0, 1, 2, 3, 4);
  const test = Uint32Array.of(5, 6);

  it('prevalence, frequencies, mean and median of the training rows', () => {
    expect([...baselineOf('binary', [1, 0, 0, 0, 1, 1, 1], all).values]).toEqual([0.4]);
    const frequencies = baselineOf('multiclass', [1, 0, 0, 2, 0, 1, 1], all, { classes: 4 });
    expect([...frequencies.predict(2)]).toEqual([0.6, 0.2, 0.2, 0, 0.6, 0.2, 0.2, 0].map((p) => expect.closeTo(p, 12)));
    const y = [1, 2, 3, 4, 90, 5, 7];
    expect([...baselineOf('regression', y, all).values]).toEqual([20]);
    expect([...baselineOf('regression', y, all, { centre: 'median' }).values]).toEqual([3]);
  });

  it('each error is that of the constant that is hardest to beat', () => {
    const metrics = baselineMetrics('regression', [1, 2, 3, 4, 90, 5, 7], { train: all, test }, 1);
    expect(metrics).toMatchObject({ mae: 3, medianAe: 3, rmse: regressionMetrics([5, 7], [20, 20]).rmse });
    expect(baselineMetrics('binary', [1, 0, 0, 0, 1, 1, 0], { train: all, test }, 2)).toMatchObject({
      auc: 0.5,
      accuracy: 0.5,
    });
  });
});

describe('metrics of a task', () => {
  it('scores of strangeness are ranked where labels tell which rows are strange', () => {
    expect(metricsOf('anomaly', [0, 1, 0], [-3, 8, 2], 2)).toMatchObject({ auc: 1, averagePrecision: 1 });
    expect(metricsOf('anomaly', [0, 0, 0], [1, 2, 3], 2)).toEqual({});
  });

  it('a fold without a value is left out of the mean, and a metric that a fold lacks altogether', () => {
    const { mean, sd } = spreadOf([{ auc: 0.8, deviance: 1 }, { auc: NaN, deviance: 2 }, { auc: 0.6 } as never]);
    expect(mean).toEqual({ auc: expect.closeTo(0.7, 12) });
    expect(sd['auc']).toBeCloseTo(Math.SQRT2 / 10, 12);
  });
});
