import type { Task } from '../../contract/estimator.ts';
import type { EstimatorMaker } from '../catalog.ts';
import type { Estimator, FitContext } from '../estimator.ts';
import { FittedLinear, loadLinear } from './fitted-linear.ts';
import { momentsOf } from './moments.ts';
import type { Training } from './training.ts';
import { trainingOf } from './training.ts';

/** What a linear regression finds. */
export interface Solution {
  coefficients: Float64Array;
  intercept: number;
  /** Of the coefficients, then of the intercept. */
  standardErrors?: (number | null)[];
}

/** An estimator of numbers by a weighted sum, from the way in which it finds the weights. */
export function linearMaker<P>(
  kind: string,
  solve: (t: Training, params: P, step: FitContext['step']) => Promise<Solution>,
): EstimatorMaker {
  const load = (state: unknown) => loadLinear(kind, state);
  const fit = async (t: Training, params: P, context: FitContext): Promise<FittedLinear> => {
    const { coefficients, intercept, standardErrors } = await solve(t, params, (share) => context.step(share));
    context.ranOn({ name: 'cpu' });
    return new FittedLinear({
      kind,
      names: [...t.names],
      link: 'identity',
      coefficients: [...coefficients],
      intercept: [intercept],
      spread: [...momentsOf(t).sd],
      ...(standardErrors && { standardErrors }),
    });
  };
  const make = (params: Record<string, unknown>, task: Task): Estimator<FittedLinear> => ({
    kind,
    fit: async (x, y, context, weights) => fit(trainingOf(x, y, task, weights), params as P, context),
    load,
  });
  return { make, load };
}
