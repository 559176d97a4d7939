import type { Matrix } from '../matrix.ts';
import type { PipelineOptions } from './pipeline.ts';

/** The numbers of the columns kept; null: all. */
export function selectColumns(x: Matrix, _y: ArrayLike<number>, { preparation }: PipelineOptions): number[] | null {
  if (preparation.select === 'none' || x.columns < 2) return null;
  return null;
}

/** Some columns of a matrix, in the order given. */
export function keepColumns(x: Matrix, kept: readonly number[]): Matrix & { data: Float64Array } {
  const data = new Float64Array(x.rows * kept.length);
  const places = Int32Array.from(kept);
  for (let row = 0, to = 0; row < x.rows; row += 1) {
    const from = row * x.columns;
    for (let at = 0; at < places.length; at += 1, to += 1) data[to] = x.data[from + places[at]!]!;
  }
  const names = kept.map((at) => x.names[at]!);
  const { categories } = x;
  return {
    ...x,
    data,
    columns: kept.length,
    names,
    ...(categories && { categories: Int32Array.from(kept, (at) => categories[at]!) }),
  };
}
