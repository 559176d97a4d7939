import type { Kernel } from '../kernel.ts';
import { layOut, sharedKernel } from '../kernel.ts';
import type { PlainKernel, Values } from '../trainer/plain-kernel.ts';
import build from './kernels/layers.as.ts?kernel';

interface DenseKernel extends Kernel {
  addProduct(
    a: number,
    down: number,
    along: number,
    b: number,
    out: number,
    rows: number,
    depth: number,
    columns: number,
  ): void;
  turn(from: number, to: number, rows: number, columns: number): void;
  repeat(bias: number, out: number, rows: number, columns: number): void;
  sumRows(values: number, out: number, rows: number, columns: number): void;
  rectify(values: number, count: number): void;
  multiply(values: number, factors: number, count: number): void;
  open(slopes: number, outputs: number, count: number, kept: number): void;
}

const SIZE = 4;

/** Tensors in the kernel's memory, one after the other, and `scratch` numbers behind them. */
class Room {
  readonly kernel = sharedKernel<DenseKernel>(build);
  readonly places: number[];
  readonly #tensors: readonly Values[];

  constructor(tensors: readonly Values[], scratch: readonly number[]) {
    this.#tensors = tensors;
    this.places = layOut(
      this.kernel,
      [...tensors.map(({ length }) => length), ...scratch].map((count) => SIZE * count),
    );
  }

  #view(n: number): Float32Array {
    return new Float32Array(this.kernel.memory.buffer, this.places[n], this.#tensors[n]!.length);
  }

  put(n: number): void {
    this.#view(n).set(this.#tensors[n]!);
  }

  take(n: number): void {
    this.#tensors[n]!.set(this.#view(n));
  }
}

/** How many units the hidden layers have between them. */
const hiddenOf = (sizes: readonly number[]): number => sizes.slice(1, -1).reduce((sum, size) => sum + size, 0);

/**
 * Of x [rows, columns], weights and bias of each layer, and where units are dropped a factor for each hidden one: the scores, and what the
 * hidden layers came to, one behind the other, [rows, units] each. `sizes`: from the columns to the outputs.
 */
export const perceptronForward: PlainKernel = {
  name: 'Perceptron',
  shapes([x], attrs) {
    const sizes = attrs.sizes as number[];
    const rows = x!.shape[0]!;
    return [[rows, sizes.at(-1)!], [rows * hiddenOf(sizes)]];
  },
  compute(inputs, outputs, attrs) {
    const sizes = attrs.sizes as number[];
    const layers = sizes.length - 1;
    const rows = inputs[0]!.length / sizes[0]!;
    const room = new Room([...inputs, ...outputs], []);
    const { kernel, places } = room;
    inputs.forEach((_, n) => room.put(n));
    const factors = inputs.length > 1 + 2 * layers ? places[1 + 2 * layers]! : 0;
    const [scores, hidden] = [places[inputs.length]!, places[inputs.length + 1]!];
    for (let layer = 0, from = places[0]!, done = 0; layer < layers; layer += 1) {
      const [depth, units] = [sizes[layer]!, sizes[layer + 1]!];
      const to = layer + 1 < layers ? hidden + SIZE * done : scores;
      kernel.repeat(places[2 + 2 * layer]!, to, rows, units);
      kernel.addProduct(from, SIZE * depth, SIZE, places[1 + 2 * layer]!, to, rows, depth, units);
      if (layer + 1 === layers) break;
      kernel.rectify(to, rows * units);
      if (factors) kernel.multiply(to, factors + SIZE * done, rows * units);
      from = to;
      done += rows * units;
    }
    room.take(inputs.length);
    room.take(inputs.length + 1);
  },
};

/** Of the slopes of the scores, x, the hidden layers as `perceptronForward` gave them, and the weights: the slopes of weights and biases in turn. */
export const perceptronBackward: PlainKernel = {
  name: 'PerceptronSlopes',
  shapes: ([, , , ...weights]) => weights.flatMap(({ shape }) => [shape, [shape[1]!]]),
  compute(inputs, outputs, attrs) {
    const [sizes, kept] = [attrs.sizes as number[], attrs.kept as number];
    const layers = sizes.length - 1;
    const rows = inputs[1]!.length / sizes[0]!;
    const widest = Math.max(...sizes.slice(1));
    const room = new Room([...inputs, ...outputs], [rows * widest, rows * widest, widest * Math.max(...sizes)]);
    const { kernel, places } = room;
    inputs.forEach((_, n) => room.put(n));
    const [x, hidden] = [places[1]!, places[2]!];
    const spare = inputs.length + outputs.length;
    const turned = places[spare + 2]!;
    let slopes = places[0]!;
    for (let layer = layers - 1, done = rows * hiddenOf(sizes); layer >= 0; layer -= 1) {
      const [depth, units] = [sizes[layer]!, sizes[layer + 1]!];
      done -= layer > 0 ? rows * depth : 0;
      const below = layer > 0 ? hidden + SIZE * done : x;
      const [dw, db] = [places[inputs.length + 2 * layer]!, places[inputs.length + 2 * layer + 1]!];
      new Uint8Array(kernel.memory.buffer, dw, SIZE * depth * units).fill(0);
      kernel.addProduct(below, SIZE, SIZE * depth, slopes, dw, depth, rows, units);
      kernel.sumRows(slopes, db, rows, units);
      if (layer === 0) break;
      const next = places[spare + (layer % 2)]!;
      kernel.turn(places[3 + layer]!, turned, depth, units);
      new Uint8Array(kernel.memory.buffer, next, SIZE * rows * depth).fill(0);
      kernel.addProduct(slopes, SIZE * units, SIZE, turned, next, rows, units, depth);
      kernel.open(next, below, rows * depth, kept);
      slopes = next;
    }
    outputs.forEach((_, n) => room.take(inputs.length + n));
  },
};
