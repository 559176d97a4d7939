import type { Kernel } from '../kernel.ts';
import { layOut, newKernel } from '../kernel.ts';
import build from './kernels/lloyd.as.ts?kernel';

interface LloydKernel extends Kernel {
  assign(
    data: number,
    rows: number,
    width: number,
    centres: number,
    k: number,
    labels: number,
    distances: number,
    sums: number,
    sizes: number,
  ): number;
}

/** One run of k-means in the kernel's memory: rows and centres filled up to an even number of columns. */
interface State {
  n: number;
  d: number;
  k: number;
  width: number;
  data: Float64Array;
  centres: Float64Array;
  labels: Int32Array;
  /** Squared, to the own centre as it was when the labels were given. */
  distances: Float64Array;
  sums: Float64Array;
  sizes: Float64Array;
  /** Gives each row its nearest centre, the first among equals; how many rows changed. */
  assign(): number;
}

/** The columns of each row into wider rows. */
function fillRows(from: Float64Array, d: number, into: Float64Array, width: number): void {
  if (width === d) into.set(from);
  else for (let at = 0, to = 0; at < from.length; at += d, to += width) into.set(from.subarray(at, at + d), to);
}

async function stateOf(data: Float64Array, d: number, centres: Float64Array): Promise<State> {
  const [n, k, width] = [data.length / d, centres.length / d, d + (d % 2)];
  const kernel = await newKernel<LloydKernel>(build);
  const sizes = [8 * n * width, 8 * k * width, 4 * n, 8 * n, 8 * k * width, 8 * k];
  const [x, c, l, q, s, m] = layOut(kernel, sizes) as [number, number, number, number, number, number];
  const { buffer } = kernel.memory;
  const state: State = {
    ...{ n, d, k, width },
    data: new Float64Array(buffer, x, n * width),
    centres: new Float64Array(buffer, c, k * width),
    labels: new Int32Array(buffer, l, n).fill(-1),
    distances: new Float64Array(buffer, q, n),
    sums: new Float64Array(buffer, s, k * width),
    sizes: new Float64Array(buffer, m, k),
    assign: () => kernel.assign(x, n, width, c, k, l, q, s, m),
  };
  fillRows(data, d, state.data, width);
  fillRows(centres, d, state.centres, width);
  return state;
}

/** The row farthest from its own centre, of those whose centre has others; −1 if there is none. */
function farthest({ distances, labels, sizes }: State): number {
  let [found, most] = [-1, 0];
  for (let row = 0; row < distances.length; row += 1) {
    if (distances[row]! > most && sizes[labels[row]!]! > 1) [found, most] = [row, distances[row]!];
  }
  return found;
}

/** A centre without rows takes the row farthest from its own. */
function fillEmpty(state: State): void {
  const { k, width, data, labels, distances, sums, sizes } = state;
  for (let empty = 0; empty < k; empty += 1) {
    if (sizes[empty]! > 0) continue;
    const row = farthest(state);
    if (row < 0) return;
    const from = labels[row]!;
    for (let j = 0; j < width; j += 1) {
      const value = data[row * width + j]!;
      sums[from * width + j]! -= value;
      sums[empty * width + j] = value;
    }
    sizes[from]! -= 1;
    sizes[empty] = 1;
    labels[row] = empty;
    distances[row] = 0;
  }
}

/** Moves the centres to the means of their rows; the sum of the squares of how far each went. */
function moveCentres({ k, width, centres, sums, sizes }: State): number {
  let moved = 0;
  for (let c = 0; c < k; c += 1) {
    if (sizes[c] === 0) continue;
    for (let j = c * width; j < (c + 1) * width; j += 1) {
      const mean = sums[j]! / sizes[c]!;
      moved += (mean - centres[j]!) ** 2;
      centres[j] = mean;
    }
  }
  return moved;
}

export interface LloydRun {
  centres: Float64Array;
  labels: Int32Array;
  /** Sum of squared distances to the own centre. */
  inertia: number;
  iterations: number;
}

function inertiaOf({ n, width, data, centres, labels }: State): number {
  let inertia = 0;
  for (let row = 0; row < n; row += 1) {
    const [at, own] = [row * width, labels[row]! * width];
    for (let j = 0; j < width; j += 1) inertia += (data[at + j]! - centres[own + j]!) ** 2;
  }
  return inertia;
}

/** The centres are the means of the final groups. */
function finish(state: State, iterations: number): LloydRun {
  const { k, d, width, centres, labels } = state;
  const own = new Float64Array(k * d);
  for (let c = 0; c < k; c += 1) own.set(centres.subarray(c * width, c * width + d), c * d);
  return { centres: own, labels: labels.slice(), inertia: inertiaOf(state), iterations };
}

/** Iterations between two pauses. */
const PAUSE = 4;

/**
 * Lloyd's iteration (1982) from some centres until no row changes, or the centres move by no more than `tolerance` (sum of squares).
 * Every distance is looked at, two numbers and four centres at a time: a kernel in WebAssembly. Rows row-major, n × d.
 */
export async function lloyd(
  data: Float64Array,
  d: number,
  start: Float64Array,
  { maxIterations, tolerance }: { maxIterations: number; tolerance: number },
  pause: () => Promise<void>,
): Promise<LloydRun> {
  const state = await stateOf(data, d, start);
  state.assign();
  let iterations = 1;
  for (; iterations < maxIterations; iterations += 1) {
    fillEmpty(state);
    const moved = moveCentres(state);
    const changed = state.assign();
    if (changed === 0 || moved <= tolerance) break;
    if (iterations % PAUSE === 0) await pause();
  }
  fillEmpty(state);
  moveCentres(state);
  return finish(state, iterations);
}
