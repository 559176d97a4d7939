import { AppError } from '../../core/errors.ts';
import type { FitContext } from '../estimator.ts';
import { assertAgreement, lossesAgree } from './agreement.ts';
import type { Progress } from './carry-out.ts';
import type { Device } from './devices.ts';
import type { Block } from './evaluate.ts';
import { evaluate, upload } from './evaluate.ts';
import type { Kept } from './kept.ts';
import { keptOf, untrained } from './kept.ts';
import type { LbfgsState, Minimum } from './lbfgs.ts';
import { lbfgs } from './lbfgs.ts';
import type { Evaluation, Objective, TrainingData } from './objective.ts';
import { Refused } from './reasons.ts';
import type { Slot } from './slot.ts';

export interface TrainOptions {
  /** Stops when no entry of the gradient per row is larger; float32 reaches some 1e-7. */
  tolerance: number;
  maxIterations: number;
}

export interface Training {
  objective: Objective;
  data: TrainingData;
  context: FitContext;
  options: TrainOptions;
  slot: Slot | undefined;
}

/** Half the distance between 1 and the next float32: what a loss computed on a device is off by, at least. */
const SINGLE = 2 ** -24;

/** The objective per row: sums over the blocks on the device, plus the penalty. */
function perRow(sums: Evaluation, penalty: Evaluation, rows: number): Evaluation {
  return {
    loss: (sums.loss + penalty.loss) / rows,
    gradient: sums.gradient.map((value, at) => (value + penalty.gradient[at]!) / rows),
  };
}

/** The objective per row in float64 and off the device: what a device says is held against it. */
export const exactLoss = ({ objective, data }: Pick<Training, 'objective' | 'data'>, weights: Float64Array): number =>
  perRow(objective.exact(weights, data), objective.penalty(weights), data.x.rows).loss;

function assertConverging(loss: number, iteration: number): void {
  if (!Number.isFinite(loss)) throw new AppError('model.diverged', { epoch: iteration });
}

const largest = (gradient: Float64Array): number =>
  gradient.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** Share of the way from the first gradient to the tolerance, on a logarithmic scale; never backwards. */
function gauge(tolerance: number, first: number): (gradient: Float64Array) => number {
  let done = 0;
  return (gradient) => {
    const size = Math.max(largest(gradient), tolerance);
    done = Math.max(done, Math.log(first / size) / Math.log(first / tolerance));
    return Math.min(1, done);
  };
}

/**
 * Where the training stands, measured on this device. What was kept elsewhere is taken up only if this device, too, sees the
 * loss that was kept with it: otherwise it is none of this data's, or no true measure, and the training begins anew.
 */
async function takeUp(
  { objective, data, slot }: Training,
  progress: Progress<Kept>,
  measure: (weights: Float64Array) => Promise<Evaluation>,
): Promise<LbfgsState> {
  const { weights, pairs, history } = progress.kept;
  const at = await measure(weights);
  if (history.length === 0 || lossesAgree(at.loss, history.at(-1)!)) {
    return { weights, at, pairs, iterations: history.length };
  }
  slot?.drop();
  progress.kept = untrained(objective, data, progress.kept.blockRows);
  return { weights: objective.start, at: await measure(objective.start), pairs: [], iterations: 0 };
}

/** Minimises on one device from what was kept so far. All of it is here after each iteration anyway, so each one is kept. */
async function minimise(
  device: Device,
  training: Training,
  blocks: readonly Block[],
  progress: Progress<Kept>,
): Promise<Minimum> {
  const { objective, data, context, options, slot } = training;
  let share = 0;
  const measure = async (weights: Float64Array): Promise<Evaluation> => {
    const sums = await evaluate(device, objective, weights, blocks, () => context.step(share));
    return perRow(sums, objective.penalty(weights), data.x.rows);
  };
  const start = await takeUp(training, progress, measure);
  const first = progress.kept.first || Math.max(largest(start.at.gradient), 10 * options.tolerance);
  const shareOf = gauge(options.tolerance, first);
  const end = await lbfgs(measure, start, {
    ...options,
    precision: SINGLE,
    onIteration: async (state) => {
      if (progress.over) throw new Refused('lost');
      assertConverging(state.at.loss, state.iterations);
      progress.kept = keptOf(state, progress.kept, first);
      slot?.write(progress.kept, state.iterations);
      share = shareOf(state.at.gradient);
      await context.step(share);
    },
  });
  assertConverging(end.loss, end.iterations);
  return end;
}

/** Puts all rows on the device, block by block. What is up already when one has no room is in `blocks` too. */
function uploadAll(device: Device, data: TrainingData, size: number, blocks: Block[]): void {
  for (let from = 0; from < data.x.rows; from += size) {
    blocks.push(upload(device.tf, data, from, Math.min(data.x.rows, from + size)));
  }
}

/** The exact objective per row at the end; throws `Refused` where the device said otherwise. */
function settle(device: Device, training: Training, end: Minimum): number {
  const exact = exactLoss(training, end.weights);
  assertConverging(exact, end.iterations);
  if (!lossesAgree(end.loss, exact)) throw new Refused('disagrees', { backend: device.name });
  return exact;
}

/** One attempt on one device: checked, and trained. The objective per row at the end. */
export async function attempt(device: Device, training: Training, progress: Progress<Kept>): Promise<number> {
  await assertAgreement(device, training.objective, training.data, progress.kept.blockRows);
  const blocks: Block[] = [];
  let end: Minimum;
  try {
    uploadAll(device, training.data, progress.kept.blockRows, blocks);
    end = await minimise(device, training, blocks, progress);
  } finally {
    device.tf.dispose(blocks.flatMap(({ x, y }) => [x, y]));
  }
  return settle(device, training, end);
}
