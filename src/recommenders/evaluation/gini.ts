/** The Gini coefficient of some counts: 0 where all are the same, towards 1 where one has all; NaN without any. */
export function gini(counts: Uint32Array): number {
  const sorted = counts.slice().sort();
  let [total, weighted] = [0, 0];
  sorted.forEach((count, n) => {
    total += count;
    weighted += (2 * (n + 1) - sorted.length - 1) * count;
  });
  return weighted / (sorted.length * total);
}
