import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { rocAuc } from '../../core/metrics.ts';
import { seededRandom } from '../../core/random.ts';
import { estimatorOf } from '../catalog.ts';
import { matrixOf, matrixRows } from '../matrix.ts';
import { testContext } from '../testing.ts';
import reference from './reference.json';

// golden/telco.json has the mean and spread of scikit-learn over fifteen folds of other draws, but not its settings: on the folds
// below scikit-learn's forest reaches .823 with its defaults and .845, the golden mean, with five rows in a leaf. So the
// golden means are asked of those settings, and reference.json (reference.py) has scikit-learn on the very same folds.
const golden = JSON.parse(readFileSync('golden/telco.json', 'utf8')) as {
  telco: { cv_auc: Record<string, { mean: number; sd: number }> };
};

const GOLDEN: Partial<Record<keyof typeof reference.telco, string>> = {
  tree: 'tree_depth5',
  leaf5: 'random_forest_200',
  boosting: 'hist_gradient_boosting',
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

describe('on Telco churn, cross-validated', () => {
  const { x, y } = telco();
  const folds = foldsOf(y);

  async function aucs(id: string, params: Record<string, unknown>, count: number): Promise<number[]> {
    const found: number[] = [];
    for (const test of folds.slice(0, count)) {
      const held = new Set(test);
      const train = [...y.keys()].filter((row) => !held.has(row));
      const estimator = await estimatorOf(id, params, 'binary');
      const labels = train.map((row) => y[row]!);
      const fitted = await estimator.fit(matrixRows(x, train), labels, testContext());
      const truth = test.map((row) => y[row]!);
      found.push(rocAuc(truth, fitted.predict(matrixRows(x, test))));
    }
    return found;
  }

  it.each([
    ['tree', { maxDepth: 5 }, 'tree', 5],
    ['random-forest', { trees: 200, minSamplesLeaf: 1 }, 'forest', 1],
    ['random-forest', { trees: 200 }, 'leaf5', 2],
    ['boosting', {}, 'boosting', 2],
  ] as const)('%s %j: as scikit-learn in each fold', async (id, params, name, count) => {
    expect([x.rows, x.columns]).toEqual([7043, 45]);
    const found = await aucs(id, params, count);
    // Bins, ties between equal splits and the draws of a forest: a third of the spread between folds.
    found.forEach((auc, fold) => expect(Math.abs(auc - reference.telco[name][fold]!)).toBeLessThan(0.005));
    const expected = golden.telco.cv_auc[GOLDEN[name] ?? ''];
    if (!expected) return;
    const mean = found.reduce((sum, auc) => sum + auc, 0) / count;
    expect(mean).toBeGreaterThan(expected.mean - 2 * expected.sd);
    expect(mean).toBeLessThan(expected.mean + 2 * expected.sd);
  });
});
