import { describe, it } from 'vitest';
import { expectLinear, references, tables, trained } from '../linear-core/testing.ts';

const { x } = tables;
const { number, weights } = references;
const params = { alpha: 0.2, l1Ratio: 0.3 };

describe('elastic net against scikit-learn', () => {
  it('coefficients', async () => {
    expectLinear(await trained('elastic-net', 'regression', params, [x, number]), references.elasticNet);
  });

  it('with weights', async () => {
    const fitted = await trained('elastic-net', 'regression', params, [x, number, weights]);
    expectLinear(fitted, references.elasticNetWeighted);
  });
});
