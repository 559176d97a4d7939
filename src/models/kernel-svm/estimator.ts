import type * as v from 'valibot';
import { seededRandom } from '../../core/random.ts';
import type { EstimatorMaker } from '../catalog.ts';
import { sampleRows } from '../clustering/rows.ts';
import type { Estimator, FitContext } from '../estimator.ts';
import { presentClasses, withoutAbsent } from '../linear-core/classes.ts';
import type { Decide } from '../linear-core/decisions.ts';
import { outOfFold, scaledScores, scaleOf, trainingRows } from '../linear-core/decisions.ts';
import { squaredMargin } from '../linear-core/squared-margin.ts';
import type { Training } from '../linear-core/training.ts';
import { trainingOf } from '../linear-core/training.ts';
import { solveExact } from './exact.ts';
import type { KernelState } from './fitted.ts';
import { FittedKernel, kernelScores, KIND, loadKernel } from './fitted.ts';
import { drawFourier, fourierFeatures } from './fourier.ts';
import type spec from './spec.ts';

type Params = v.InferOutput<typeof spec.params>;

const MOST_FOR_EXACT = 5000;
const EXPLAINED = 60;
/** Of the gradient of the mean loss of Fourier features. */
const FOURIER_LIMITS = { tolerance: 1e-6, maxIterations: 300 };

/** One machine per vector of targets, by the same vectors. */
type Machines = Pick<KernelState, 'names' | 'gamma' | 'vectors' | 'phases' | 'coefficients' | 'intercept'>;

/** scikit-learn's "scale": 1 / (columns · variance of all values). */
function scaleGamma({ data, columns }: Training): number {
  const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
  const variance = data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / data.length;
  return variance > 0 ? 1 / (columns * variance) : 1;
}

async function exact(
  t: Training,
  targets: readonly Float64Array[],
  params: Params,
  context: FitContext,
): Promise<Machines> {
  const solved = await solveExact(t, targets, params, () => context.step(0.5));
  // The rows that some machine leans on.
  const support = Int32Array.from({ length: t.rows }, (_, row) => row).filter((row) =>
    solved.some(({ coefficients }) => coefficients[row] !== 0),
  );
  const coefficients = new Float64Array(support.length * solved.length);
  solved.forEach((machine, m) =>
    support.forEach((row, at) => (coefficients[m * support.length + at] = machine.coefficients[row]!)),
  );
  return {
    names: [...t.names],
    gamma: params.gamma,
    vectors: trainingRows(t, support).data,
    phases: new Float64Array(0),
    coefficients,
    intercept: Float64Array.from(solved, ({ intercept }) => intercept),
  };
}

async function approximate(
  t: Training,
  targets: readonly Float64Array[],
  params: Params,
  context: FitContext,
): Promise<Machines> {
  const { components, gamma, c } = params;
  const fourier = drawFourier(t.columns, components, gamma, context.seed);
  await context.step(0);
  const data = fourierFeatures(fourier, t.data, t.rows);
  const margin = { c, epsilon: t.task === 'regression' ? params.epsilon : null };
  const coefficients = new Float64Array(components * targets.length);
  const intercept = new Float64Array(targets.length);
  for (const [m, y] of targets.entries()) {
    const part = { ...t, data, columns: components, y };
    const theta = await squaredMargin(part, margin, FOURIER_LIMITS, () => context.step(0.5));
    coefficients.set(theta.subarray(0, components), m * components);
    intercept[m] = theta[components]!;
  }
  const { directions: vectors, phases } = fourier;
  return { names: [...t.names], gamma, vectors, phases, coefficients, intercept };
}

/** ±1 for each class against the rest; of two classes, for the second. */
function againstRest({ classes, y }: Training): Float64Array[] {
  const against = classes === 2 ? [1] : Array.from({ length: classes }, (_, c) => c);
  return against.map((c) => y.map((label) => (label === c ? 1 : -1)));
}

/** Machines whose scores are log odds: scaled on decisions of machines that did not learn from the row, where that is affordable. */
async function calibrated(t: Training, isExact: boolean, params: Params, context: FitContext): Promise<Machines> {
  const solve = (part: Training) => (isExact ? exact : approximate)(part, againstRest(part), params, context);
  const decideBy =
    (machines: Machines): Decide =>
    (data, rows) =>
      kernelScores(machines, data, rows);
  const machines = await solve(t);
  const outputs = machines.intercept.length;
  const whole = decideBy(machines);
  const train = async (part: Training) => decideBy(await solve(part));
  // Far fewer features than rows: what they learnt by heart does not tell.
  const values = isExact ? await outOfFold(t, outputs, whole, train, context.seed) : whole(t.data, t.rows);
  const scale = await scaleOf(t, values);
  return {
    ...machines,
    coefficients: machines.coefficients.map((value) => scale.slope * value),
    intercept: scaledScores(machines.intercept, outputs, scale),
  };
}

async function fit(t: Training, given: Params, context: FitContext): Promise<FittedKernel> {
  await context.step(0);
  const params = { ...given, gamma: given.gamma || scaleGamma(t) };
  const isExact = params.approximation === 'exact' || (params.approximation === 'auto' && t.rows <= MOST_FOR_EXACT);
  const classifies = t.task !== 'regression';
  const present = classifies ? presentClasses(t) : new Int32Array(0);
  const machines = classifies
    ? await calibrated(withoutAbsent(t, present), isExact, params, context)
    : await (isExact ? exact : approximate)(t, [t.y], params, context);
  context.ranOn({ name: 'cpu' });
  return new FittedKernel({
    ...machines,
    kind: KIND,
    task: t.task as KernelState['task'],
    classes: t.classes,
    present: [...present],
    sample: trainingRows(t, sampleRows(t.rows, EXPLAINED, seededRandom(context.seed))).data,
  });
}

/** Support vector machines with an RBF kernel: scikit-learn's `SVC` and `SVR`, with probabilities. */
export default {
  make: (params, task): Estimator<FittedKernel> => ({
    kind: KIND,
    fit: async (x, y, context, weights) => fit(trainingOf(x, y, task, weights), params as Params, context),
    load: loadKernel,
  }),
  load: loadKernel,
} satisfies EstimatorMaker;
