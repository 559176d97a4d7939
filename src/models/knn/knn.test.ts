import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { rocAuc } from '../../core/metrics.ts';
import { seededRandom } from '../../core/random.ts';
import { telcoTable } from '../linear-core/telco.ts';
import {
  crossValidatedScores,
  expectClose,
  matrixOfRows,
  references,
  tables,
  trained,
} from '../linear-core/testing.ts';
import { matrixRows } from '../matrix.ts';

const { x } = tables;
const { binary, several, number } = references;
const first = Uint32Array.from({ length: 60 }, (_, row) => row);
const [train, test] = [matrixRows(x, first), matrixRows(x, first.map((row) => 60 + row).subarray(0, 30))];

describe('nearest neighbours against scikit-learn', () => {
  it('two classes, all neighbours alike', async () => {
    const fitted = await trained('knn', 'binary', { k: 7 }, [train, binary.slice(0, 60)]);
    expectClose(fitted.predict(test), references.neighbours, 1e-9);
  });

  it('several classes, by distance', async () => {
    const params = { k: 7, weights: 'distance' };
    const fitted = await trained('knn', 'multiclass', params, [train, several.slice(0, 60)]);
    expectClose(fitted.predict(test), references.neighboursDistance, 1e-9);
  });

  it('numbers, by distance', async () => {
    const params = { k: 4, weights: 'distance' };
    const fitted = await trained('knn', 'regression', params, [train, number.slice(0, 60)]);
    expectClose(fitted.predict(test), references.neighboursNumber, 1e-9);
  });
});

describe('nearest neighbours', () => {
  it('a row that is alike decides alone, by distance; rows of no weight are not asked', async () => {
    const table = matrixOfRows([[0], [1], [1.5], [9]]);
    const params = { k: 3, weights: 'distance' };
    const plain = await trained('knn', 'regression', params, [table, [10, 20, 30, 40]]);
    expect(plain.predict(matrixOfRows([[1]]))[0]).toBe(20);
    const weighted = await trained('knn', 'regression', params, [table, [10, 20, 30, 40], [1, 0, 1, 1]]);
    // Distances 1, ½ and 8: (10 · 1 + 30 · 2 + 40 / 8) / (1 + 2 + 1 / 8).
    expect(weighted.predict(matrixOfRows([[1]]))[0]).toBeCloseTo(75 / 3.125, 12);
  });

  it.each([3, 40])('finds what looking at each row finds (%s columns)', async (columns) => {
    const random = seededRandom(columns);
    const rows = Array.from({ length: 500 }, () => Array.from({ length: columns }, () => Math.round(8 * random()) / 8));
    const y = rows.map(() => random());
    const [many, asked] = [matrixOfRows(rows), matrixOfRows(rows.slice(0, 90).map((row) => row.map((v) => v + 0.01)))];
    const fitted = await trained('knn', 'regression', { k: 9 }, [many, y]);
    const expected = Array.from({ length: asked.rows }, (_, q) => {
      const distance = (row: number) =>
        rows[row]!.reduce((sum, value, c) => sum + (value - asked.data[q * columns + c]!) ** 2, 0);
      const order = rows.map((_, row) => ({ row, far: distance(row) })).sort((a, b) => a.far - b.far || a.row - b.row);
      return order.slice(0, 9).reduce((sum, { row }) => sum + y[row]! / 9, 0);
    });
    expectClose(fitted.predict(asked), expected, 1e-9);
  });
});

describe('Telco churn', () => {
  it('the cross-validated AUC is the reference’s', async () => {
    const { telco: reference } = JSON.parse(readFileSync('golden/telco.json', 'utf8'));
    const { x: table, y } = telcoTable(
      gunzipSync(readFileSync('sample-data/telco.csv.gz')).toString(),
      reference.columns,
    );
    const auc = rocAuc(y, await crossValidatedScores('knn', { k: 25 }, table, y));
    const { mean, sd } = reference.cv_auc.knn_25;
    expect(auc).toBeGreaterThan(mean - 2 * sd);
    expect(auc).toBeLessThan(mean + 2 * sd);
  });
});
