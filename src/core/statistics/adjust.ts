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

/** Adjusted p-values that keep the false discovery rate (Benjamini and Hochberg 1995), in the order given. */
export function benjaminiHochberg(p: readonly number[]): number[] {
  const adjusted = new Array<number>(p.length);
  let least = 1;
  const order = ascending(p);
  for (let rank = p.length; rank > 0; rank--) {
    const place = order[rank - 1]!;
    least = Math.min(least, (p[place]! * p.length) / rank);
    adjusted[place] = least;
  }
  return adjusted;
}
