/** How many rows each group has; `group` holds codes 0 … k − 1. */
export function countsOf(group: Uint8Array, k: number): Uint32Array {
  const counts = new Uint32Array(k);
  for (const code of group) counts[code]!++;
  return counts;
}

/** The sum of each group's values. */
export function sumsOf(values: Float64Array, group: Uint8Array, k: number): Float64Array {
  const sums = new Float64Array(k);
  for (let row = 0; row < values.length; row++) sums[group[row]!]! += values[row]!;
  return sums;
}

/** The median of each group's values, null for an empty one, in one pass over all rows from the least value on (`order`). */
export function mediansOf(
  values: Float64Array,
  order: Uint32Array,
  group: Uint8Array,
  counts: Uint32Array,
): (number | null)[] {
  const seen = new Uint32Array(counts.length);
  const [lower, upper] = [new Float64Array(counts.length), new Float64Array(counts.length)];
  for (const row of order) {
    const code = group[row]!;
    const place = seen[code]!++;
    if (place === (counts[code]! - 1) >> 1) lower[code] = values[row]!;
    if (place === counts[code]! >> 1) upper[code] = values[row]!;
  }
  return Array.from(counts, (count, code) => (count > 0 ? (lower[code]! + upper[code]!) / 2 : null));
}
