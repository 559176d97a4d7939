import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { rocAuc } from '../../core/metrics.ts';
import { telcoTable } from '../linear-core/telco.ts';
import {
  crossValidatedScores,
  expectClose,
  matrixOfRows,
  references,
  tables,
  trained,
} from '../linear-core/testing.ts';

const { x } = tables;
const { binary, several, weights } = references;

describe('Gaussian naive Bayes against scikit-learn', () => {
  it('probabilities of two classes', async () => {
    const fitted = await trained('gaussian-nb', 'binary', {}, [x, binary]);
    expectClose(fitted.predict(x), references.gaussian, 1e-9);
  });

  it('probabilities of several classes, with weights', async () => {
    const fitted = await trained('gaussian-nb', 'multiclass', {}, [x, several, weights]);
    expectClose(fitted.predict(x), references.gaussianSeveral, 1e-9);
  });

  it('by hand: equal variances, the middle between the means is undecided', async () => {
    const table = matrixOfRows([[0], [2], [4], [6]]);
    const fitted = await trained('gaussian-nb', 'binary', { smoothing: 0 }, [table, [0, 0, 1, 1]]);
    // Variance 1 each, means 1 and 5: log odds of x are 4 (x − 3).
    const [middle, right] = fitted.predict(matrixOfRows([[3], [3.25]]));
    expect(middle).toBeCloseTo(0.5, 12);
    expect(right).toBeCloseTo(1 / (1 + Math.exp(-1)), 12);
    expect(fitted.explain()).toEqual([{ feature: 'c0', weight: 4 }]);
  });
});

describe('Telco churn', () => {
  it('the cross-validated AUC is the reference’s', async () => {
    const { telco: reference } = JSON.parse(readFileSync('golden/telco.json', 'utf8'));
    const { x: table, y } = telcoTable(
      gunzipSync(readFileSync('sample-data/telco.csv.gz')).toString(),
      reference.columns,
    );
    const auc = rocAuc(y, await crossValidatedScores('gaussian-nb', {}, table, y));
    const { mean, sd } = reference.cv_auc.naive_bayes;
    expect(auc).toBeGreaterThan(mean - 2 * sd);
    expect(auc).toBeLessThan(mean + 2 * sd);
  });
});
