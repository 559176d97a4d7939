import type { Tensor } from '@tensorflow/tfjs-core';
import type { Backend } from '../../contract/workers.ts';
import { AppError } from '../../core/errors.ts';
import type { FitContext } from '../estimator.ts';
import { assertSame, lossesAgree } from './agreement.ts';
import { evaluateRows, launch, lossOf, parts, randomAt, shuffled } from './batches.ts';
import type { Available, Progress } from './carry-out.ts';
import { carryOut, inTurn } from './carry-out.ts';
import type { DescentEnd, DescentKept } from './descent-kept.ts';
import { readDescent, readDescentEnd, undescended } from './descent-kept.ts';
import type { Device } from './devices.ts';
import { devices } from './devices.ts';
import type { BatchObjective } from './objective.ts';
import type { Vectors } from './optimiser.ts';
import { optimisers } from './optimiser.ts';
import { Refused } from './reasons.ts';
import type { DescentOptions } from './schedule.ts';
import { bestEpoch, finished, rateOf } from './schedule.ts';
import type { Slot } from './slot.ts';
import { nextSlot } from './slot.ts';

export type { DescentOptions } from './schedule.ts';

export interface Descended {
  /** Those of the epoch with the lowest measure. */
  weights: Float32Array;
  /** The mean training loss of each epoch, with dropout and before each step, as the device saw it. */
  losses: number[];
  /** The mean loss of the validation rows after each epoch; without any, `losses` again. */
  measures: number[];
  backend: Backend;
}

interface Descent {
  objective: BatchObjective;
  context: FitContext;
  options: DescentOptions;
  slot: Slot | undefined;
}

/** Rows whose loss is compared with the processor's, in plain JavaScript: before the first step with gradients, and after each epoch. */
const PROBE_ROWS = 32;
/** Others have a turn after this many multiply-adds, some 20 ms on a processor. */
const TURN = 2e7;
/** Rows without gradients need less room. */
const ASKED_AT_ONCE = 4;

const probeRows = ({ training }: BatchObjective): Uint32Array => training.subarray(0, PROBE_ROWS);

/** The mean loss of a few rows, off the device. */
function probe(objective: BatchObjective, weights: Float32Array): number {
  const rows = probeRows(objective);
  return objective.exact(weights, rows) / rows.length;
}

/** The first rows' loss and gradients, with units dropped as in training. */
const firstLook = ({ objective, context }: Descent, device: Device) => {
  const look = async (on: Device) => {
    await on.use();
    return evaluateRows(on.tf, objective, objective.start, probeRows(objective), randomAt(context.seed, 0, 0, 0));
  };
  return assertSame(device, (on) => on.checked(() => look(on)));
};

/** What was kept, if these rows bear it out; else the beginning. */
function takeUp({ objective, slot }: Descent, kept: DescentKept): DescentKept {
  if (kept.losses.length === 0 || lossesAgree(kept.probe, probe(objective, kept.weights))) return kept;
  slot?.drop();
  return undescended(objective, kept.blockRows);
}

/** What a training has on a device during an epoch. */
interface OnDevice extends Vectors {
  decay: Tensor;
  /** The training losses so far. */
  total: Tensor;
}

const upload = ({ tf }: Device, { decay }: BatchObjective, { weights, first, second }: DescentKept): OnDevice => ({
  weights: tf.tensor1d(weights),
  first: tf.tensor1d(first),
  second: tf.tensor1d(second),
  decay: tf.tensor1d(decay),
  total: tf.scalar(0),
});

/** The summed gradient and loss of a batch, in blocks that have room. */
function batchGradient(
  device: Device,
  descent: Descent,
  at: OnDevice,
  blocks: readonly Uint32Array[],
  place: number[],
) {
  const { tf } = device;
  const { objective, context } = descent;
  const launched = blocks.map((rows, block) =>
    launch(tf, objective, at.weights, rows, randomAt(context.seed, ...place, block)),
  );
  return launched.reduce((sum, { loss, gradient }) => ({
    loss: tf.add(sum.loss, loss),
    gradient: tf.add(sum.gradient, gradient),
  }));
}

/** One step of the optimiser, in place of what was on the device before. */
function step(
  device: Device,
  descent: Descent,
  at: OnDevice,
  blocks: readonly Uint32Array[],
  by: { rate: number; count: number; place: number[] },
): void {
  const { tf } = device;
  const rows = blocks.reduce((sum, block) => sum + block.length, 0);
  const next = tf.tidy(() => {
    const { loss, gradient } = batchGradient(device, descent, at, blocks, by.place);
    const slope = { decay: at.decay, gradient, rows };
    const vectors = optimisers[descent.options.optimiser](tf, at, slope, by.rate, by.count);
    return { ...vectors, total: tf.add(at.total, loss) };
  });
  tf.dispose([at.weights, at.first, at.second, at.total]);
  Object.assign(at, next);
}

/** The mean loss of the rows that are asked after an epoch. */
async function validate(device: Device, { objective }: Descent, weights: Tensor, size: number): Promise<number> {
  const { tf } = device;
  const losses = parts(objective.validation, size).map((rows) => lossOf(tf, objective, weights, rows));
  try {
    const sums = await Promise.all(losses.map((loss) => loss.data()));
    return sums.reduce((sum, [loss]) => sum + loss!, 0) / objective.validation.length;
  } finally {
    tf.dispose(losses);
  }
}

