import { describe, expect, it } from 'vitest';
import { expectClose, matrixOfRows, references, tables, trained } from '../linear-core/testing.ts';

const { x } = tables;
const { binary, several, weights } = references;

describe('Bernoulli naive Bayes against scikit-learn', () => {
  it('probabilities of two classes, with weights', async () => {
    const fitted = await trained('bernoulli-nb', 'binary', { alpha: 0.5 }, [x, binary, weights]);
    expectClose(fitted.predict(x), references.bernoulli, 1e-9);
  });

  it('probabilities of several classes', async () => {
    const fitted = await trained('bernoulli-nb', 'multiclass', {}, [x, several]);
    expectClose(fitted.predict(x), references.bernoulliSeveral, 1e-9);
  });

  it('by hand', async () => {
    const fitted = await trained('bernoulli-nb', 'binary', {}, [matrixOfRows([[1], [0], [1], [1]]), [0, 0, 1, 1]]);
    // Yes: (1 + 1) / (2 + 2) of class 0, (2 + 1) / (2 + 2) of class 1; equal priors.
    expect(fitted.predict(matrixOfRows([[1]]))[0]).toBeCloseTo(0.75 / (0.75 + 0.5), 12);
    expect(fitted.predict(matrixOfRows([[0]]))[0]).toBeCloseTo(0.25 / (0.25 + 0.5), 12);
  });
});
