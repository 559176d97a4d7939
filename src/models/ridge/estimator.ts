import type * as v from 'valibot';
import { leastSquares, ridge } from '../linear-core/least-squares.ts';
import { linearMaker } from '../linear-core/linear-maker.ts';
import type spec from './spec.ts';

type Params = v.InferOutput<typeof spec.params>;

/** Linear regression with an L2 penalty; a penalty of 0, or one that rounding swallows, is least squares. */
export default linearMaker<Params>('ridge', async (t, { alpha }, step) => {
  const solution = alpha > 0 ? await ridge(t, alpha, step) : null;
  if (solution) return solution;
  const { coefficients, intercept } = await leastSquares(t, step);
  return { coefficients, intercept };
});
