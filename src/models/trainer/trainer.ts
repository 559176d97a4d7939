import type { Backend } from '../../contract/workers.ts';
import type { FitContext } from '../estimator.ts';
import { assertFinite } from '../matrix.ts';
import { lossesAgree } from './agreement.ts';
import type { Training, TrainOptions } from './attempt.ts';
import { attempt, exactLoss } from './attempt.ts';
import type { Available } from './carry-out.ts';
import { carryOut, inTurn } from './carry-out.ts';
import { devices } from './devices.ts';
import type { Kept } from './kept.ts';
import { readEnd, readKept, untrained } from './kept.ts';
import type { Objective, TrainingData } from './objective.ts';
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

async function run(training: Training, available: Available): Promise<Trained> {
  const {
    result: loss,
    kept,
    backend,
  } = await carryOut(
    {
      context: training.context,
      kept: resumed(training),
      attempt: (device, progress) => attempt(device, training, progress),
    },
    available,
  );
  return { weights: kept.weights, history: kept.history, loss, backend };
}

async function runOrSkip(training: Training, available: Available): Promise<Trained> {
  const past = pastEnd(training);
  const trained = past ?? (await run(training, available));
  if (!past) training.slot?.write({ end: trained }, trained.history.length, true);
  training.context.ranOn(trained.backend);
  return trained;
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
