import { solvePositiveDefinite } from '../../core/linear-algebra.ts';

/** How much of the mean square of the inputs is added to its diagonal. */
const RIDGE = 0.01;

/**
 * The linear map that takes rows of `from` nearest to rows of `to` (both n × width), by least squares with a small ridge, so that
 * few rows do too: M (width × width, row-major) with to ≈ from · M.
 */
export function linearMap(from: Float64Array, to: Float64Array, width: number): Float64Array {
  const [square, cross] = [new Float64Array(width * width), new Float64Array(width * width)];
  for (let row = 0; row < from.length; row += width) {
    for (let i = 0; i < width; i += 1) {
      const value = from[row + i]!;
      for (let j = 0; j < width; j += 1) {
        square[i * width + j]! += value * from[row + j]!;
        cross[j * width + i]! += value * to[row + j]!;
      }
    }
  }
  let trace = 0;
  for (let i = 0; i < width; i += 1) trace += square[i * width + i]!;
  const ridge = (RIDGE * trace) / width || 1;
  for (let i = 0; i < width; i += 1) square[i * width + i]! += ridge;
  const map = new Float64Array(width * width);
  for (let j = 0; j < width; j += 1) {
    const column = solvePositiveDefinite(square, cross.subarray(j * width, (j + 1) * width));
    column?.forEach((value, i) => (map[i * width + j] = value));
  }
  return map;
}
