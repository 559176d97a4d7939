import { dot, softmaxAt } from '../linear-core/scores.ts';
import type { Training } from '../linear-core/training.ts';
import { outputsOf } from './likelihood.ts';

const MULTIPLICATIONS_A_TIME = 1 << 23;

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

/** The second derivatives of one row's loss by its scores, outputs × outputs. */
function factorsOf(t: Training, theta: Float64Array, row: number, p: Float64Array, into: Float64Array): void {
  const d = t.columns;
  const k = p.length;
  const weight = t.weights ? t.weights[row]! : 1;
  for (let o = 0; o < k; o += 1) p[o] = theta[o * (d + 1) + d]! + dot(t.data, row * d, theta, o * (d + 1), d);
  if (k === 1) {
    const e = Math.exp(-Math.abs(p[0]!));
    into[0] = (weight * e) / ((1 + e) * (1 + e));
    return;
  }
  softmaxAt(p, 0, k);
  for (let o = 0; o < k; o += 1) {
    for (let q = 0; q < k; q += 1) into[o * k + q] = weight * p[o]! * ((o === q ? 1 : 0) - p[q]!);
  }
}

/**
 * The Hessian of the mean log loss by some parameters (ascending): a symmetric matrix of which the lower triangle is filled,
 * row-major.
 */
export async function hessianOf(
  t: Training,
  theta: Float64Array,
  parameters: Int32Array,
  pause: () => Promise<void>,
): Promise<Float64Array> {
  const k = outputsOf(t);
  const size = parameters.length;
  const places = placesOf(parameters, t.columns, k);
  const h = new Float64Array(size * size);
  const rows = Math.max(16, Math.ceil(MULTIPLICATIONS_A_TIME / (size * size + 1)));
  for (let from = 0; from < t.rows; from += rows) {
    await pause();
    addRows(t, theta, places, from, Math.min(t.rows, from + rows), h);
  }
  for (let at = 0; at < h.length; at += 1) h[at]! /= t.total;
  return h;
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
