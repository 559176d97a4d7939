import type { Random } from '../../core/random.ts';
import { sizesOf } from '../trainer/batches.ts';

/** Where a weight begins. */
export type Start = (shape: readonly number[], random: Random) => Float32Array;

const sizeOf = (shape: readonly number[]): number => sizesOf([shape as number[]])[0]!;

const filled =
  (value: number): Start =>
  (shape) =>
    new Float32Array(sizeOf(shape)).fill(value);

export const zeros = filled(0);
export const ones = filled(1);

const uniform =
  (limit: (from: number, to: number) => number): Start =>
  (shape, random) => {
    const bound = limit(shape.at(-2)!, shape.at(-1)!);
    return Float32Array.from({ length: sizeOf(shape) }, () => bound * (2 * random() - 1));
  };

/** Uniform with variance 2 / (inputs + outputs): Glorot & Bengio (2010). */
export const glorot = uniform((from, to) => Math.sqrt(6 / (from + to)));

/** Uniform between −.05 and .05, as Keras's embeddings begin; times ten, so that kinds differ from the first step. */
export const spread = uniform(() => 0.5);

/** Rows of unit length at right angles to each other (Saxe, McClelland & Ganguli 2014), by Gram–Schmidt. */
export const orthogonal: Start = (shape, random) => {
  const [rows, width] = [shape[0]!, shape[1]!];
  const basis: Float64Array[] = [];
  for (let row = 0; row < rows; row += 1) {
    const along = Float64Array.from({ length: width }, () => random() + random() + random() - 1.5);
    for (const other of basis) {
      const share = along.reduce((sum, value, at) => sum + value * other[at]!, 0);
      other.forEach((value, at) => (along[at]! -= share * value));
    }
    const length = Math.sqrt(along.reduce((sum, value) => sum + value ** 2, 0));
    basis.push(along.map((value) => value / length));
  }
  return Float32Array.from(basis.flatMap((row) => [...row]));
};

/** The weights of a network, in the order in which its layers ask for them. */
export class Parameters {
  readonly shapes: number[][] = [];
  readonly #starts: Start[] = [];
  readonly #decayed: boolean[] = [];

  /** The place of a further weight; `decayed`: the L2 penalty holds it, as it does not hold biases. */
  add(shape: number[], start: Start, decayed = false): number {
    this.#starts.push(start);
    this.#decayed.push(decayed);
    return this.shapes.push(shape) - 1;
  }

  get size(): number {
    return sizesOf(this.shapes).reduce((sum, size) => sum + size, 0);
  }

  /** All weights at their beginning, behind each other. */
  start(random: Random): Float32Array {
    return Float32Array.from(this.shapes.flatMap((shape, at) => [...this.#starts[at]!(shape, random)]));
  }

  /** The strength of each weight's L2 penalty. */
  decay(strength: number): Float32Array {
    const sizes = sizesOf(this.shapes);
    return Float32Array.from(
      sizes.flatMap((size, at) => new Array<number>(size).fill(this.#decayed[at] ? strength : 0)),
    );
  }

  /** Flat weights cut into those of each place, in 64 bits. */
  plain(flat: Float32Array): Float64Array[] {
    let from = 0;
    return sizesOf(this.shapes).map((size) => Float64Array.from(flat.subarray(from, (from += size))));
  }
}
