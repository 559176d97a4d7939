/** Probabilities that are equal may differ by rounding: the tolerance of R and SciPy. */
const SAME = 1 + 1e-7;

/**
 * Fisher's exact test of the table a b / c d, two-sided: the probability, with the margins fixed, of all tables no
 * more likely than this one. `oddsRatio`: ad / bc as it stands (Infinity or NaN with empty cells).
 */
export function fisherExact(a: number, b: number, c: number, d: number): { oddsRatio: number; p: number } {
  const oddsRatio = (a * d) / (b * c);
  const [row, column, total] = [a + b, a + c, a + b + c + d];
  const lowest = Math.max(0, row + column - total);
  const highest = Math.min(row, column);
  // How much likelier k + 1 is than k.
  const step = (k: number) => ((row - k) * (column - k)) / ((k + 1) * (total - row - column + k + 1));
  const mode = Math.min(highest, Math.max(lowest, Math.floor(((row + 1) * (column + 1)) / (total + 2))));
  const weights = new Float64Array(highest - lowest + 1);
  weights[mode - lowest] = 1;
  for (let k = mode; k < highest; k++) weights[k + 1 - lowest] = weights[k - lowest]! * step(k);
  for (let k = mode; k > lowest; k--) weights[k - 1 - lowest] = weights[k - lowest]! / step(k - 1);
  const bound = weights[a - lowest]! * SAME;
  let [extreme, whole] = [0, 0];
  for (const weight of weights) {
    whole += weight;
    if (weight <= bound) extreme += weight;
  }
  return { oddsRatio, p: Math.min(1, extreme / whole) };
}
