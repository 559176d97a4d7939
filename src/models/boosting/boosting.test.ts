import { describe, expect, it } from 'vitest';
import type { Task } from '../../contract/estimator.ts';
import { binaryMetrics, multiclassLogLoss } from '../../core/metrics.ts';
import { seededRandom } from '../../core/random.ts';
import { estimatorOf, estimatorParams } from '../catalog.ts';
import { matrixOf, type Matrix } from '../matrix.ts';
import { testContext } from '../testing.ts';
import type { FittedTrees } from '../trees/fitted.ts';
import { examplesOf } from '../trees/labels.ts';
import { scoresOf } from '../trees/predict.ts';
import reference from '../trees/reference.json';
import { testData } from '../trees/test-data.ts';
import { trained, type BoostingParams } from './boost.ts';
import { quantileOf } from './quantiles.ts';

const train = testData(1500, 1);
const test = testData(1500, 2);

async function fit(
  params: Record<string, unknown>,
  task: Task,
  x: Matrix,
  y: ArrayLike<number>,
  weights?: ArrayLike<number>,
): Promise<FittedTrees> {
  const estimator = await estimatorOf('boosting', params, task);
  return (await estimator.fit(x, y, testContext(), weights)) as FittedTrees;
}

const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('beside the reference libraries, on rows not seen (reference.py)', () => {
  it('a yes or no: AUC and log loss', async () => {
    const fitted = await fit({}, 'binary', train.x, train.y.binary);
    const { auc, logLoss } = binaryMetrics(test.y.binary, fitted.predict(test.x));
    for (const [theirAuc, theirLoss] of Object.values(reference.binary) as [number, number][]) {
      expect(auc).toBeGreaterThan(theirAuc - 0.01);
      expect(logLoss).toBeLessThan(theirLoss + 0.03);
    }
  });

  it('three classes: log loss', async () => {
    const fitted = await fit({}, 'multiclass', train.x, train.y.multiclass);
    const loss = multiclassLogLoss(test.y.multiclass, fitted.predict(test.x), 3);
    expect(Math.abs(loss - reference.multiclass)).toBeLessThan(0.04);
  });

  it('a number: R², absolute error, pinball loss and coverage of a quantile', async () => {
    const y = test.y.regression;
    const squared = (await fit({}, 'regression', train.x, train.y.regression)).predict(test.x);
    const middle = mean(y);
    const unexplained = mean(y.map((value, row) => (value - squared[row]!) ** 2));
    expect(1 - unexplained / mean(y.map((value) => (value - middle) ** 2))).toBeGreaterThan(
      reference.regression - 0.02,
    );

    const absolute = await fit({ loss: 'absolute' }, 'regression', train.x, train.y.regression);
    const predicted = absolute.predict(test.x);
    expect(mean(y.map((value, row) => Math.abs(value - predicted[row]!)))).toBeLessThan(reference.absolute + 0.02);

    const quantile = await fit({ loss: 'quantile', quantile: 0.9 }, 'regression', train.x, train.y.regression);
    const high = quantile.predict(test.x);
    const pinball = mean(y.map((value, row) => Math.max(0.9 * (value - high[row]!), 0.1 * (high[row]! - value))));
    expect(pinball).toBeLessThan(reference.quantile + 0.01);
    // 1500 rows: three standard errors are .023. Few large leaves, as a model that learnt its rows covers fewer of the others.
    const careful = { loss: 'quantile', quantile: 0.9, maxLeaves: 6, minSamplesLeaf: 60, iterations: 60 };
    const bound = (await fit(careful, 'regression', train.x, train.y.regression)).predict(test.x);
    expect(Math.abs(mean(y.map((value, row) => Number(value <= bound[row]!))) - 0.9)).toBeLessThan(0.03);
  });

  it('counts: Poisson deviance', async () => {
    const rate = (await fit({ loss: 'poisson' }, 'regression', train.x, train.y.count)).predict(test.x);
    const deviance = mean(
      test.y.count.map((k, row) => 2 * ((k > 0 ? k * Math.log(k / rate[row]!) : 0) - k + rate[row]!)),
    );
    expect(Math.abs(deviance - reference.poisson)).toBeLessThan(0.08);
    expect(rate.every((value) => value > 0)).toBe(true);
  });
});

