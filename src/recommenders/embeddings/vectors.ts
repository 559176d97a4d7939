import type { Kernel } from '../../models/kernel.ts';
import { layOut, sharedKernel } from '../../models/kernel.ts';
import type { Values } from '../../models/trainer/plain-kernel.ts';
import build from './kernels/vectors.as.ts?kernel';
import type { SparseMatrix } from './sparse.ts';

interface VectorKernel extends Kernel {
  margins(...places: number[]): void;
  addSlopes(...places: number[]): void;
  multiply(rows: number, offsets: number, column: number, value: number, x: number, width: number, out: number): void;
}

/** Tables of vectors [users, width], [items, width] and of items' numbers, and by row of a batch who is asked for what. */
export interface Paired {
  users: Values;
  items: Values;
  biases: Values;
  who: Values;
  what: Values;
  /** Some for each row. */
  others: Values;
}

type Numbers = Values | Uint32Array;

const SIZE = 4;

/** Numbers in the kernel's memory, where they lie, and room for `more` numbers each behind them. */
function laidOut(kernel: VectorKernel, numbers: readonly Numbers[], more: readonly number[]): number[] {
  const lengths = [...numbers.map(({ length }) => length), ...more];
  const places = layOut(
    kernel,
    lengths.map((length) => SIZE * length),
  );
  numbers.forEach((part, at) => {
    const into = part instanceof Float32Array ? Float32Array : Int32Array;
    new into(kernel.memory.buffer, places[at], part.length).set(part);
  });
  return places;
}

const room = (kernel: VectorKernel, at: number, length: number): Float32Array =>
  new Float32Array(kernel.memory.buffer, at, length);

/** Rows, others for each, and numbers of a vector. */
const sizesOf = ({ items, biases, who, others }: Paired) =>
  [who.length, others.length / who.length, items.length / biases.length] as const;

/** `out` [rows, others each]: the score of each row's item less that of each of the others. */
export function fillMargins(paired: Paired, out: Values): void {
  const kernel = sharedKernel<VectorKernel>(build);
  const { users, items, biases, who, what, others } = paired;
  const places = laidOut(kernel, [users, items, biases, who, what, others], [out.length]);
  const to = places.pop()!;
  kernel.margins(...places, ...sizesOf(paired), to);
  out.set(room(kernel, to, out.length));
}

/** The gradients of the tables, of the slopes of a loss by each margin. */
export function fillSlopes(paired: Paired, slopes: Values, into: Record<'users' | 'items' | 'biases', Values>): void {
  const kernel = sharedKernel<VectorKernel>(build);
  const { users, items, who, what, others } = paired;
  const outputs = [into.users, into.items, into.biases];
  const places = laidOut(
    kernel,
    [users, items, who, what, others, slopes],
    outputs.map(({ length }) => length),
  );
  const to = places.splice(-outputs.length);
  outputs.forEach(({ length }, at) => room(kernel, to[at]!, length).fill(0));
  kernel.addSlopes(...places, ...sizesOf(paired), ...to);
  outputs.forEach((output, at) => output.set(room(kernel, to[at]!, output.length)));
}

/** `out` [rows, width] = matrix · `x` [columns, width] in float32. */
export function multiplyVectors(matrix: SparseMatrix, x: Values, width: number, out: Values): void {
  const kernel = sharedKernel<VectorKernel>(build);
  const { rows, offsets, column, value } = matrix;
  const places = laidOut(kernel, [offsets, column, value, x], [out.length]);
  const [o, c, v, from, to] = places as [number, number, number, number, number];
  kernel.multiply(rows, o, c, v, from, width, to);
  out.set(room(kernel, to, out.length));
}
