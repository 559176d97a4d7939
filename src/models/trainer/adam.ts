import type { Kernel } from '../kernel.ts';
import { layOut, sharedKernel } from '../kernel.ts';
import build from './kernels/adam.as.ts?kernel';
import type { PlainKernel, Values } from './plain-kernel.ts';

interface AdamKernel extends Kernel {
  step(...numbers: number[]): void;
}

export const MOMENTUM = 0.9;
export const SQUARES = 0.999;
export const EPSILON = 1e-7;

/** Weights at a time: few enough that what the kernel reads and writes stays in the nearest cache. */
const BLOCK = 1024;
const SIZE = 4;
/** Weights, two means, decay and gradient; the first three are changed. */
const INPUTS = 5;
const CHANGED = 3;

const places = new WeakMap<AdamKernel, number[]>();

function placesOf(kernel: AdamKernel): number[] {
  const known = places.get(kernel) ?? layOut(kernel, Array<number>(INPUTS).fill(SIZE * BLOCK));
  places.set(kernel, known);
  return known;
}

/** All weights, block by block through the kernel's memory. What stands behind the last ones there is of no consequence. */
function fillAdam(inputs: readonly Values[], outputs: readonly Values[], rows: number, rate: number): void {
  const kernel = sharedKernel<AdamKernel>(build);
  const at = placesOf(kernel);
  const views = at.map((place) => new Float32Array(kernel.memory.buffer, place, BLOCK));
  const size = inputs[0]!.length;
  const means = [MOMENTUM, 1 - MOMENTUM, SQUARES, 1 - SQUARES];
  for (let from = 0; from < size; from += BLOCK) {
    const to = Math.min(size, from + BLOCK);
    inputs.forEach((input, n) => views[n]!.set(input.subarray(from, to)));
    kernel.step(...at, BLOCK, 1 / rows, rate, ...means, EPSILON);
    for (let n = 0; n < CHANGED; n += 1) outputs[n]!.set(views[n]!.subarray(0, to - from), from);
  }
}

/**
 * One step of Adam as one operation: composed of others, each weight passes through memory some thirty times. Of weights, means of
 * gradients and of their squares, decay, and the gradient summed over `rows`: the first three after the step.
 */
export const adamStep: PlainKernel = {
  name: 'AdamStep',
  shapes: ([weights]) => [weights!.shape, weights!.shape, weights!.shape],
  compute: (inputs, outputs, { rows, rate }) => fillAdam(inputs, outputs, rows as number, rate as number),
};
