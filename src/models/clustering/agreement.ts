const pairs = (n: number): number => (n * (n - 1)) / 2;

/**
 * The adjusted Rand index of two groupings of the same rows (Hubert and Arabie 1985): 1 for the same groups whatever their numbers, about
 * 0 for groups by chance. −1 counts as a group of its own.
 */
export function adjustedRandIndex(one: ArrayLike<number>, two: ArrayLike<number>): number {
  const n = one.length;
  const [both, first, second] = [new Map<string, number>(), new Map<number, number>(), new Map<number, number>()];
  const count = <K>(counts: Map<K, number>, key: K) => counts.set(key, (counts.get(key) ?? 0) + 1);
  for (let row = 0; row < n; row++) {
    count(both, `${one[row]} ${two[row]}`);
    count(first, one[row]!);
    count(second, two[row]!);
  }
  const sum = (counts: Map<unknown, number>) => [...counts.values()].reduce((all, size) => all + pairs(size), 0);
  const [together, inFirst, inSecond] = [sum(both), sum(first), sum(second)];
  const expected = n > 1 ? (inFirst * inSecond) / pairs(n) : 0;
  const most = (inFirst + inSecond) / 2;
  return most === expected ? 1 : (together - expected) / (most - expected);
}
