import { seededRandom } from '../../core/random.ts';
import type { Weight } from '../estimator.ts';
import type { Matrix } from '../matrix.ts';
import { byStrength } from './fitted-linear.ts';

/** An order of rows in which none keeps its place, where there are two or more (Sattolo 1986). */
function deranged(rows: number): Int32Array {
  const random = seededRandom(rows);
  const order = Int32Array.from({ length: rows }, (_, row) => row);
  for (let last = rows - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * last);
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}

/**
 * How much each column moves the predictions of a model that has no weights of its own: the mean change of a prediction, up or down,
 * when some rows (few: each is predicted once per column) swap that column's values among themselves.
 */
export function sensitivity(x: Matrix & { data: Float64Array }, predict: (x: Matrix) => Float64Array): Weight[] {
  const before = predict(x);
  const order = deranged(x.rows);
  const of = (column: number) => {
    const data = x.data.slice();
    order.forEach((other, row) => (data[row * x.columns + column] = x.data[other * x.columns + column]!));
    return predict({ ...x, data }).reduce((sum, value, at) => sum + Math.abs(value - before[at]!), 0) / before.length;
  };
  return byStrength(x.names.map((feature, column) => ({ feature, weight: of(column) })));
}
