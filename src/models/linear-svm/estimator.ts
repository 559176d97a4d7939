import type * as v from 'valibot';
import type { EstimatorMaker } from '../catalog.ts';
import type { Estimator, FitContext } from '../estimator.ts';
import { presentClasses, withoutAbsent } from '../linear-core/classes.ts';
import type { Decide } from '../linear-core/decisions.ts';
import { outOfFold, scaledScores, scaleOf } from '../linear-core/decisions.ts';
import { FittedLinear, loadLinear } from '../linear-core/fitted-linear.ts';
import { momentsOf } from '../linear-core/moments.ts';
import { fittedFrom } from '../linear-core/outputs.ts';
import { dot } from '../linear-core/scores.ts';
import { squaredMargin } from '../linear-core/squared-margin.ts';
import type { Training } from '../linear-core/training.ts';
import { trainingOf } from '../linear-core/training.ts';
import { linearMargin } from './dual.ts';
import type spec from './spec.ts';

type Params = v.InferOutput<typeof spec.params>;

const KIND = 'linear-svm';
/** Of the gradient of the mean loss; the squared loss comes there in few steps. */
const TOLERANCE = 1e-9;

/** The weights of one machine, intercept last. `y` is ±1, or a number. */
function solve(t: Training, params: Params, context: FitContext): Promise<Float64Array> {
  const classifies = t.task !== 'regression';
  const margin = { c: params.c, epsilon: classifies ? null : params.epsilon };
  const squared = params.loss === 'squared' || (params.loss === 'auto' && classifies);
  if (!squared) return linearMargin(t, margin, { ...params, seed: context.seed }, (share) => context.step(share));
  const limits = { tolerance: TOLERANCE, maxIterations: params.maxIterations };
  return squaredMargin(t, margin, limits, () => context.step(0));
}

/** Each class against the rest; of two classes, the second against the first. */
async function solveEach(t: Training, params: Params, context: FitContext): Promise<Float64Array[]> {
  const against = t.classes === 2 ? [1] : Array.from({ length: t.classes }, (_, c) => c);
  const machines: Float64Array[] = [];
  for (const c of against) {
    machines.push(await solve({ ...t, y: t.y.map((label) => (label === c ? 1 : -1)) }, params, context));
  }
  return machines;
}

const decideBy =
  (machines: readonly Float64Array[], d: number): Decide =>
  (data, rows) => {
    const values = new Float64Array(rows * machines.length);
    for (let row = 0; row < rows; row += 1) {
      machines.forEach((theta, m) => (values[row * machines.length + m] = dot(data, row * d, theta, 0, d) + theta[d]!));
    }
    return values;
  };

async function fitClasses(t: Training, params: Params, context: FitContext): Promise<FittedLinear> {
  const present = presentClasses(t);
  const part = withoutAbsent(t, present);
  const d = t.columns;
  const machines = await solveEach(part, params, context);
  const k = machines.length;
  const train = async (some: Training) => decideBy(await solveEach(some, params, context), d);
  const scale = await scaleOf(part, await outOfFold(part, k, decideBy(machines, d), train, context.seed));
  const coefficients = new Float64Array(k * d);
  machines.forEach((theta, m) =>
    coefficients.set(
      theta.subarray(0, d).map((w) => scale.slope * w),
      m * d,
    ),
  );
  const intercepts = Float64Array.from(machines, (theta) => theta[d]!);
  return fittedFrom(KIND, t, present, { coefficients, intercept: scaledScores(intercepts, k, scale) });
}

async function fitNumbers(t: Training, params: Params, context: FitContext): Promise<FittedLinear> {
  const theta = await solve(t, params, context);
  return new FittedLinear({
    kind: KIND,
    names: [...t.names],
    link: 'identity',
    coefficients: [...theta.subarray(0, -1)],
    intercept: [theta.at(-1)!],
    spread: [...momentsOf(t).sd],
  });
}

const load = (state: unknown) => loadLinear(KIND, state);

/** Linear support vector machines: scikit-learn's `LinearSVC` and `LinearSVR`, with probabilities. */
export default {
  make: (params, task): Estimator<FittedLinear> => ({
    kind: KIND,
    fit: async (x, y, context, weights) => {
      const t = trainingOf(x, y, task, weights);
      const fitted = await (task === 'regression' ? fitNumbers : fitClasses)(t, params as Params, context);
      context.ranOn({ name: 'cpu' });
      return fitted;
    },
    load,
  }),
  load,
} satisfies EstimatorMaker;
