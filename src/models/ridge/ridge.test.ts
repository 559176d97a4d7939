import { describe, it } from 'vitest';
import { expectLinear, references, tables, trained } from '../linear-core/testing.ts';

const { x, onehot } = tables;
const { number, weights } = references;

describe('ridge regression against scikit-learn', () => {
  it('coefficients', async () => {
    expectLinear(await trained('ridge', 'regression', { alpha: 3 }, [x, number]), references.ridge, 1e-9);
  });

  it('with weights', async () => {
    const fitted = await trained('ridge', 'regression', { alpha: 3 }, [x, number, weights]);
    expectLinear(fitted, references.ridgeWeighted, 1e-9);
  });

  it('a penalty of 0 is least squares', async () => {
    const fitted = await trained('ridge', 'regression', { alpha: 0 }, [onehot, number]);
    expectLinear(fitted, references.olsDependent, 1e-9);
  });
});
