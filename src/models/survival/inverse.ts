import { solvePositiveDefinite } from '../../core/linear-algebra.ts';

/** The inverse of a symmetric positive definite matrix, row after row; null for any other. */
export function inverse(matrix: Float64Array, size: number): Float64Array | null {
  const result = new Float64Array(size * size);
  for (let column = 0; column < size; column++) {
    const unit = new Float64Array(size);
    unit[column] = 1;
    const solved = solvePositiveDefinite(matrix, unit);
    if (!solved) return null;
    for (let row = 0; row < size; row++) result[row * size + column] = solved[row]!;
  }
  return result;
}
