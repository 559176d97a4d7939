import type { Matrix } from '../matrix.ts';
import { informationOf, varianceOf } from './information.ts';
import { correlationsOf, eliminate, lassoWeights } from './linear-selection.ts';
import type { PipelineOptions } from './pipeline.ts';
import { targetsOf } from './target-encoding.ts';

/** The numbers of the `count` greatest scores above 0, in order; the earlier one where two are equal. */
function greatest(scores: Float64Array, count: number): number[] {
  const ranked = Array.from(scores, (_, at) => at).sort((a, b) => scores[b]! - scores[a]! || a - b);
  return ranked
    .slice(0, count)
    .filter((at, place) => place === 0 || scores[at]! > 0)
    .sort((a, b) => a - b);
}

/**
 * The numbers of the columns that are kept; null: all. At most as many as asked for (by default half of them), and none that says
 * nothing, but always one.
 */
export function selectColumns(x: Matrix, y: ArrayLike<number>, options: PipelineOptions): number[] | null {
  const { preparation, task, classes } = options;
  const { select, selectCount } = preparation;
  const count = selectCount > 0 ? selectCount : Math.ceil(x.columns / 2);
  if (select === 'none' || count >= x.columns) return null;
  if (select === 'variance') return greatest(varianceOf(x), count);
  if (select === 'information') return greatest(informationOf(x, y, task, classes), count);
  const sums = correlationsOf(x, targetsOf(y, task, classes));
  return select === 'l1' ? greatest(lassoWeights(sums, count), count) : eliminate(sums, count);
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
  const categories = x.categories && { categories: places.map((at) => x.categories![at]!) };
  return { ...x, data, columns: kept.length, names, ...categories };
}
