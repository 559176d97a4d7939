import { expect, it } from 'vitest';
import { rocAuc } from '../../core/metrics.ts';
import { estimatorOf } from '../catalog.ts';
import { matrixOf, type Matrix } from '../matrix.ts';
import { testContext } from '../testing.ts';
import type { FittedTrees } from '../trees/fitted.ts';
import reference from '../trees/reference.json';
import { testData } from '../trees/test-data.ts';

const train = testData(1500, 1);
const test = testData(1500, 2);
/** As the reference has it: gaps filled with .5, codes as numbers. */
const filled = ({ data, rows, columns, names }: Matrix): Matrix => ({
  data: data.map((value) => (Number.isNaN(value) ? 0.5 : value)) as Float64Array,
  rows,
  columns,
  names,
});

it('has scikit-learn’s AUC on rows not seen (reference.py)', async () => {
  const estimator = await estimatorOf('extra-trees', { trees: 200 }, 'binary');
  const fitted = await estimator.fit(filled(train.x), train.y.binary, testContext());
  expect(Math.abs(rocAuc(test.y.binary, fitted.predict(filled(test.x))) - reference.extra)).toBeLessThan(0.01);
});

it('draws thresholds evenly between the least and the largest value', async () => {
  // Four values: a uniform threshold of [0, 9) parts 0 from the rest in a ninth of the trees, and so on.
  const x = matrixOf(['a'], [[0, 1, 3, 9]], 4);
  const params = { trees: 1000, maxDepth: 1 };
  const fitted = (await (
    await estimatorOf('extra-trees', params, 'regression')
  ).fit(x, [1, 2, 4, 8], testContext())) as FittedTrees;
  const shares = new Map<number, number>();
  for (const { cover } of fitted.ensemble.trees) shares.set(cover[1]!, (shares.get(cover[1]!) ?? 0) + 1 / 1000);
  // Three standard errors of 1000 draws are at most .045.
  expect(Math.abs(shares.get(1)! - 1 / 9)).toBeLessThan(0.045);
  expect(Math.abs(shares.get(2)! - 2 / 9)).toBeLessThan(0.045);
  expect(Math.abs(shares.get(3)! - 6 / 9)).toBeLessThan(0.045);
});
