import { products } from './products.ts';

/** The rows of a matrix that are not all zero, close together. */
interface Present {
  /** Their numbers in the whole, ascending. */
  numbers: Int32Array;
  rows: Float32Array;
  /** The Euclidean length of each. */
  lengths: Float64Array;
}

const made = new WeakMap<Float32Array, Present>();

function present(matrix: Float32Array, width: number): Present {
  const numbers: number[] = [];
  const lengths: number[] = [];
  for (let row = 0; row < matrix.length / width; row += 1) {
    let square = 0;
    for (let at = row * width; at < (row + 1) * width; at += 1) square += matrix[at]! ** 2;
    if (square === 0) continue;
    numbers.push(row);
    lengths.push(Math.sqrt(square));
  }
  const rows = new Float32Array(numbers.length * width);
  numbers.forEach((row, n) => rows.set(matrix.subarray(row * width, (row + 1) * width), n * width));
  return { numbers: Int32Array.from(numbers), rows, lengths: Float64Array.from(lengths) };
}

/**
 * The rows of a matrix (row after row, `width` numbers each) that are not all zero, found once: items that nobody had are all zero, and
 * a catalogue may hold many more of them than of others. The matrix must not change.
 */
export function presentRows(matrix: Float32Array, width: number): Present {
  const known = made.get(matrix) ?? present(matrix, width);
  made.set(matrix, known);
  return known;
}

/** The inner products of one vector with each row of a matrix, to `out`; 0 for rows that are all zero. The matrix must not change. */
export function productsWithPresent(
  vector: Float32Array | Float64Array,
  matrix: Float32Array,
  out: Float32Array,
): void {
  const { numbers, rows } = presentRows(matrix, vector.length);
  if (numbers.length === out.length) return products(vector, matrix, out);
  const found = new Float32Array(numbers.length);
  products(vector, rows, found);
  out.fill(0);
  for (let n = 0; n < found.length; n += 1) out[numbers[n]!] = found[n]!;
}