describe('what it learnt is what it says', () => {
  const weights = Float64Array.from({ length: train.x.rows }, (_, row) => row % 4);
  it.each([
    ['binary', {}],
    ['binary', { subsample: 0.5, columnShare: 0.5, maxDepth: 4 }],
    ['multiclass', { iterations: 20, subsample: 0.7 }],
    ['regression', { loss: 'quantile', quantile: 0.3, iterations: 40 }],
    ['regression', { increasing: ['a'], decreasing: ['c'] }],
  ] as [Task, Partial<BoostingParams>][])('%s with %j: the trees give the scores of training', async (task, params) => {
    const y = task === 'regression' ? train.y.regression : train.y[task as 'binary' | 'multiclass'];
    const examples = examplesOf(train.x, y, task, weights);
    const whole = estimatorParams('boosting', params) as unknown as BoostingParams;
    const { trees, base, loss, scores } = await trained(whole, task, examples, testContext());
    const output = Int32Array.from(trees, (_, at) => at % loss.outputs);
    const again = scoresOf({ trees, output, base, link: loss.link }, train.x);
    // Rows without weight are not followed while the trees grow.
    const of = (all: Float64Array) => all.filter((_, at) => weights[Math.floor(at / loss.outputs)]! > 0);
    expect(of(again)).toEqual(of(scores));
  });

  it('one round by hand: log odds and a Newton step', async () => {
    // Five of ten; left 1 of 5, right 4 of 5. p = .5: g = p − y, h = .25.
    const x = matrixOf(['a'], [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]], 10);
    const y = [0, 0, 0, 0, 1, 0, 1, 1, 1, 1];
    const options = { iterations: 1, learningRate: 1, maxLeaves: 2, minSamplesLeaf: 5 };
    const { ensemble } = await fit(options, 'binary', x, y);
    expect([...ensemble.base]).toEqual([0]);
    // −Σg / Σh = −(5 · .5 − 1) / 1.25 = −1.2 and 1.2; with an L2 of 1, −1.5 / 2.25.
    expect([...ensemble.trees[0]!.value].slice(1)).toEqual([-1.2, 1.2]);
    const damped = await fit({ ...options, l2: 1 }, 'binary', x, y);
    expect(damped.ensemble.trees[0]!.value[1]).toBeCloseTo(-1.5 / 2.25, 12);
  });

  it('a row of weight 0 might as well not be there', async () => {
    const y = train.y.regression.map((value, row) => (weights[row] === 0 ? 1e6 : value));
    const fitted = await fit({ iterations: 10 }, 'regression', train.x, y, weights);
    expect(Math.max(...fitted.predict(train.x))).toBeLessThan(10);
  });
});

describe('directions', () => {
  it('hold on a grid, wherever the other columns are', async () => {
    const random = seededRandom(5);
    const columns = [0, 1, 2].map(() => Array.from({ length: 800 }, random));
    const x = matrixOf(['up', 'down', 'free'], columns, 800);
    const [up, down, free] = columns as [number[], number[], number[]];
    const y = up.map((value, row) => value - down[row]! + Math.sin(6 * free[row]!) + 2 * random());
    const params = { increasing: ['up'], decreasing: ['down'], minSamplesLeaf: 5 };
    const bound = await fit(params, 'regression', x, y);
    const loose = await fit({ minSamplesLeaf: 5 }, 'regression', x, y);
    const steps = Array.from({ length: 60 }, (_, at) => at / 59);
    let broken = 0;
    for (const [column, direction] of [
      [0, 1],
      [1, -1],
    ] as const) {
      for (const base of [0.1, 0.35, 0.6, 0.85]) {
        const grid = [0, 1, 2].map((at) => steps.map((step) => (at === column ? step : base)));
        const line = matrixOf(x.names, grid, steps.length);
        const [held, freely] = [bound.predict(line), loose.predict(line)];
        for (let at = 1; at < steps.length; at += 1) {
          expect(direction * (held[at]! - held[at - 1]!)).toBeGreaterThanOrEqual(0);
          if (direction * (freely[at]! - freely[at - 1]!) < 0) broken += 1;
        }
      }
    }
    expect(broken).toBeGreaterThan(10);
  });

  it.each([
    [{ increasing: ['z'] }, 'boosting.unknown-column'],
    [{ increasing: ['a'], decreasing: ['a'] }, 'boosting.both-directions'],
    [{ increasing: ['f'] }, 'boosting.monotone-category'],
    [{ increasing: ['a'], loss: 'quantile' }, 'boosting.monotone-loss'],
  ])('%j: %s', async (params, name) => {
    await expect(fit(params, 'regression', train.x, train.y.regression)).rejects.toMatchObject({ name });
  });
});

describe('stopping early', () => {
  it('keeps the rounds up to the best one', async () => {
    const params = { earlyStopping: true, iterations: 400, learningRate: 0.3, patience: 5 };
    const fitted = await fit(params, 'binary', train.x, train.y.binary);
    expect(fitted.notes.rounds).toBe(fitted.ensemble.trees.length);
    expect(fitted.notes.rounds).toBeLessThan(100);
    const all = await fit({ iterations: 400, learningRate: 0.3 }, 'binary', train.x, train.y.binary);
    const loss = (model: FittedTrees) => binaryMetrics(test.y.binary, model.predict(test.x)).logLoss;
    expect(loss(fitted)).toBeLessThan(loss(all));
  });
});

describe('losses', () => {
  it('Poisson refuses what is no count', async () => {
    const counts = { loss: 'poisson' };
    await expect(fit(counts, 'regression', train.x, train.y.regression)).rejects.toMatchObject({
      name: 'boosting.negative-count',
    });
    await expect(
      fit(
        counts,
        'regression',
        train.x,
        train.y.count.map(() => 0),
      ),
    ).rejects.toMatchObject({
      name: 'boosting.no-counts',
    });
  });

  it('quantiles, by hand', () => {
    const values = Float64Array.of(3, 1, 2, 4);
    expect(quantileOf(values, 0.5)).toBe(2.5);
    expect(quantileOf(values, 1)).toBe(4);
    expect(quantileOf(values, 0.5, Float64Array.of(1, 1, 1, 5))).toBe(4);
  });
});
