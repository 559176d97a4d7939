import type { Kernel } from '../kernel.ts';
import { layOut, newKernel } from '../kernel.ts';
import build from './kernels/rows.as.ts?kernel';

interface RowKernel extends Kernel {
  scores(data: number, rows: number, d: number, weights: number, out: number): void;
  addRows(data: number, rows: number, d: number, factors: number, into: number): void;
}

/** Numbers of a block: what is scored is still in the nearest cache when it is added up. */
const VALUES = 4096;

/** A block of rows in a kernel's memory, with SIMD: it is filled, scored, and added to a sum. */
export interface RowBlocks {
  /** Rows that a block holds: a multiple of four. */
  capacity: number;
  /** d of them. */
  weights: Float64Array;
  /** By row: what it scored; to be overwritten with its factor before `add`. */
  scores: Float64Array;
  /** d of them: what was added up. */
  sums: Float64Array;
  /** Copies rows in and scores them. */
  score(data: Float64Array, from: number, rows: number): void;
  /** Adds each row times its factor to the sums. */
  add(rows: number): void;
}

/** A block for rows of `d` columns. */
export async function rowBlocks(d: number): Promise<RowBlocks> {
  const kernel = await newKernel<RowKernel>(build);
  const capacity = Math.max(4, Math.floor(VALUES / d / 4) * 4);
  const [x, w, s, g] = layOut(kernel, [8 * capacity * d, 8 * d, 8 * capacity, 8 * d]) as [
    number,
    number,
    number,
    number,
  ];
  const { buffer } = kernel.memory;
  const block = new Float64Array(buffer, x, capacity * d);
  const scores = new Float64Array(buffer, s, capacity);
  return {
    capacity,
    weights: new Float64Array(buffer, w, d),
    scores,
    sums: new Float64Array(buffer, g, d),
    score(data, from, rows) {
      block.set(data.subarray(from * d, (from + rows) * d));
      kernel.scores(x, rows, d, w, s);
    },
    add(rows) {
      const whole = Math.ceil(rows / 4) * 4;
      // Rows of an earlier block that fill up the last four weigh nothing.
      scores.fill(0, rows, whole);
      kernel.addRows(x, whole, d, s, g);
    },
  };
}
