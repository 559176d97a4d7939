import { describe, expect, it } from 'vitest';
import { expectClose, matrixOfRows, references, tables, trained } from '../linear-core/testing.ts';

const { x, counts } = tables;
const { binary, several, weights } = references;

describe('multinomial naive Bayes against scikit-learn', () => {
  it('probabilities of two classes', async () => {
    const fitted = await trained('multinomial-nb', 'binary', { alpha: 0.5 }, [counts, binary]);
    expectClose(fitted.predict(counts), references.multinomialNb, 1e-9);
  });

  it('probabilities of several classes, with weights', async () => {
    const fitted = await trained('multinomial-nb', 'multiclass', {}, [counts, several, weights]);
    expectClose(fitted.predict(counts), references.multinomialNbSeveral, 1e-9);
  });

  it('by hand', async () => {
    const table = matrixOfRows([
      [2, 0],
      [1, 2],
    ]);
    const fitted = await trained('multinomial-nb', 'binary', {}, [table, [0, 1]]);
    // Shares: 3/4 and 1/4 of class 0, 2/5 and 3/5 of class 1; equal priors.
    expect(fitted.predict(matrixOfRows([[1, 0]]))[0]).toBeCloseTo(0.4 / (0.4 + 0.75), 12);
  });

  it('refuses what is no count', async () => {
    const refused = trained('multinomial-nb', 'binary', {}, [x, binary]);
    await expect(refused).rejects.toMatchObject({ name: 'model.negative-count', values: { row: 1, column: 'c2' } });
  });
});
