import { AppError, isAbort } from '../../core/errors.ts';
import type { Backend, BackendName } from '../../contract/workers.ts';
import type { FitContext } from '../estimator.ts';
import { assertFinite } from '../matrix.ts';
import type { Device, OpenDevice } from './devices.ts';
import { devices } from './devices.ts';
import { assertAgreement, lossesAgree } from './agreement.ts';
import type { Block } from './evaluate.ts';
import { blockRows, evaluate, upload } from './evaluate.ts';
import type { Minimum } from './lbfgs.ts';
import { lbfgs } from './lbfgs.ts';
import type { Evaluation, Objective, TrainingData } from './objective.ts';
import { Refused } from './reasons.ts';

export interface Trained {
  weights: Float64Array;
  /** The objective per row at `weights`, in float64 and off the device. */
  loss: number;
  /** The objective per row after each iteration, as the device saw it. */
  history: number[];
  backend: Backend;
}

export interface TrainOptions {
  /** Stops when no entry of the gradient per row is larger; float32 reaches some 1e-7. */
  tolerance: number;
  maxIterations: number;
}

/** What outlives a device: the last weights, and how the loss came down. */
interface Progress {
  weights: Float64Array;
  history: number[];
}

interface Training {
  objective: Objective;
  data: TrainingData;
  context: FitContext;
  options: TrainOptions;
}

/** Half the distance between 1 and the next float32: what a loss computed on a device is off by, at least. */
const SINGLE = 2 ** -24;

const order: readonly BackendName[] = ['webgpu', 'wasm', 'cpu'];

/** Rejects as soon as the device is lost, whatever the work on it is waiting for. */
function unlessLost<T>(device: Device, work: Promise<T>): Promise<T> {
  const lost = device.lost.then((): never => {
    throw new Refused('lost');
  });
  return Promise.race([work, lost]);
}

/** The objective per row: sums over the blocks on the device, plus the penalty. */
function perRow(sums: Evaluation, penalty: Evaluation, rows: number): Evaluation {
  return {
    loss: (sums.loss + penalty.loss) / rows,
    gradient: sums.gradient.map((value, at) => (value + penalty.gradient[at]!) / rows),
  };
}

function assertConverging(loss: number, iteration: number): void {
  if (!Number.isFinite(loss)) throw new AppError('model.diverged', { epoch: iteration });
}

/** Share of the way from the first gradient to the tolerance, on a logarithmic scale; never backwards. */
function gauge(tolerance: number): (gradient: Float64Array) => number {
  let first = 0;
  let done = 0;
  return (gradient) => {
    const size = gradient.reduce((most, value) => Math.max(most, Math.abs(value)), tolerance);
    first ||= Math.max(size, 10 * tolerance);
    done = Math.max(done, Math.log(first / size) / Math.log(first / tolerance));
    return Math.min(1, done);
  };
}

/** Minimises on one device from the weights kept so far. They are here after each iteration anyway, so each one is kept. */
async function minimise(
  device: Device,
  training: Training,
  blocks: readonly Block[],
  kept: Progress,
): Promise<Minimum> {
  const { objective, data, context, options } = training;
  const shareOf = gauge(options.tolerance);
  let share = 0;
  const measure = async (weights: Float64Array): Promise<Evaluation> => {
    const sums = await evaluate(device, objective, weights, blocks, () => context.step(share));
    return perRow(sums, objective.penalty(weights), data.x.rows);
  };
  const start = kept.history.length;
  const end = await lbfgs(measure, kept.weights, {
    ...options,
    precision: SINGLE,
    onIteration: async (iteration, weights, { loss, gradient }) => {
      assertConverging(loss, start + iteration);
      kept.weights = weights;
      kept.history.push(loss);
      share = shareOf(gradient);
      await context.step(share);
    },
  });
  assertConverging(end.loss, start + end.iterations);
  return end;
}

function uploadAll(device: Device, data: TrainingData): Block[] {
  const size = blockRows(data.x.columns);
  const blocks: Block[] = [];
  for (let from = 0; from < data.x.rows; from += size) {
    blocks.push(upload(device.tf, data, from, Math.min(data.x.rows, from + size)));
  }
  return blocks;
}

