import type * as v from 'valibot';
import type { Task } from '../../contract/estimator.ts';
import type { EstimatorMaker } from '../catalog.ts';
import type { Estimator, FitContext } from '../estimator.ts';
import type { FittedLinear } from '../linear-core/fitted-linear.ts';
import { loadLinear } from '../linear-core/fitted-linear.ts';
import { fittedFrom } from '../linear-core/outputs.ts';
import { presentClasses, withoutAbsent } from '../linear-core/classes.ts';
import type { Training } from '../linear-core/training.ts';
import { trainingOf } from '../linear-core/training.ts';
import { outputsOf } from './likelihood.ts';
import { penaltyOf } from './penalty.ts';
import { minimiseL1 } from './proximal.ts';
import { minimiseSmooth } from './smooth.ts';
import type spec from './spec.ts';

type Params = v.InferOutput<typeof spec.params>;

/** The parameters of the best model, output after output: its coefficients, then its intercept. */
async function minimise(t: Training, params: Params, context: FitContext): Promise<Float64Array> {
  const penalty = penaltyOf(params, t);
  // How many iterations it takes is not known before: the share nears 1 and never reaches it.
  const step = (iterations: number) => context.step(iterations / (iterations + 10));
  await step(0);
  return penalty.l1 > 0 ? minimiseL1(t, penalty, params, step) : minimiseSmooth(t, penalty.l2, params, step);
}

/** Intercepts that sum to 0: the softmax leaves their common part open. */
function centre(intercept: Float64Array): Float64Array {
  if (intercept.length === 1) return intercept;
  const mean = intercept.reduce((sum, value) => sum + value, 0) / intercept.length;
  return intercept.map((value) => value - mean);
}

async function fit(t: Training, params: Params, context: FitContext): Promise<FittedLinear> {
  const present = presentClasses(t);
  const part = withoutAbsent(t, present);
  const theta = await minimise(part, params, context);
  const [k, d] = [outputsOf(part), t.columns];
  const coefficients = new Float64Array(k * d);
  const intercept = new Float64Array(k);
  for (let o = 0; o < k; o += 1) {
    coefficients.set(theta.subarray(o * (d + 1), o * (d + 1) + d), o * d);
    intercept[o] = theta[o * (d + 1) + d]!;
  }
  context.ranOn({ name: 'cpu' });
  return fittedFrom('logistic', t, present, { coefficients, intercept: centre(intercept) });
}

/** Logistic regression by maximum likelihood, on columns as they are: scikit-learn's `LogisticRegression`. */
export default {
  make: (params, task: Task): Estimator<FittedLinear> => ({
    kind: 'logistic',
    fit: async (x, y, context, weights) => fit(trainingOf(x, y, task, weights), params as Params, context),
    load: (state) => loadLinear('logistic', state),
  }),
  load: (state) => loadLinear('logistic', state),
} satisfies EstimatorMaker;
