/**
 * Of the rows of a known kind (0 or above), the share whose nearest row is of the same one, and the share if kinds were dealt out by chance among
 * all rows.
 */
export function purityOf(
  nearest: readonly (readonly number[])[],
  kind: Int32Array,
): { purity: number; chance: number } {
  const rows = nearest.length;
  const known = [...kind.keys()].filter((row) => kind[row]! >= 0);
  const same = known.filter((row) => kind[nearest[row]![0] ?? -1] === kind[row]).length;
  const sizes = new Map<number, number>();
  for (const row of known) sizes.set(kind[row]!, (sizes.get(kind[row]!) ?? 0) + 1);
  const pairs = [...sizes.values()].reduce((sum, size) => sum + size * (size - 1), 0);
  return {
    purity: known.length > 0 ? same / known.length : 0,
    chance: rows > 1 && known.length > 0 ? pairs / (known.length * (rows - 1)) : 0,
  };
}
