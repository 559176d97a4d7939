/** The places of the p-values from the smallest to the largest. */
const ascending = (p: readonly number[]): number[] => p.map((_, n) => n).sort((a, b) => p[a]! - p[b]!);

/** Adjusted p-values that keep the family-wise error (Holm 1979), in the order given. */
export function holm(p: readonly number[]): number[] {
  const adjusted = new Array<number>(p.length);
  let most = 0;
  for (const [rank, place] of ascending(p).entries()) {
    most = Math.max(most, Math.min(1, p[place]! * (p.length - rank)));
    adjusted[place] = most;
  }
  return adjusted;
}

/**
 * Of many p-values, what each becomes when the false discovery rate is kept (Benjamini and Hochberg 1995). Sorted once as plain
 * numbers, so that millions take no longer than they must. `family`: of so many hypotheses; those that are not given count as p = 1.
 */
export function discoveryRates(p: Float64Array, family = p.length): (value: number) => number {
  const sorted = p.slice().sort();
  const rates = new Float64Array(p.length);
  let least = 1;
  for (let rank = p.length; rank > 0; rank--) {
    least = Math.min(least, (sorted[rank - 1]! * family) / rank);
    rates[rank - 1] = least;
  }
  return (value) => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle]! < value) low = middle + 1;
      else high = middle;
    }
    return rates[low] ?? 1;
  };
}

/** Adjusted p-values that keep the false discovery rate (Benjamini and Hochberg 1995), in the order given. */
export const benjaminiHochberg = (p: readonly number[]): number[] => p.map(discoveryRates(Float64Array.from(p)));
