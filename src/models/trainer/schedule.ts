import type { OptimiserName } from './optimiser.ts';

/** How a training by mini-batches goes about it. */
export interface DescentOptions {
  optimiser: OptimiserName;
  learningRate: number;
  /** The rate stays, falls along half a cosine to zero, or is halved where the measure stops falling. */
  schedule: 'constant' | 'cosine' | 'plateau';
  epochs: number;
  batchSize: number;
  /** Stops after so many epochs without a better measure; 0: never. */
  patience: number;
}

/** Epochs since the lowest of the measures; a measure must be lower by a ten-thousandth to count. */
export function stalled(measures: readonly number[]): number {
  const lowest = bestEpoch(measures);
  return lowest < 0 ? 0 : measures.length - 1 - lowest;
}

const MARGIN = 1e-4;

/** The epoch with the lowest measure, from 0; −1 before the first. */
export function bestEpoch(measures: readonly number[]): number {
  let best = -1;
  measures.forEach((measure, epoch) => {
    if (best < 0 || measure < measures[best]! - MARGIN * Math.abs(measures[best]!)) best = epoch;
  });
  return best;
}

/** Epochs without progress after which the plateau schedule halves the rate. */
const PLATEAU = 3;

/** How often the rate was halved by now. */
function halvings(measures: readonly number[]): number {
  let count = 0;
  let since = 0;
  for (let epoch = 1; epoch <= measures.length; epoch += 1) {
    since = stalled(measures.slice(0, epoch)) === 0 ? 0 : since + 1;
    if (since < PLATEAU) continue;
    count += 1;
    since = 0;
  }
  return count;
}

/** The learning rate of an epoch (from 0), which follows from the measures of those before it alone. */
export function rateOf(options: DescentOptions, epoch: number, measures: readonly number[]): number {
  const { schedule, learningRate, epochs } = options;
  if (schedule === 'cosine') return (learningRate * (1 + Math.cos((Math.PI * epoch) / epochs))) / 2;
  return schedule === 'plateau' ? learningRate / 2 ** halvings(measures) : learningRate;
}

/** True if no further epoch should be made. */
export const finished = ({ epochs, patience }: DescentOptions, measures: readonly number[]): boolean =>
  measures.length >= epochs || (patience > 0 && stalled(measures) >= patience);
