import { describe, expect, it } from 'vitest';
import { estimatorOf, loadFitted } from '../catalog.ts';
import type { Task } from '../../contract/estimator.ts';
import { matrixOf } from '../matrix.ts';
import { testContext } from '../testing.ts';
import golden from './stacking.golden.json' with { type: 'json' };

// The references are scikit-learn's, on the same folds: ../pipeline/references.py.
const x = matrixOf(['a', 'b', 'c'], golden.x, golden.y.length);
const classifiers = ['logistic', 'gaussian-nb'];
const regressors = ['ridge', 'linear', 'lasso'];

async function predictions(task: Task, y: number[], estimators: string[]): Promise<Float64Array> {
  const fitted = await (await estimatorOf('stacking', { estimators }, task)).fit(x, y, testContext());
  const predicted = fitted.predict(x);
  const loaded = await loadFitted('stacking', JSON.parse(JSON.stringify(fitted)));
  expect(loaded.predict(x)).toStrictEqual(predicted);
  return predicted;
}

describe('stacking, as scikit-learn stacks', () => {
  it.each([
    ['binary', golden.y, golden.binary, classifiers],
    ['multiclass', golden.y3, golden.multiclass.flat(), classifiers],
    ['regression', golden.number, golden.regression, regressors],
  ] as const)('%s', async (task, y, expected, estimators) => {
    const predicted = await predictions(task, [...y], [...estimators]);
    expect(predicted).toHaveLength(expected.length);
    expected.forEach((value, at) => expect(predicted[at]).toBeCloseTo(value, 5));
  });

  it('weighs columns as the last model weighs the models', async () => {
    const estimator = await estimatorOf('stacking', { estimators: ['ridge', 'linear'], folds: 3 }, 'regression');
    const y = golden.x[1]!.map((value) => 3 * value);
    const weights = (await estimator.fit(x, y, testContext())).explain();
    expect(weights[0]!.feature).toBe('b');
    expect(weights[0]!.weight).toBeGreaterThan(0.95);
    expect(weights.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 10);
  });

  it('a model that cannot do the task is named', async () => {
    const estimator = await estimatorOf('stacking', { estimators: ['logistic'] }, 'regression');
    await expect(estimator.fit(x, golden.number, testContext())).rejects.toMatchObject({
      name: 'model.wrong-task',
      values: { estimator: 'logistic' },
    });
  });
});
