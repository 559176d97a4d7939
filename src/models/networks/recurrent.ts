import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Tf } from '../trainer/objective.ts';
import { affine } from './dense.ts';
import { eventInput } from './event-input.ts';
import type { Graph } from './layer.ts';
import type { Encoder } from './network.ts';
import type { Parameters, Start } from './parameters.ts';
import { glorot, orthogonal, zeros } from './parameters.ts';
import { product } from './product.ts';

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

/** One step of a recurrent layer: from the events' share of the gates and the state before to the state after. */
interface Cell {
  gates: number;
  biasStart: Start;
  /** Vectors of `units` in the state; the first one is the output. */
  states: number;
  /** The recurrent share has a bias of its own. */
  recurrentBias: boolean;
  apply(tf: Tf, input: Tensor, recurrent: Tensor, state: Tensor[]): Tensor[];
  compute(input: Float64Array, recurrent: Float64Array, state: Float64Array[]): void;
}

/** Hochreiter & Schmidhuber (1997) with forget gates; gates in Keras's order: input, forget, candidate, output. */
const lstmCell: Cell = {
  gates: 4,
  states: 2,
  recurrentBias: false,
  // A forget gate that begins open (Jozefowicz et al. 2015).
  biasStart: ([size]) => new Float32Array(size!).fill(1, size! / 4, size! / 2),
  apply(tf, input, recurrent, [, memory]) {
    const [i, f, g, o] = tf.split(tf.add(input, recurrent), 4, 1) as [Tensor, Tensor, Tensor, Tensor];
    const c = tf.add(tf.mul(tf.sigmoid(f), memory!), tf.mul(tf.sigmoid(i), tf.tanh(g)));
    return [tf.mul(tf.sigmoid(o), tf.tanh(c)), c];
  },
  compute(input, recurrent, [h, c]) {
    const units = h!.length;
    for (let unit = 0; unit < units; unit += 1) {
      const gate = (at: number) => input[at * units + unit]! + recurrent[at * units + unit]!;
      c![unit] = sigmoid(gate(1)) * c![unit]! + sigmoid(gate(0)) * Math.tanh(gate(2));
      h![unit] = sigmoid(gate(3)) * Math.tanh(c![unit]!);
    }
  },
};

/** Cho et al. (2014), the reset after the product as Keras and cuDNN have it; gates: update, reset, candidate. */
const gruCell: Cell = {
  gates: 3,
  states: 1,
  recurrentBias: true,
  biasStart: zeros,
  apply(tf, input, recurrent, [before]) {
    const [xz, xr, xh] = tf.split(input, 3, 1) as [Tensor, Tensor, Tensor];
    const [hz, hr, hh] = tf.split(recurrent, 3, 1) as [Tensor, Tensor, Tensor];
    const z = tf.sigmoid(tf.add(xz, hz));
    const candidate = tf.tanh(tf.add(xh, tf.mul(tf.sigmoid(tf.add(xr, hr)), hh)));
    return [tf.add(candidate, tf.mul(z, tf.sub(before!, candidate)))];
  },
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

/** A tensor [rows, steps, width] as one [rows, width] for each step. */
const byStep = (tf: Tf, x: Tensor): Tensor[] => tf.unstack(tf.transpose(x, [1, 0, 2]));

/** The events' share of the gates at each step, by one product for all. */
function inputGates({ tf, weights }: Graph, x: Tensor, w: number, b: number): Tensor[] {
  const [rows, steps, width] = x.shape as [number, number, number];
  const flat = tf.reshape(tf.transpose(x, [1, 0, 2]), [steps * rows, width]) as Tensor2D;
  const gates = product(tf, flat, weights[w] as Tensor2D, weights[b]!);
  return tf.unstack(tf.reshape(gates, [steps, rows, -1]));
}

/**
 * A recurrent layer over the events; its output at the last one. Padding stands before all events, where the state is 0 and
 * stays so.
 */
export function recurrent(
  parameters: Parameters,
  kind: keyof typeof cells,
  about: { kinds: number; length: number; size: number; units: number },
): Encoder {
  const { units } = about;
  const cell = cells[kind];
  const input = eventInput(parameters, about.kinds, about.size);
  const w = parameters.add([input.width, cell.gates * units], glorot, true);
  const u = parameters.add([units, cell.gates * units], orthogonal, true);
  const b = parameters.add([cell.gates * units], cell.biasStart);
  const ub = cell.recurrentBias ? parameters.add([cell.gates * units], zeros) : null;
  const start = (): Float64Array[] => Array.from({ length: cell.states }, () => new Float64Array(units));
  return {
    width: units,
    cost: about.length * cell.gates * units * (input.width + units),
    apply(graph, events) {
      const { tf, weights } = graph;
      const masks = byStep(tf, events.mask);
      const none = tf.zeros([events.mask.shape[0], units]);
      let state = start().map(() => none);
      inputGates(graph, input.apply(graph, events), w, b).forEach((gates, step) => {
        const own = product(tf, state[0] as Tensor2D, weights[u] as Tensor2D, ub === null ? null : weights[ub]!);
        state = cell.apply(tf, gates, own, state).map((value) => tf.mul(value, masks[step]!));
      });
      return state[0]!;
    },
    compute(weights, events) {
      const gates = affine(input.compute(weights, events), weights[w]!, weights[b]!, input.width);
      const state = start();
      const size = cell.gates * units;
      for (let step = 0; step < events.codes.length; step += 1) {
        const own = affine(state[0]!, weights[u]!, ub === null ? null : weights[ub]!, units);
        cell.compute(gates.subarray(step * size, (step + 1) * size), own, state);
      }
      return state[0]!;
    },
  };
}
