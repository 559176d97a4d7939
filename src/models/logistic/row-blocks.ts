import type { Training } from '../linear-core/training.ts';
import type { Kernel } from '../kernel.ts';
import { layOut, newKernel } from '../kernel.ts';
import build from './kernels/rows.as.ts?kernel';

export interface RowKernel extends Kernel {
  scores(data: number, rows: number, d: number, weights: number, out: number): void;
  residuals(
    scores: number,
    rows: number,
    intercept: number,
    labels: number,
    weights: number,
    powers: number,
    into: number,
  ): number;
  addRows(data: number, rows: number, d: number, factors: number, into: number): void;
}

/** Rows that the kernel takes at once. */
const STEP = 4;
/** Numbers of a block: what is scored is still in the nearest cache when it is added up. */
const BLOCK_VALUES = 4096;
/** Factors 1 + e⁻ᶻ ≤ 2 whose product cannot overflow: one logarithm for all of them. */
const BLOCK_ROWS = 512;
/** A training of no more numbers than this (32 MB) lies in the kernel's memory as a whole; of a larger one, parts that fit a cache. */
const KEPT = 1 << 22;
const PART = 1 << 15;

const rowsFor = (values: number, d: number): number => Math.max(STEP, Math.floor(values / d / STEP) * STEP);
const filled = (rows: number): number => Math.ceil(rows / STEP) * STEP;

/** Some rows of a training as they lie in the kernel's memory; what fills up the last step weighs nothing. */
class Part {
  /** Not kept alive for what lies here already. */
  readonly t: WeakRef<Training>;
  readonly from: number;
  readonly to: number;
  readonly theta: Float64Array;
  readonly gradient: Float64Array;
  readonly data: Float64Array;
  readonly labels: Float64Array;
  readonly weights: Float64Array;
  readonly scores: Float64Array;
  readonly powers: Float64Array;

  constructor(kernel: RowKernel, t: Training, from: number, rows: number) {
    const d = t.columns;
    [this.t, this.from, this.to] = [new WeakRef(t), from, Math.min(t.rows, from + rows)];
    const all = filled(this.to - from);
    const numbers = [d + 1, d + 1, all * d, all, all, BLOCK_ROWS, BLOCK_ROWS];
    const places = layOut(
      kernel,
      numbers.map((count) => 8 * count),
    );
    const part = (at: number) => new Float64Array(kernel.memory.buffer, places[at], numbers[at]);
    [this.theta, this.gradient, this.data] = [part(0), part(1), part(2)];
    [this.labels, this.weights, this.scores, this.powers] = [part(3), part(4), part(5), part(6)];
    const length = this.to - from;
    this.data.fill(0, length * d).set(t.data.subarray(from * d, this.to * d));
    this.labels.fill(0, length).set(t.y.subarray(from, this.to));
    this.weights.fill(1, 0, length).fill(0, length);
    if (t.weights) this.weights.set(t.weights.subarray(from, this.to));
  }
}

/** The sum of the logarithms of 1 + power, each times its weight where they differ. */
function logarithms(powers: Float64Array, weights: Float64Array | null): number {
  if (weights) return weights.reduce((sum, weight, n) => sum + weight * Math.log(1 + powers[n]!), 0);
  let product = 1;
  for (let n = 0; n < powers.length; n += 1) product *= 1 + powers[n]!;
  return Math.log(product);
}

/** The log loss of trainings of two classes by passes over blocks of rows, with SIMD; nobody else writes to it in a call. */
export class RowBlocks {
  private readonly kernel: RowKernel;
  private part: Part | null = null;

  private constructor(kernel: RowKernel) {
    this.kernel = kernel;
  }

  static async make(): Promise<RowBlocks> {
    return new RowBlocks(await newKernel<RowKernel>(build));
  }

  /** Rows in the kernel's memory, a given one among them. */
  private partWith(t: Training, row: number): Part {
    const known = this.part;
    if (known?.t.deref() === t && row >= known.from && row < known.to) return known;
    const whole = t.rows * t.columns <= KEPT;
    this.part = new Part(this.kernel, t, whole ? 0 : row, whole ? t.rows : rowsFor(PART, t.columns));
    return this.part;
  }

  /** The log loss of some rows of a part, from the one at a place; adds its gradient to the part's. */
  private block(t: Training, part: Part, at: number, rows: number): number {
    const { kernel } = this;
    const { data, labels, weights, theta, gradient, scores, powers } = part;
    const [d, steps] = [t.columns, filled(rows)];
    const [x, z, into] = [data.byteOffset + 8 * at * d, scores.byteOffset, gradient.byteOffset];
    const [y, w] = [labels.byteOffset + 8 * at, weights.byteOffset + 8 * at];
    kernel.scores(x, steps, d, theta.byteOffset, z);
    const loss = kernel.residuals(z, steps, theta[d]!, y, w, powers.byteOffset, into + 8 * d);
    kernel.addRows(x, steps, d, z, into);
    return loss + logarithms(powers.subarray(0, rows), t.weights && weights.subarray(at, at + rows));
  }

  /** The log loss of the rows from … to − 1, both multiples of 4 or the last; adds its gradient. */
  add(t: Training, theta: Float64Array, from: number, to: number, gradient: Float64Array): number {
    const most = Math.min(BLOCK_ROWS, rowsFor(BLOCK_VALUES, t.columns));
    let loss = 0;
    for (let row = from; row < to;) {
      const part = this.partWith(t, row);
      const end = Math.min(to, part.to);
      part.theta.set(theta);
      part.gradient.fill(0);
      for (; row < end; row += most) loss += this.block(t, part, row - part.from, Math.min(most, end - row));
      row = end;
      for (let at = 0; at < gradient.length; at += 1) gradient[at]! += part.gradient[at]!;
    }
    return loss;
  }
}
