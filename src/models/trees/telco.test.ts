import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { rocAuc } from '../../core/metrics.ts';
import { seededRandom } from '../../core/random.ts';
import { estimatorOf } from '../catalog.ts';
import { matrixOf, matrixRows } from '../matrix.ts';
import { testContext } from '../testing.ts';

// golden/telco.json holds how scikit-learn did with the same columns, over fifteen folds of five-fold cross-validation.
const golden = JSON.parse(readFileSync('golden/telco.json', 'utf8')) as {
  telco: { cv_auc: Record<string, { mean: number; sd: number }> };
};

/** Every column but the customer and the label: numbers as they are, categories one-hot with every level. */
function telco() {
  const [header, ...lines] = gunzipSync(readFileSync('sample-data/telco.csv.gz')).toString().trim().split(/\r?\n/);
  const names = header!.split(',');
  const cells = lines.map((line) => line.split(','));
  const columns: [string, number[]][] = [];
  names.forEach((name, at) => {
    if (name === 'customerID' || name === 'Churn') return;
    const values = cells.map((row) => row[at]!.trim());
    // A blank total is that of a customer of no month.
    const numbers = values.map(Number);
    if (numbers.every((value) => !Number.isNaN(value))) return columns.push([name, numbers]);
    for (const level of new Set(values))
      columns.push([`${name}_${level}`, values.map((value) => Number(value === level))]);
  });
  const y = cells.map((row) => Number(row.at(-1)!.trim() === 'Yes'));
  return {
    x: matrixOf(
      columns.map(([name]) => name),
      columns.map(([, values]) => values),
      y.length,
    ),
    y,
  };
}

/** Five folds of rows in a random order, each class spread alike. */
function foldsOf(y: readonly number[]): number[][] {
  const random = seededRandom(3);
  const folds: number[][] = [[], [], [], [], []];
  for (const label of [0, 1]) {
    const rows = [...y.keys()].filter((row) => y[row] === label).map((row) => ({ row, key: random() }));
    rows.sort((a, b) => a.key - b.key).forEach(({ row }, at) => folds[at % 5]!.push(row));
  }
  return folds;
}

describe('on Telco churn, cross-validated, within two standard deviations of scikit-learn or better', () => {
  const { x, y } = telco();
  const folds = foldsOf(y);
  it.each([
    ['tree', { maxDepth: 5 }, 'tree_depth5', 5],
    ['random-forest', { trees: 200 }, 'random_forest_200', 1],
    ['boosting', {}, 'hist_gradient_boosting', 3],
  ] as const)('%s %j', async (id, params, name, count) => {
    expect([x.rows, x.columns]).toEqual([7043, 45]);
    let sum = 0;
    for (const test of folds.slice(0, count)) {
      const held = new Set(test);
      const train = [...y.keys()].filter((row) => !held.has(row));
      const estimator = await estimatorOf(id, params, 'binary');
      const fitted = await estimator.fit(
        matrixRows(x, train),
        train.map((row) => y[row]!),
        testContext(),
      );
      sum += rocAuc(
        test.map((row) => y[row]!),
        fitted.predict(matrixRows(x, test)),
      );
    }
    const { mean, sd } = golden.telco.cv_auc[name]!;
    expect(sum / count).toBeGreaterThan(mean - 2 * sd);
    expect(sum / count).toBeLessThan(mean + 3 * sd);
  });
});
