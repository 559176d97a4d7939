import { seededRandom } from '../../core/random.ts';
import { matrixOf, type Matrix } from '../matrix.ts';

/** Labels of each task for the same rows. */
export interface TestData {
  x: Matrix;
  y: { binary: Float64Array; multiclass: Float64Array; regression: Float64Array; count: Float64Array };
}

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'];

/** Rows with gaps in the first column and a category of six codes in the last: the same as `table` of reference.py. */
export function testData(rows: number, seed: number): TestData {
  const random = seededRandom(seed);
  const columns = NAMES.map(() => new Float64Array(rows));
  const y = {
    binary: new Float64Array(rows),
    multiclass: new Float64Array(rows),
    regression: new Float64Array(rows),
    count: new Float64Array(rows),
  };
  for (let row = 0; row < rows; row += 1) {
    const [a, b, c, d, e] = [random(), random(), random(), random(), random()];
    const code = Math.floor(6 * random());
    const z = 3 * a + 2 * Math.abs(b - 0.5) + (d > 0.5 ? c : -c) + (code === 1 || code === 4 ? 1 : 0) - 2.5;
    const gap = random() < 0.15;
    const p = 1 / (1 + Math.exp(-2 * z));
    y.binary[row] = random() < p ? 1 : 0;
    const noise = random();
    y.multiclass[row] = Math.min(2, Math.max(0, Math.floor(z + 1.5 + noise - 0.5)));
    y.regression[row] = z + noise;
    y.count[row] = Math.floor(4 * p * random() * 2);
    [gap ? NaN : a, b, c, d, e, code].forEach((value, column) => (columns[column]![row] = value));
  }
  return { x: { ...matrixOf(NAMES, columns, rows), categories: Int32Array.of(0, 0, 0, 0, 0, 6) }, y };
}

/** The columns as numbers, without the category. */
export function numbersOf({ x }: TestData): Matrix {
  const column = (at: number) => Float64Array.from({ length: x.rows }, (_, row) => x.data[row * x.columns + at]!);
  return matrixOf(NAMES.slice(0, 5), [0, 1, 2, 3, 4].map(column), x.rows);
}
