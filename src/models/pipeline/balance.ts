/** A weight per row, n / (K · rows of its class), so that each of the K classes there weighs the same; they add up to n. */
export function balancedWeights(y: ArrayLike<number>): Float64Array {
  const counts = new Map<number, number>();
  for (let row = 0; row < y.length; row += 1) counts.set(y[row]!, (counts.get(y[row]!) ?? 0) + 1);
  return Float64Array.from(y, (label) => y.length / (counts.size * counts.get(label)!));
}
