import { describe, expect, it } from 'vitest';
import type { Task } from '../../contract/estimator.ts';
import { multiclassLogLoss, rocAuc } from '../../core/metrics.ts';
import { estimatorOf } from '../catalog.ts';
import { testContext } from '../testing.ts';
import type { FittedTrees } from '../trees/fitted.ts';
import reference from '../trees/reference.json';
import { testData } from '../trees/test-data.ts';

const train = testData(1500, 1);
const test = testData(1500, 2);
// The reference reads the codes of the category as numbers, and so does a forest here.
const { categories: _of, ...x } = train.x;
const { categories: _too, ...unseen } = test.x;

async function fit(params: Record<string, unknown>, task: Task, y: Float64Array): Promise<FittedTrees> {
  return (await (
    await estimatorOf('random-forest', { minSamplesLeaf: 1, ...params }, task)
  ).fit(x, y, testContext())) as FittedTrees;
}

describe('beside scikit-learn, on rows not seen (reference.py)', () => {
  it('a yes or no: AUC, and the score of the rows that trees did not see', async () => {
    const fitted = await fit({ trees: 200, outOfBag: true }, 'binary', train.y.binary);
    expect(Math.abs(rocAuc(test.y.binary, fitted.predict(unseen)) - reference.forest.auc)).toBeLessThan(0.01);
    expect(Math.abs(fitted.notes.outOfBag! - reference.forest.outOfBag)).toBeLessThan(0.02);
  });

  it('three classes: log loss, and probabilities that add up', async () => {
    const fitted = await fit({ trees: 200, outOfBag: true }, 'multiclass', train.y.multiclass);
    const predicted = fitted.predict(unseen);
    expect(Math.abs(multiclassLogLoss(test.y.multiclass, predicted, 3) - reference.forest.multiclass)).toBeLessThan(
      0.06,
    );
    expect(fitted.notes.outOfBag).toBeGreaterThan(0.6);
  });

  it('a number: R²', async () => {
    const y = test.y.regression;
    const predicted = (await fit({}, 'regression', train.y.regression)).predict(unseen);
    const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
    const left = y.reduce((sum, value, row) => sum + (value - predicted[row]!) ** 2, 0);
    const r2 = 1 - left / y.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    expect(Math.abs(r2 - reference.forest.r2)).toBeLessThan(0.02);
  });
});

it('without draws and with all columns, every tree is the same', async () => {
  const params = { trees: 3, bootstrap: false, features: 'all', maxDepth: 4 };
  const { ensemble } = await fit(params, 'binary', train.y.binary);
  const [first, ...others] = ensemble.trees;
  for (const tree of others) expect(tree).toEqual(first);
});

it('each tree sees about 63 % of the rows, as often as they were drawn', async () => {
  const { ensemble } = await fit({ trees: 5 }, 'binary', train.y.binary);
  for (const { cover } of ensemble.trees) expect(cover[0]).toBe(1500);
});
