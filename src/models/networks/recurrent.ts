import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Tf } from '../trainer/objective.ts';
import { affine } from './dense.ts';
import { eventInput } from './event-input.ts';
import { longShortTerm } from './long-short-term.ts';
import type { Encoder } from './network.ts';
import type { Parameters, Start } from './parameters.ts';
import { glorot, orthogonal, zeros } from './parameters.ts';
import { product } from './product.ts';
import { gruPasses, hasPasses, lastOf, lstmPasses, statesOf } from './recurrent-steps.ts';

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

/** A recurrent layer, from the input's share of the gates at each step to its output at the last. */
export interface Cell {
  /** Parts of the gates, each of `units`. */
  gates: number;
  biasStart: Start;
  /** Vectors of `units` in the state; the first one is the output. */
  states: number;
  /** The recurrent share has a bias of its own. */
  recurrentBias: boolean;
  /** By part, what is added to it where there is no event: so much that the state stays as it is, at 0. */
  still: readonly number[];
  /** `gates` [steps, rows, …]. */
  apply(tf: Tf, gates: Tensor, u: Tensor2D, bias: Tensor | null): Tensor;
  /** One step of one row, which changes the state. */
  compute(input: Float64Array, recurrent: Float64Array, state: Float64Array[]): void;
}

/** A logistic gate that is so far from 0 is open or shut to the last digit, and its powers of e are still numbers. */
const FAR = 80;

const lstmCell: Cell = {
  gates: 4,
  states: 2,
  recurrentBias: false,
  // A forget gate that begins open (Jozefowicz et al. 2015).
  biasStart: ([size]) => new Float32Array(size!).fill(1, size! / 4, size! / 2),
  still: [-FAR, -FAR, 0, -FAR],
  apply: (tf, gates, u) =>
    hasPasses(tf, lstmPasses) ? lastOf(tf, statesOf(tf, lstmPasses, gates, u, null)) : longShortTerm(tf, gates, u),
  compute(input, recurrent, [h, c]) {
    const units = h!.length;
    for (let unit = 0; unit < units; unit += 1) {
      const gate = (at: number) => input[at * units + unit]! + recurrent[at * units + unit]!;
      c![unit] = sigmoid(gate(1)) * c![unit]! + sigmoid(gate(0)) * Math.tanh(gate(2));
      h![unit] = sigmoid(gate(3)) * Math.tanh(c![unit]!);
    }
  },
};

/** One step of a gated recurrent unit for some rows. */
function gruStep(tf: Tf, input: Tensor, recurrent: Tensor, before: Tensor): Tensor {
  const [xz, xr, xh] = tf.split(input, 3, 1) as [Tensor, Tensor, Tensor];
  const [hz, hr, hh] = tf.split(recurrent, 3, 1) as [Tensor, Tensor, Tensor];
  const z = tf.sigmoid(tf.add(xz, hz));
  const candidate = tf.tanh(tf.add(xh, tf.mul(tf.sigmoid(tf.add(xr, hr)), hh)));
  return tf.add(candidate, tf.mul(z, tf.sub(before, candidate)));
}

/** `gruOutputs` step by step, by operations that every backend has. */
export function gruStates(tf: Tf, gates: Tensor, u: Tensor2D, bias: Tensor): Tensor3D {
  const [steps, rows] = gates.shape as [number, number];
  const outputs: Tensor[] = [];
  let h: Tensor = tf.zeros([rows, u.shape[0]]);
  // The gradient of an unstacked single step fails in tfjs.
  for (const input of steps === 1 ? [tf.reshape(gates, [rows, -1])] : tf.unstack(gates)) {
    h = gruStep(tf, input, product(tf, h as Tensor2D, u, bias), h);
    outputs.push(h);
  }
  return tf.stack(outputs) as Tensor3D;
}

/** The output after each step, [steps, rows, units], of the input's share of the gates [steps, rows, 3 · units]. */
export const gruOutputs = (tf: Tf, gates: Tensor, u: Tensor2D, bias: Tensor): Tensor3D =>
  hasPasses(tf, gruPasses) ? statesOf(tf, gruPasses, gates, u, bias) : gruStates(tf, gates, u, bias);

/** Cho et al. (2014), the reset after the product as Keras and cuDNN have it; gates: update, reset, candidate. */
export const gruCell: Cell = {
  gates: 3,
  states: 1,
  recurrentBias: true,
  biasStart: zeros,
  still: [FAR, 0, 0],
  apply: (tf, gates, u, bias) => lastOf(tf, gruOutputs(tf, gates, u, bias!)),
  compute(input, recurrent, [h]) {
    const units = h!.length;
    for (let unit = 0; unit < units; unit += 1) {
      const z = sigmoid(input[unit]! + recurrent[unit]!);
      const r = sigmoid(input[units + unit]! + recurrent[units + unit]!);
      const candidate = Math.tanh(input[2 * units + unit]! + r * recurrent[2 * units + unit]!);
      h![unit] = z * h![unit]! + (1 - z) * candidate;
    }
  },
};

const cells = { lstm: lstmCell, gru: gruCell };

/** The input's share of the gates at all steps by one product: [steps, rows, …] of rows' inputs [rows, steps, width]. */
export function inputGates(tf: Tf, x: Tensor, w: Tensor2D, b: Tensor): Tensor {
  const [rows, steps, width] = x.shape as [number, number, number];
  const byStep = tf.reshape(tf.transpose(x, [1, 0, 2]), [steps * rows, width]) as Tensor2D;
  return tf.reshape(product(tf, byStep, w, b), [steps, rows, -1]);
}

/** What keeps the state still where the mask [rows, steps, 1] has no event; padding stands before all events. */
function stillness(tf: Tf, mask: Tensor, still: readonly number[], units: number): Tensor {
  const parts = Float32Array.from({ length: still.length * units }, (_, at) => still[Math.floor(at / units)]!);
  return tf.mul(tf.sub(1, tf.transpose(mask, [1, 0, 2])), tf.tensor1d(parts));
}

/** A recurrent layer over the events; its output at the last one. */
export function recurrent(
  parameters: Parameters,
  kind: keyof typeof cells,
  about: { kinds: number; length: number; size: number; units: number },
): Encoder {
  const { units } = about;
  const cell = cells[kind];
  const input = eventInput(parameters, about.kinds, about.size);
  const size = cell.gates * units;
  const w = parameters.add([input.width, size], glorot, true);
  const u = parameters.add([units, size], orthogonal, true);
  const b = parameters.add([size], cell.biasStart);
  const ub = cell.recurrentBias ? parameters.add([size], zeros) : null;
  return {
    width: units,
    cost: about.length * size * (input.width + units),
    apply(graph, events) {
      const { tf, weights } = graph;
      const gates = inputGates(tf, input.apply(graph, events), weights[w] as Tensor2D, weights[b]!);
      const masked = tf.add(gates, stillness(tf, events.mask, cell.still, units));
      return cell.apply(tf, masked, weights[u] as Tensor2D, ub === null ? null : weights[ub]!);
    },
    compute(weights, events) {
      const gates = affine(input.compute(weights, events), weights[w]!, weights[b]!, input.width);
      const state = Array.from({ length: cell.states }, () => new Float64Array(units));
      for (let step = 0; step < events.codes.length; step += 1) {
        const own = affine(state[0]!, weights[u]!, ub === null ? null : weights[ub]!, units);
        cell.compute(gates.subarray(step * size, (step + 1) * size), own, state);
      }
      return state[0]!;
    },
  };
}
