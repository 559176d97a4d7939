import type { Kernel } from '../kernel.ts';
import { layOut, sharedKernel } from '../kernel.ts';
import build from './kernels/moments.as.ts?kernel';
import type { Training } from './training.ts';

/** Weighted mean and population standard deviation of each column. */
export interface Moments {
  mean: Float64Array;
  sd: Float64Array;
}

interface MomentsKernel extends Kernel {
  addMoments(
    data: number,
    rows: number,
    d: number,
    weights: number,
    first: number,
    sums: number,
    squares: number,
  ): void;
}

/** Numbers of a block of rows: they stay in a near cache between their copy and their sums. */
const BLOCK_VALUES = 1 << 14;
/** Rows that the kernel takes at once. */
const STEP = 4;

const known = new WeakMap<Training, Moments>();

/** The moments of a training's columns, computed once. */
export function momentsOf(t: Training): Moments {
  const moments = known.get(t) ?? computed(t);
  known.set(t, moments);
  return moments;
}

/** In one pass over differences from the first row, so that large means cost no digits and a constant column has a spread of 0. */
function computed({ data, rows, columns, weights, total }: Training): Moments {
  const kernel = sharedKernel<MomentsKernel>(build);
  const most = Math.max(STEP, Math.floor(BLOCK_VALUES / columns / STEP) * STEP);
  const numbers = [most * columns, most, columns + 1, columns + 1, columns + 1];
  const places = layOut(
    kernel,
    numbers.map((count) => 8 * count),
  ) as [number, number, number, number, number];
  const part = (at: number) => new Float64Array(kernel.memory.buffer, places[at], numbers[at]);
  const [block, own, first, sums, squares] = [part(0), part(1), part(2).subarray(0, columns), part(3), part(4)];
  first.set(data.subarray(0, columns));
  sums.fill(0);
  squares.fill(0);
  const [x, w, ...into] = places;
  for (let from = 0; from < rows; from += most) {
    const to = Math.min(rows, from + most);
    const filled = Math.ceil((to - from) / STEP) * STEP;
    block.fill(0, (to - from) * columns, filled * columns).set(data.subarray(from * columns, to * columns));
    // What fills up the last step weighs nothing.
    own.fill(1, 0, to - from).fill(0, to - from, filled);
    if (weights) own.set(weights.subarray(from, to));
    kernel.addMoments(x, filled, columns, w, ...into);
  }
  return momentsBy(first, sums, squares, total);
}

function momentsBy(first: Float64Array, sums: Float64Array, squares: Float64Array, total: number): Moments {
  const off = first.map((_, column) => sums[column]! / total);
  return {
    mean: off.map((value, column) => first[column]! + value),
    sd: off.map((value, column) => Math.sqrt(Math.max(0, squares[column]! / total - value ** 2))),
  };
}
