import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { rocAuc } from '../../core/metrics.ts';
import { telcoTable } from '../linear-core/telco.ts';
import {
  crossValidatedScores,
  expectClose,
  expectLinear,
  references,
  tables,
  trained,
} from '../linear-core/testing.ts';

const { x } = tables;
const { binary, several, number, weights } = references;
const exact = { tolerance: 1e-11, maxIterations: 200_000 };

/** Coefficients and intercepts up to the factor that calibration puts on all. */
function expectDirection(actual: ArrayLike<number>, expected: readonly number[], off = 1e-6): void {
  const scale = actual[0]! / expected[0]!;
  expect(scale).toBeGreaterThan(0);
  expectClose(
    Array.from(actual, (value) => value / scale),
    expected,
    off,
  );
}

describe('linear support vector machine against scikit-learn (liblinear)', () => {
  it('squared hinge, also with weights', async () => {
    const plain = await trained('linear-svm', 'binary', { c: 0.5 }, [x, binary]);
    expectDirection(plain.linear!.coefficients, references.svcSquared.coefficients);
    const weighted = await trained('linear-svm', 'binary', { c: 0.5 }, [x, binary, weights]);
    expectDirection(weighted.linear!.coefficients, references.svcSquaredWeighted.coefficients);
  });

  it('hinge', async () => {
    const fitted = await trained('linear-svm', 'binary', { c: 0.5, loss: 'linear', ...exact }, [x, binary]);
    expectDirection(fitted.linear!.coefficients, references.svcHinge.coefficients, 1e-5);
  });

  it('several classes, each against the rest', async () => {
    const fitted = await trained('linear-svm', 'multiclass', { c: 0.5 }, [x, several]);
    expectDirection(fitted.linear!.coefficients, references.svcSeveral.coefficients);
  });

  it('numbers, with both losses', async () => {
    const linear = await trained('linear-svm', 'regression', { c: 0.5, epsilon: 0.3, ...exact }, [x, number]);
    expectLinear(linear, references.svrLinear, 1e-5);
    const squared = await trained('linear-svm', 'regression', { c: 0.5, epsilon: 0.3, loss: 'squared' }, [x, number]);
    expectLinear(squared, references.svrSquared);
  });
});

describe('probabilities of a linear support vector machine', () => {
  it('their mean is near the share of the label', async () => {
    const p = (await trained('linear-svm', 'binary', {}, [x, binary])).predict(x);
    const share = binary.filter(Boolean).length / binary.length;
    expect(p.reduce((sum, value) => sum + value, 0) / p.length).toBeCloseTo(share, 1);
  });
});

describe('Telco churn', () => {
  it('the cross-validated AUC is the reference’s', async () => {
    const { telco: reference } = JSON.parse(readFileSync('golden/telco.json', 'utf8'));
    const { x: table, y } = telcoTable(
      gunzipSync(readFileSync('sample-data/telco.csv.gz')).toString(),
      reference.columns,
    );
    const auc = rocAuc(y, await crossValidatedScores('linear-svm', {}, table, y));
    const { mean, sd } = reference.cv_auc.linear_svm;
    expect(auc).toBeGreaterThan(mean - 2 * sd);
    expect(auc).toBeLessThan(mean + 2 * sd);
  });
});
