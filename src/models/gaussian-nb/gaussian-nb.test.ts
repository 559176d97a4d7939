import { describe, expect, it } from 'vitest';
import { expectClose, matrixOfRows, references, tables, trained } from '../linear-core/testing.ts';

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
