import { dot, softmaxAt } from '../linear-core/scores.ts';
import type { Kernel } from '../kernel.ts';
import { layOut, newKernel } from '../kernel.ts';
import type { Training } from '../linear-core/training.ts';
import build from './kernels/rows.as.ts?kernel';
import { outputsOf } from './likelihood.ts';

interface ProductKernel extends Kernel {
  scores(data: number, rows: number, d: number, weights: number, out: number): void;
  addProducts(data: number, rows: number, d: number, factors: number, into: number): void;
}

const MULTIPLICATIONS_A_TIME = 1 << 23;
/** Numbers of a block of rows: they stay in the nearest cache. */
const BLOCK_VALUES = 2048;

/** Some parameters of the model, ascending: of which output, and of which column (the number of columns: the intercept). */
interface Places {
  output: Int32Array;
  column: Int32Array;
  /** Where each output's begin, and the end. */
  begin: Int32Array;
}

function placesOf(parameters: Int32Array, columns: number, outputs: number): Places {
  const output = parameters.map((at) => Math.floor(at / (columns + 1)));
  const begin = Int32Array.from({ length: outputs + 1 }, (_, o) => {
    const first = output.findIndex((value) => value >= o);
    return first < 0 ? parameters.length : first;
  });
  return { output, column: parameters.map((at) => at % (columns + 1)), begin };
}

/** The second derivative of a row's loss by its score, of two classes. */
function curvatureAt(score: number): number {
  const e = Math.exp(-Math.abs(score));
  return e / ((1 + e) * (1 + e));
}

/** The second derivatives of one row's loss by its scores, outputs × outputs. */
function factorsOf(t: Training, theta: Float64Array, row: number, p: Float64Array, into: Float64Array): void {
  const d = t.columns;
  const k = p.length;
  const weight = t.weights ? t.weights[row]! : 1;
  for (let o = 0; o < k; o += 1) p[o] = theta[o * (d + 1) + d]! + dot(t.data, row * d, theta, o * (d + 1), d);
  if (k === 1) {
    into[0] = weight * curvatureAt(p[0]!);
    return;
  }
  softmaxAt(p, 0, k);
  for (let o = 0; o < k; o += 1) {
    for (let q = 0; q < k; q += 1) into[o * k + q] = weight * p[o]! * ((o === q ? 1 : 0) - p[q]!);
  }
}

/** Some rows in the kernel's memory: their values at the parameters asked for, and the second derivatives of their losses. */
interface Block {
  /** The first row, and the one after the last. */
  from: number;
  to: number;
  values: Float64Array;
  factors: Float64Array;
}

/** Fills a block with all columns and a one for the intercept, for the kernel to score. */
function fillWhole({ data, columns: d, weights }: Training, block: Block, score: () => void): void {
  const { from, to, values, factors } = block;
  for (let row = from, at = 0; row < to; row += 1, at += d + 1) {
    values.set(data.subarray(row * d, (row + 1) * d), at);
    values[at + d] = 1;
  }
  score();
  for (let n = 0; n < to - from; n += 1) factors[n] = (weights ? weights[from + n]! : 1) * curvatureAt(factors[n]!);
}

/** Fills a block with the columns of some parameters only. */
function fillSome(t: Training, theta: Float64Array, { column }: Places, { from, to, values, factors }: Block): void {
  const [size, d] = [column.length, t.columns];
  const [score, factor] = [new Float64Array(1), new Float64Array(1)];
  for (let row = from, at = 0; row < to; row += 1) {
    factorsOf(t, theta, row, score, factor);
    factors[row - from] = factor[0]!;
    for (let i = 0; i < size; i += 1, at += 1) values[at] = column[i] === d ? 1 : t.data[row * d + column[i]!]!;
  }
}

/** The sum of the rows' second derivatives with one output: each row's values times themselves times a factor, by a SIMD kernel. */
async function sumOfProducts(
  t: Training,
  theta: Float64Array,
  places: Places,
  pause: () => Promise<void>,
): Promise<Float64Array> {
  const size = places.column.length;
  const kernel = await newKernel<ProductKernel>(build);
  const rows = Math.max(4, Math.floor(BLOCK_VALUES / Math.max(size, 1) / 4) * 4);
  const often = Math.max(1, Math.floor(MULTIPLICATIONS_A_TIME / (rows * size * size + 1)));
  // Pairs of numbers are read and written: one more than there are.
  const [x, f, w, into] = layOut(
    kernel,
    [rows * size + 1, rows, theta.length, size * size + 1].map((count) => 8 * count),
  ) as [number, number, number, number];
  const { buffer } = kernel.memory;
  const [values, factors] = [new Float64Array(buffer, x, rows * size), new Float64Array(buffer, f, rows)];
  new Float64Array(buffer, w, theta.length).set(theta);
  const score = () => kernel.scores(x, rows, size, w, f);
  for (let from = 0, block = 0; from < t.rows; from += rows, block += 1) {
    if (block % often === 0) await pause();
    const to = Math.min(t.rows, from + rows);
    if (size > t.columns) fillWhole(t, { from, to, values, factors }, score);
    else fillSome(t, theta, places, { from, to, values, factors });
    factors.fill(0, to - from);
    kernel.addProducts(x, rows, size, f, into);
  }
  return new Float64Array(buffer, into, size * size).slice();
}

/** The same with several outputs. */
async function sumOfBlocks(
  t: Training,
  theta: Float64Array,
  places: Places,
  pause: () => Promise<void>,
): Promise<Float64Array> {
  const size = places.column.length;
  const h = new Float64Array(size * size);
  const rows = Math.max(16, Math.ceil(MULTIPLICATIONS_A_TIME / (size * size + 1)));
  for (let from = 0; from < t.rows; from += rows) {
    await pause();
    addRows(t, theta, places, from, Math.min(t.rows, from + rows), h);
  }
  return h;
}

/**
 * The Hessian of the mean log loss by some parameters (ascending): a symmetric matrix of which the lower triangle counts,
 * row-major.
 */
export async function hessianOf(
  t: Training,
  theta: Float64Array,
  parameters: Int32Array,
  pause: () => Promise<void>,
): Promise<Float64Array> {
  const k = outputsOf(t);
  const places = placesOf(parameters, t.columns, k);
  const h = await (k === 1 ? sumOfProducts : sumOfBlocks)(t, theta, places, pause);
  return h.map((sum) => sum / t.total);
}

function addRows(t: Training, theta: Float64Array, places: Places, from: number, to: number, h: Float64Array): void {
  const { data, columns: d } = t;
  const { output, column, begin } = places;
  const size = output.length;
  const k = begin.length - 1;
  const p = new Float64Array(k);
  const factors = new Float64Array(k * k);
  const values = new Float64Array(size);
  for (let row = from; row < to; row += 1) {
    factorsOf(t, theta, row, p, factors);
    for (let i = 0; i < size; i += 1) values[i] = column[i] === d ? 1 : data[row * d + column[i]!]!;
    for (let i = 0; i < size; i += 1) {
      if (values[i] === 0) continue;
      const own = output[i]!;
      for (let o = 0; o <= own; o += 1) {
        const scaled = factors[own * k + o]! * values[i]!;
        const end = o === own ? i + 1 : begin[o + 1]!;
        for (let j = begin[o]!, at = i * size + j; j < end; j += 1, at += 1) h[at]! += scaled * values[j]!;
      }
    }
  }
}
