/** The share of rows whose nearest is of the same group, and the share if groups were dealt out by chance. */
export function purityOf(
  nearest: readonly (readonly number[])[],
  group: Int32Array,
): { purity: number; chance: number } {
  const rows = nearest.length;
  const same = nearest.filter(([first], row) => first !== undefined && group[first] === group[row]).length;
  const sizes = new Map<number, number>();
  for (const each of group) sizes.set(each, (sizes.get(each) ?? 0) + 1);
  const pairs = [...sizes.values()].reduce((sum, size) => sum + size * (size - 1), 0);
  return { purity: rows > 0 ? same / rows : 0, chance: rows > 1 ? pairs / (rows * (rows - 1)) : 0 };
}