/** Throws `Refused` where the device's loss of a few rows is not the one that the weights have off the device. */
async function assertProbe(device: Device, objective: BatchObjective, weights: Tensor, exact: number): Promise<void> {
  const rows = probeRows(objective);
  const loss = lossOf(device.tf, objective, weights, rows);
  const [measured] = await loss.data();
  loss.dispose();
  const both = Number.isFinite(exact) || Number.isFinite(measured);
  if (both && !lossesAgree(measured! / rows.length, exact)) throw new Refused('disagrees', { backend: device.name });
}

/** All batches of an epoch, one step each. */
async function descend(device: Device, descent: Descent, progress: Progress<DescentKept>, at: OnDevice): Promise<void> {
  const { objective, context, options } = descent;
  const { kept } = progress;
  const epoch = kept.losses.length;
  const order = shuffled(objective.training, randomAt(context.seed, epoch));
  const batches = parts(order, options.batchSize);
  const rate = rateOf(options, epoch, kept.measures);
  const every = Math.max(1, Math.floor(TURN / (objective.cost * Math.min(options.batchSize, order.length))));
  for (const [number, batch] of batches.entries()) {
    if (number % every === 0) await context.step((epoch + number / batches.length) / options.epochs);
    if (progress.over) throw new Refused('lost');
    await device.use();
    const blocks = parts(batch, kept.blockRows);
    step(device, descent, at, blocks, { rate, count: kept.steps + number + 1, place: [epoch, number] });
  }
}

/** What is on the device after an epoch, read back. */
async function read(device: Device, at: OnDevice): Promise<Float32Array[]> {
  const whole = device.tf.tidy(() =>
    device.tf.concat([at.weights, at.first, at.second, device.tf.reshape(at.total, [1])]),
  );
  const values = Float32Array.from(await whole.data());
  whole.dispose();
  const size = (values.length - 1) / 3;
  return [0, 1, 2, 3].map((part) => values.slice(part * size, (part + 1) * size));
}

/** One epoch, from what was kept to what is to be kept. */
async function epoch(device: Device, descent: Descent, progress: Progress<DescentKept>): Promise<DescentKept> {
  const { objective, options } = descent;
  const { kept } = progress;
  const at = upload(device, objective, kept);
  try {
    await descend(device, descent, progress, at);
    const [weights, first, second, total] = (await read(device, at)) as [Float32Array, ...Float32Array[]];
    const exact = probe(objective, weights);
    await assertProbe(device, objective, at.weights, exact);
    const loss = total![0]! / objective.training.length;
    const asked = objective.validation.length > 0;
    const measure = asked ? await validate(device, descent, at.weights, ASKED_AT_ONCE * kept.blockRows) : loss;
    const measures = [...kept.measures, measure];
    if (![exact, loss, measure].every(Number.isFinite))
      throw new AppError('model.diverged', { epoch: measures.length });
    return {
      weights,
      first: first!,
      second: second!,
      steps: kept.steps + Math.ceil(objective.training.length / options.batchSize),
      losses: [...kept.losses, loss],
      measures,
      best: bestEpoch(measures) === measures.length - 1 ? weights : kept.best,
      probe: exact,
      blockRows: kept.blockRows,
    };
  } finally {
    device.tf.dispose(Object.values(at) as Tensor[]);
  }
}

/** One attempt on one device: checked, and trained from what was kept; each epoch is kept. */
async function attempt(device: Device, descent: Descent, progress: Progress<DescentKept>): Promise<void> {
  await firstLook(descent, device);
  progress.kept = takeUp(descent, progress.kept);
  while (!finished(descent.options, progress.kept.measures)) {
    const kept = await device.checked(() => epoch(device, descent, progress));
    if (progress.over) throw new Refused('lost');
    progress.kept = kept;
    descent.slot?.write(kept, kept.losses.length);
  }
  await descent.context.step(1);
}

/** The end that an earlier run of the job came to; null where it came to none, or to one that these rows don't bear out. */
function pastEnd({ objective, slot }: Descent): DescentEnd | null {
  const end = readDescentEnd(slot?.read(), objective);
  return end && lossesAgree(end.probe, probe(objective, end.weights)) ? end : null;
}

/** Where an earlier run of the job left off, or the beginning. */
function resumed({ objective, slot, options }: Descent): DescentKept {
  const state = slot?.read();
  const kept = readDescent(state, objective);
  if (!kept && state !== undefined) slot?.drop();
  return kept ?? undescended(objective, Math.min(options.batchSize, objective.training.length));
}

async function run(descent: Descent, available: Available): Promise<DescentEnd> {
  const { context, objective, slot } = descent;
  const { kept, backend } = await carryOut(
    { context, kept: resumed(descent), attempt: (device, progress) => attempt(device, descent, progress) },
    available,
  );
  const { best, losses, measures } = kept;
  const end: DescentEnd = { weights: best, losses, measures, probe: probe(objective, best), backend };
  slot?.write({ end }, losses.length, true);
  return end;
}

/**
 * Minimises the objective by mini-batches in an order that the seed gives, on the first backend that works, as `train` does.
 * Loss and gradients of the first rows are held against plain JavaScript, and the loss of a few again after each epoch. Each
 * epoch is kept in `context.snapshots`; a later run goes on from there, to the same weights bit for bit on a processor.
 * Rejects with `model.diverged`, `model.leak`, `model.no-backend`, `gpu.unavailable`, and the abort of `context.step`.
 */
export function trainByBatches(
  objective: BatchObjective,
  context: FitContext,
  options: DescentOptions,
  available: Available = devices,
): Promise<Descended> {
  const descent: Descent = { objective, context, options, slot: nextSlot(context.snapshots) };
  return inTurn(async () => {
    const { weights, losses, measures, backend } = pastEnd(descent) ?? (await run(descent, available));
    context.ranOn(backend);
    return { weights, losses, measures, backend };
  });
}
