import { AppError } from '../../core/errors.ts';
import type { Backend, BackendName } from '../../contract/workers.ts';
import type { FitContext } from '../estimator.ts';
import { assertFinite } from '../matrix.ts';
import { lossesAgree } from './agreement.ts';
import type { Progress, Training, TrainOptions } from './attempt.ts';
import { exactLoss, tryDevice } from './attempt.ts';
import type { OpenDevice } from './devices.ts';
import { devices } from './devices.ts';
import type { Kept } from './kept.ts';
import { readEnd, readKept, untrained } from './kept.ts';
import type { Objective, TrainingData } from './objective.ts';
import { Refused } from './reasons.ts';
import { nextSlot } from './slot.ts';

export type { TrainOptions } from './attempt.ts';

export interface Trained {
  weights: Float64Array;
  /** The objective per row at `weights`, in float64 and off the device. */
  loss: number;
  /** The objective per row after each iteration, as the device saw it. */
  history: number[];
  backend: Backend;
}

type Available = Readonly<Record<BackendName, OpenDevice>>;

const order: readonly BackendName[] = ['webgpu', 'wasm', 'cpu'];

/** Smaller blocks would spare no memory worth the name. */
const MIN_BLOCK_ROWS = 64;

/** The end that an earlier run of the job came to; null where it came to none, or to one that these rows don't bear out. */
function pastEnd(training: Training): Trained | null {
  const { slot, objective } = training;
  const end = readEnd(slot?.read(), objective);
  return end && lossesAgree(end.loss, exactLoss(training, end.weights)) ? end : null;
}

/** Where an earlier run of the job left off, or the beginning. */
function resumed({ slot, objective, data }: Training): Kept {
  const state = slot?.read();
  const kept = readKept(state, objective);
  if (!kept && state !== undefined) slot?.drop();
  return kept ?? untrained(objective, data);
}

/** With what the same backend is tried again: a lost device is replaced once, one without room is given half the rows at a time. */
function secondChance(refused: Refused, kept: Kept, first: boolean): Kept | null {
  if (refused.reason === 'lost') return first ? kept : null;
  const blockRows = Math.ceil(kept.blockRows / 2);
  return refused.reason === 'memory' && blockRows >= MIN_BLOCK_ROWS ? { ...kept, blockRows } : null;
}

interface Tried {
  kept: Kept;
  /** What went wrong so far, each once. */
  reasons: Set<string>;
}

/** The training on one backend, on as many devices of it as make sense; null where another backend must go on from `tried`. */
async function onBackend(
  name: BackendName,
  training: Training,
  open: OpenDevice,
  tried: Tried,
): Promise<Trained | null> {
  const { backend: asked, language } = training.context;
  for (let losses = 0; ;) {
    const progress: Progress = { kept: tried.kept, over: false };
    try {
      const loss = await tryDevice(open, name === asked, training, progress);
      const { weights, history } = progress.kept;
      const reason = [...tried.reasons].join(' ');
      return { weights, history, loss, backend: reason ? { name, reason } : { name } };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const reason = error.sentence(language);
      if (name === asked && error.missing && tried.reasons.size === 0)
        throw new AppError('gpu.unavailable', { backend: name, reason }, { cause: error });
      tried.reasons.add(reason);
      const next = secondChance(error, progress.kept, losses === 0);
      tried.kept = next ?? progress.kept;
      if (!next) return null;
      losses += Number(error.reason === 'lost');
    }
  }
}

/** Down the order of backends until one carries the training to its end, each from where the one before left off. */
async function run(training: Training, available: Available): Promise<Trained> {
  const asked = training.context.backend;
  const tried: Tried = { kept: resumed(training), reasons: new Set() };
  for (const name of order.slice(asked ? order.indexOf(asked) : 0)) {
    const trained = await onBackend(name, training, available[name], tried);
    if (trained) return trained;
  }
  throw new AppError('model.no-backend', { reason: [...tried.reasons].join(' ') });
}

async function runOrSkip(training: Training, available: Available): Promise<Trained> {
  const past = pastEnd(training);
  const trained = past ?? (await run(training, available));
  if (!past) training.slot?.write({ end: trained }, trained.history.length, true);
  training.context.ranOn(trained.backend);
  return trained;
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
 * With `context.snapshots` it keeps each iteration there, and goes on from what an earlier run kept: to the same weights, bit
 * for bit on a processor. Rejects with `model.not-finite`, `model.diverged`, and the abort of `context.step`.
 */
export function train(
  objective: Objective,
  data: TrainingData,
  context: FitContext,
  options: TrainOptions,
  available: Available = devices,
): Promise<Trained> {
  assertFinite(data.x);
  const slot = nextSlot(context.snapshots);
  return inTurn(() => runOrSkip({ objective, data, context, options, slot }, available));
}
