/** The inner products of one vector with each row of `rows` (row after row), to `out`. */
export function products(
  vector: Float32Array | Float64Array,
  rows: Float32Array,
  out: Float32Array | Float64Array,
): void {
  const width = vector.length;
  let at = 0;
  let row = 0;
  // Four rows at a time: sums that do not wait for each other.
  for (; row + 4 <= out.length; row += 4, at += 4 * width) {
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let k = 0; k < width; k += 1) {
      const value = vector[k]!;
      a += value * rows[at + k]!;
      b += value * rows[at + width + k]!;
      c += value * rows[at + 2 * width + k]!;
      d += value * rows[at + 3 * width + k]!;
    }
    out[row] = a;
    out[row + 1] = b;
    out[row + 2] = c;
    out[row + 3] = d;
  }
  for (; row < out.length; row += 1, at += width) {
    let sum = 0;
    for (let k = 0; k < width; k += 1) sum += vector[k]! * rows[at + k]!;
    out[row] = sum;
  }
}
