import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/random.ts';
import { expectClose, expectLinear, matrixOfRows, references, tables, trained } from '../linear-core/testing.ts';

const { x, onehot } = tables;
const { number, weights } = references;

describe('linear regression against scikit-learn and statsmodels', () => {
  it('coefficients, and their standard errors', async () => {
    const fitted = await trained('linear', 'regression', {}, [x, number]);
    expectLinear(fitted, references.ols, 1e-9);
    expectClose((fitted.toJSON() as { standardErrors: number[] }).standardErrors, references.olsErrors, 1e-9);
  });

  it('with weights', async () => {
    expectLinear(await trained('linear', 'regression', {}, [x, number, weights]), references.olsWeighted, 1e-9);
  });

  it('columns that depend on each other: the solution of least norm, without standard errors', async () => {
    const fitted = await trained('linear', 'regression', {}, [onehot, number]);
    expectLinear(fitted, references.olsDependent, 1e-9);
    expect(fitted.toJSON()).not.toHaveProperty('standardErrors');
  });

  it('large means and unlike scales cost no digits', async () => {
    // y = 1 + 2a + 3e9·b, exactly.
    const rows = Array.from({ length: 50 }, (_, n) => [1e6 + (n % 7), ((n * n) % 11) * 1e-9]);
    const y = rows.map(([a, b]) => 1 + 2 * a! + 3e9 * b!);
    const fitted = await trained('linear', 'regression', {}, [matrixOfRows(rows), y]);
    expectClose(fitted.linear!.coefficients.subarray(0, 1), [2], 1e-9);
    expectClose(fitted.linear!.coefficients.subarray(1), [3e9], 1e-9);
  });

  it('many columns: more than rows, and all rows are met', async () => {
    const random = seededRandom(3);
    const rows = Array.from({ length: 30 }, () => Array.from({ length: 170 }, random));
    const y = rows.map((_, n) => Math.cos(n * n));
    const fitted = await trained('linear', 'regression', {}, [matrixOfRows(rows), y]);
    expectClose(fitted.predict(matrixOfRows(rows)), y, 1e-6);
  });
});