/** The objective per row in float64 and off the device; throws `Refused` where the device said otherwise at the end. */
function settle(device: Device, { objective, data }: Training, end: Minimum): number {
  const exact = perRow(objective.exact(end.weights, data), objective.penalty(end.weights), data.x.rows);
  assertConverging(exact.loss, end.iterations);
  if (!lossesAgree(end.loss, exact.loss)) throw new Refused('disagrees', { backend: device.name });
  return exact.loss;
}

/** One attempt on one device: checked, trained, and left as clean as it was found. The objective per row at the end. */
async function attempt(device: Device, training: Training, kept: Progress): Promise<number> {
  const { tf } = device;
  const before = tf.memory().numTensors;
  await assertAgreement(device, training.objective, training.data);
  const blocks = uploadAll(device, training.data);
  let end: Minimum;
  try {
    end = await minimise(device, training, blocks, kept);
  } finally {
    tf.dispose(blocks.flatMap(({ x, y }) => [x, y]));
  }
  const leaked = tf.memory().numTensors - before;
  // Fewer than before is an attempt on a lost device that gave up late.
  if (leaked > 0) throw new AppError('model.leak', { tensors: leaked });
  return settle(device, training, end);
}

/**
 * What a failed attempt means. Ours and the user's own stops are final; anything else is the device's doing, and a lost one
 * is asked first: reading from it fails with an `AbortError` that is nobody's wish.
 */
async function refusal(error: unknown, device: Device): Promise<Refused> {
  if (error instanceof Refused) return error;
  if (error instanceof AppError) throw error;
  const settled = new Promise<false>((resolve) => setTimeout(() => resolve(false), 0));
  if (await Promise.race([device.lost.then(() => true), settled])) return new Refused('lost');
  if (isAbort(error)) throw error;
  const detail = error instanceof Error ? error.message : String(error);
  return new Refused('failed', { backend: device.name, detail }, { cause: error });
}

async function tryDevice(open: OpenDevice, asked: boolean, training: Training, kept: Progress): Promise<number> {
  const device = await open(asked);
  try {
    return await unlessLost(device, attempt(device, training, kept));
  } catch (error) {
    throw await refusal(error, device);
  }
}

/** Down the order of backends until one carries the training to its end, each from where the one before left off. */
async function run(training: Training, available: Readonly<Record<BackendName, OpenDevice>>): Promise<Trained> {
  const { objective, context } = training;
  const asked = context.backend;
  const reasons: string[] = [];
  let kept: Progress = { weights: objective.start, history: [] };
  for (const name of order.slice(asked ? order.indexOf(asked) : 0)) {
    // An attempt that hangs on a lost device may wake up later: by then it writes to a copy of its own.
    const own = { weights: kept.weights, history: [...kept.history] };
    try {
      const loss = await tryDevice(available[name], name === asked, training, own);
      const backend: Backend = reasons.length > 0 ? { name, reason: reasons.join(' ') } : { name };
      context.ranOn(backend);
      return { ...own, loss, backend };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const reason = error.sentence(context.language);
      if (name === asked && error.missing)
        throw new AppError('gpu.unavailable', { backend: name, reason }, { cause: error });
      reasons.push(reason);
      kept = { weights: own.weights, history: [...own.history] };
    }
  }
  throw new AppError('model.no-backend', { reason: reasons.join(' ') });
}

let turn: Promise<unknown> = Promise.resolve();

/** tfjs has one current backend and one count of tensors, so trainings take turns. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const result = turn.then(work);
  turn = result.catch(() => undefined);
  return result;
}

/**
 * Minimises the objective over all rows by L-BFGS, loss and gradients on the first backend that works: a real WebGPU
 * adapter, else WebAssembly, else plain JavaScript; or the one that `context.backend` names (`gpu.unavailable` if it isn't there).
 * Rejects with `model.not-finite`, `model.diverged`, and the abort of `context.step`.
 */
export function train(
  objective: Objective,
  data: TrainingData,
  context: FitContext,
  options: TrainOptions,
  available: Readonly<Record<BackendName, OpenDevice>> = devices,
): Promise<Trained> {
  assertFinite(data.x);
  return inTurn(() => run({ objective, data, context, options }, available));
}
