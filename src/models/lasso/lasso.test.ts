import { describe, expect, it } from 'vitest';
import { expectLinear, references, tables, trained } from '../linear-core/testing.ts';

const { x, onehot } = tables;
const { number } = references;

describe('lasso against scikit-learn', () => {
  it('coefficients; what is zero is zero', async () => {
    const fitted = await trained('lasso', 'regression', { alpha: 0.2 }, [x, number]);
    expectLinear(fitted, references.lasso);
    expect([...fitted.linear!.coefficients].map((value) => value === 0)).toEqual([false, false, false, true, true]);
  });

  it('columns that depend on each other', async () => {
    expectLinear(await trained('lasso', 'regression', { alpha: 0.05 }, [onehot, number]), references.lassoDependent);
  });

  it('a penalty that nothing is worth leaves the mean', async () => {
    const fitted = await trained('lasso', 'regression', { alpha: 100 }, [x, number]);
    const mean = number.reduce((sum, value) => sum + value, 0) / number.length;
    expectLinear(fitted, { coefficients: [0, 0, 0, 0, 0], intercept: [mean] }, 1e-12);
  });
});
