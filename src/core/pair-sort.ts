const follows = (keys: Float64Array, companions: Float64Array, a: number, b: number): boolean =>
  keys[a]! > keys[b]! || (keys[a] === keys[b] && companions[a]! > companions[b]!);

function inOrder(keys: Float64Array, companions: Float64Array, from: number, to: number): boolean {
  for (let n = from + 1; n < to; n++) if (follows(keys, companions, n - 1, n)) return false;
  return true;
}

/** Most lists are short and nearly in order, where insertion beats any other sort. */
function insertionSort(keys: Float64Array, companions: Float64Array, from: number, to: number): void {
  for (let n = from + 1; n < to; n++) {
    const key = keys[n]!;
    const companion = companions[n]!;
    let hole = n;
    for (; hole > from; hole--) {
      if (keys[hole - 1]! < key || (keys[hole - 1] === key && companions[hole - 1]! <= companion)) break;
      keys[hole] = keys[hole - 1]!;
      companions[hole] = companions[hole - 1]!;
    }
    keys[hole] = key;
    companions[hole] = companion;
  }
}

const SHORT = 48;

/** Sorts a stretch of two parallel arrays in place, by key and then by companion: a user's times, and what belongs to each. */
export function sortPairs(keys: Float64Array, companions: Float64Array, from: number, to: number): void {
  if (inOrder(keys, companions, from, to)) return;
  if (to - from <= SHORT) return insertionSort(keys, companions, from, to);
  const order = Uint32Array.from({ length: to - from }, (_, n) => from + n);
  order.sort((a, b) => keys[a]! - keys[b]! || companions[a]! - companions[b]!);
  const sorted = (values: Float64Array) => Float64Array.from(order, (n) => values[n]!);
  const [sortedKeys, sortedCompanions] = [sorted(keys), sorted(companions)];
  keys.set(sortedKeys, from);
  companions.set(sortedCompanions, from);
}
