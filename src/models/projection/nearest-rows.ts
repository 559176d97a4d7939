import { rowsOf, squaredDistance } from '../clustering/rows.ts';
import type { Matrix } from '../matrix.ts';

/** Of each row those that lie closest, and how far (Euclidean). */
export interface Nearest {
  rows: number[][];
  distances: number[][];
}

const ROWS_PER_STEP = 256;

/** The exact nearest rows of each row, itself first, by brute force; of equals the lower row. `count` is at most the rows. */
export async function nearestRows(x: Matrix, count: number, step: (done: number) => Promise<void>): Promise<Nearest> {
  const data = rowsOf(x);
  const d = x.columns;
  const rows: number[][] = [];
  const distances: number[][] = [];
  const nearest = new Float64Array(count);
  const which = new Int32Array(count);
  for (let row = 0; row < x.rows; row++) {
    if (row % ROWS_PER_STEP === 0) await step(row / x.rows);
    nearest.fill(Infinity);
    [nearest[0], which[0]] = [-1, row];
    for (let other = 0; other < x.rows; other++) {
      const distance = squaredDistance(data, row * d, data, other * d, d);
      if (other === row || distance >= nearest[count - 1]!) continue;
      let at = count - 1;
      for (; nearest[at - 1]! > distance; at--) [nearest[at], which[at]] = [nearest[at - 1]!, which[at - 1]!];
      [nearest[at], which[at]] = [distance, other];
    }
    rows.push(Array.from(which));
    distances.push(Array.from(nearest, (squared) => Math.sqrt(Math.max(0, squared))));
  }
  return { rows, distances };
}
