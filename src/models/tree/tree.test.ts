import { describe, expect, it } from 'vitest';
import type { Task } from '../../contract/estimator.ts';
import { estimatorOf } from '../catalog.ts';
import { matrixRows } from '../matrix.ts';
import { testContext } from '../testing.ts';
import type { FittedTrees } from '../trees/fitted.ts';
import reference from '../trees/reference.json';
import { numbersOf, testData } from '../trees/test-data.ts';

const data = testData(1500, 1);
const all = numbersOf(data);
const rows = Array.from({ length: 1500 }, (_, row) => row)
  .filter((row) => !Number.isNaN(all.data[row * 5]!))
  .slice(0, 200);
const x = matrixRows(all, rows);
const y = {
  binary: rows.map((row) => data.y.binary[row]!),
  multiclass: rows.map((row) => data.y.multiclass[row]!),
  regression: rows.map((row) => data.y.regression[row]!),
};

async function fit(params: Record<string, unknown>, task: keyof typeof y, weights?: number[]): Promise<FittedTrees> {
  return (await (
    await estimatorOf('tree', params, task as Task)
  ).fit(x, y[task], testContext(), weights)) as FittedTrees;
}

const near = (found: ArrayLike<number>, expected: readonly number[]) =>
  expected.forEach((value, at) => expect(found[at]).toBeCloseTo(value, 9));

describe('is scikit-learn’s tree where bins are values (reference.py)', () => {
  it.each(['gini', 'entropy'] as const)('classes by %s', async (criterion) => {
    const two = await fit({ criterion, maxDepth: 3 }, 'binary');
    near(two.predict(x), reference.cart[`binary-${criterion}`]);
    const three = await fit({ criterion, maxDepth: 3 }, 'multiclass');
    near(
      three.predict(x).filter((_, at) => at % 3 === 1),
      reference.cart[`multiclass-${criterion}`],
    );
  });

  it('a number, and the importance of each column', async () => {
    const fitted = await fit({ maxDepth: 3 }, 'regression');
    near(fitted.predict(x), reference.cart.regression);
    const weights = new Map(fitted.explain().map(({ feature, weight }) => [feature, weight]));
    near(
      x.names.map((name) => weights.get(name)!),
      reference.cart.importances,
    );
  });

  it('weights', async () => {
    const weights = rows.map((_, at) => (at % 4) + 0.5);
    near((await fit({ maxDepth: 3 }, 'binary', weights)).predict(x), reference.cart.weighted);
  });

  it.each(['binary', 'multiclass', 'regression'] as const)('pruned by its cost: leaves of %s', async (task) => {
    for (const [alpha, leaves] of Object.entries(reference.cart.leaves[task])) {
      const { ensemble } = await fit({ minSamplesLeaf: 5, ccpAlpha: Number(alpha) }, task);
      expect(ensemble.trees[0]!.feature.filter((column) => column < 0)).toHaveLength(leaves);
    }
  });
});

it('with a price above all gains, one leaf is left', async () => {
  const { ensemble } = await fit({ ccpAlpha: 10 }, 'binary');
  expect([...ensemble.trees[0]!.feature]).toEqual([-1]);
});
