import { describe, expect, it } from 'vitest';
import { estimatorOf } from '../catalog.ts';
import { matrixOf } from '../matrix.ts';
import golden from '../stacking/stacking.golden.json' with { type: 'json' };
import { testContext } from '../testing.ts';

// The references are scikit-learn's VotingClassifier (soft) and VotingRegressor: ../pipeline/references.py.
const x = matrixOf(['a', 'b', 'c'], golden.x, golden.y.length);

describe('voting, as scikit-learn votes', () => {
  it.each([
    ['binary', golden.y, golden.votingBinary, ['logistic', 'gaussian-nb']],
    ['regression', golden.number, golden.votingRegression, ['ridge', 'linear', 'lasso']],
  ] as const)('%s', async (task, y, expected, estimators) => {
    const fitted = await (await estimatorOf('voting', { estimators: [...estimators] }, task)).fit(x, y, testContext());
    const predicted = fitted.predict(x);
    expected.forEach((value, at) => expect(predicted[at]).toBeCloseTo(value, 6));
  });
});
