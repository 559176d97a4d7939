import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Kernel } from '../kernel.ts';
import { layOut, sharedKernel } from '../kernel.ts';
import type { PlainKernel, Values } from '../trainer/plain-kernel.ts';
import build from './kernels/layers.as.ts?kernel';

type Pass = 'lstmForward' | 'lstmBackward' | 'gruForward' | 'gruBackward';
type RecurrentKernel = Kernel & Record<Pass, (...numbers: number[]) => void>;

interface Sizes {
  steps: number;
  rows: number;
  units: number;
}

const SIZE = 4;

/** Runs one pass over all steps: what it reads and fills goes through the kernel's memory, `scratch` numbers of it are its own. */
function run(pass: Pass, inputs: readonly Values[], outputs: readonly Values[], scratch: number, sizes: Sizes): void {
  const kernel = sharedKernel<RecurrentKernel>(build);
  const tensors = [...inputs, ...outputs];
  const counts = [...tensors.map(({ length }) => length), ...(scratch > 0 ? [scratch] : [])];
  const places = layOut(
    kernel,
    counts.map((count) => SIZE * count),
  );
  const view = (tensor: Values, n: number) => new Float32Array(kernel.memory.buffer, places[n], tensor.length);
  inputs.forEach((input, n) => view(input, n).set(input));
  kernel[pass](...places, sizes.steps, sizes.rows, sizes.units);
  outputs.forEach((output, n) => output.set(view(output, inputs.length + n)));
}

/** The sizes by the state after each step, [steps, rows, units]. */
const sizesOf = ([steps, rows, units]: readonly number[]): Sizes => ({ steps: steps!, rows: rows!, units: units! });

/** By the input's share of the gates, [steps, rows, parts · units], and the recurrent weights, [units, parts · units]. */
const stateShape = ([gates, u]: readonly TensorInfo[]): number[] => [...gates!.shape.slice(0, 2), u!.shape[0]!];
const ofState = ([steps, rows, units]: number[], times: number): number[] => [steps!, rows!, times * units!];

/** Of gates and u: the state after each step, the gates as they were used, and the memory after each step. */
export const lstmForward: PlainKernel = {
  name: 'LongShortTerm',
  shapes(inputs) {
    const state = stateShape(inputs);
    return [state, ofState(state, 4), state];
  },
  compute: (inputs, outputs, attrs) => run('lstmForward', inputs, outputs, 0, sizesOf(attrs.state as number[])),
};

/** Of the slopes of the states, of what `lstmForward` gave, and u: the slopes of gates and u. */
export const lstmBackward: PlainKernel = {
  name: 'LongShortTermSlopes',
  shapes: ([, , acts, , u]) => [acts!.shape, u!.shape],
  compute(inputs, outputs, attrs) {
    const sizes = sizesOf(attrs.state as number[]);
    run('lstmBackward', inputs, outputs, 2 * sizes.rows * sizes.units + 4 * sizes.units ** 2, sizes);
  },
};

/** Of gates, u and the recurrent bias: the state after each step, and the gates as they were used with the candidate's recurrent share. */
export const gruForward: PlainKernel = {
  name: 'GatedRecurrent',
  shapes(inputs) {
    const state = stateShape(inputs);
    return [state, ofState(state, 4)];
  },
  compute(inputs, outputs, attrs) {
    const sizes = sizesOf(attrs.state as number[]);
    run('gruForward', inputs, outputs, 3 * sizes.rows * sizes.units, sizes);
  },
};

/** Of the slopes of the states, of what `gruForward` gave, and u: the slopes of gates, u and bias. */
export const gruBackward: PlainKernel = {
  name: 'GatedRecurrentSlopes',
  shapes: ([, hidden, , u]) => [ofState(hidden!.shape, 3), u!.shape, [u!.shape[1]!]],
  compute(inputs, outputs, attrs) {
    const sizes = sizesOf(attrs.state as number[]);
    run('gruBackward', inputs, outputs, 4 * sizes.rows * sizes.units + 3 * sizes.units ** 2, sizes);
  },
};
