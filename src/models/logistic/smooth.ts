import type { Limits, Smooth } from '../linear-core/minimise.ts';
import { minimise } from '../linear-core/minimise.ts';
import { trainingRows } from '../linear-core/decisions.ts';
import type { Training } from '../linear-core/training.ts';
import { hessianOf } from './curvature.ts';
import { meanLoss, outputsOf } from './likelihood.ts';
import { isIntercept } from './penalty.ts';

/** More parameters than this make Newton's method dearer than it is worth. */
const MOST_FOR_NEWTON = 320;
const LEAST_SAMPLE = 8192;
const ROWS_PER_PARAMETER = 128;
/** What a sample says is no more exact than this. */
const SAMPLE_TOLERANCE = 1e-3;

/** The mean log loss with an L2 penalty. */
export async function penalised(t: Training, theta: Float64Array, l2: number, pause: () => Promise<void>) {
  const { loss, gradient } = await meanLoss(t, theta, pause);
  if (l2 === 0) return { loss, gradient };
  let squares = 0;
  for (let at = 0; at < theta.length; at += 1) {
    if (isIntercept(at, t.columns)) continue;
    squares += theta[at]! ** 2;
    gradient[at]! += l2 * theta[at]!;
  }
  return { loss: loss + (l2 * squares) / 2, gradient };
}

/**
 * The Hessian with the penalty. The softmax stays the same when all outputs move alike: along those directions, which the gradient
 * never has, the matrix is filled up so that it can be solved.
 */
async function hessian(
  t: Training,
  theta: Float64Array,
  l2: number,
  pause: () => Promise<void>,
): Promise<Float64Array> {
  const size = theta.length;
  const h = await hessianOf(
    t,
    theta,
    Int32Array.from({ length: size }, (_, at) => at),
    pause,
  );
  const [k, each] = [outputsOf(t), t.columns + 1];
  for (let at = 0; at < size; at += 1) {
    if (!isIntercept(at, t.columns)) h[at * size + at]! += l2;
    if (k > 1) for (let other = at % each; other <= at; other += each) h[at * size + other]! += 1 / k;
  }
  return h;
}

/** Evenly spaced rows, enough for the curvature of so many parameters; null where that is no fewer. */
function sampleOf(t: Training, parameters: number): Training | null {
  const count = Math.max(LEAST_SAMPLE, ROWS_PER_PARAMETER * parameters);
  if (t.rows < 2 * count) return null;
  const rows = Int32Array.from({ length: count }, (_, at) => Math.floor((at * t.rows) / count));
  const sampled = trainingRows(t, rows);
  return sampled.total > 0 ? sampled : null;
}

/** The parameters at which the mean log loss with an L2 penalty is least; of many rows, some show where to begin. */
export async function minimiseSmooth(
  t: Training,
  l2: number,
  limits: Limits,
  step: (iterations: number) => Promise<void>,
): Promise<Float64Array> {
  let iterations = 0;
  const onIteration = () => step((iterations += 1));
  const pause = () => step(iterations);
  const parameters = outputsOf(t) * (t.columns + 1);
  const few = parameters <= MOST_FOR_NEWTON;
  const sampled = few ? sampleOf(t, parameters) : null;
  const smooth: Smooth = {
    evaluate: (theta) => penalised(t, theta, l2, pause),
    ...(few && { hessian: (theta: Float64Array) => hessian(t, theta, l2, pause) }),
    ...(sampled && { sketch: (theta: Float64Array) => hessian(sampled, theta, l2, pause) }),
  };
  const start = sampled
    ? await minimiseSmooth(sampled, l2, { ...limits, tolerance: SAMPLE_TOLERANCE }, onIteration)
    : new Float64Array(parameters);
  return minimise(smooth, start, limits, onIteration);
}
