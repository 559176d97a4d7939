/** The 97.5 % point of the normal distribution: two-sided 95 % intervals. */
const Z95 = 1.959963984540054;

/** The 95 % score interval of a share (Wilson 1927); null without trials. */
export function wilson(successes: number, trials: number, z = Z95): { low: number; high: number } | null {
  if (trials <= 0) return null;
  const share = successes / trials;
  const centre = share + (z * z) / (2 * trials);
  const half = z * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  const scale = 1 + (z * z) / trials;
  // At the ends the exact bound is the end itself; rounding must not push it past.
  return {
    low: successes === 0 ? 0 : Math.max(0, (centre - half) / scale),
    high: successes === trials ? 1 : Math.min(1, (centre + half) / scale),
  };
}

/** A quantile of numbers in ascending order, linear between neighbours (Hyndman and Fan's type 7); NaN of none. */
export function quantileSorted(sorted: ArrayLike<number>, q: number): number {
  if (sorted.length === 0) return NaN;
  const at = (sorted.length - 1) * q;
  const below = Math.floor(at);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (high - low) * (at - below);
}

/** The median, and the median absolute deviation scaled to the standard deviation of a normal distribution. */
export function medianAndMad(values: ArrayLike<number>): { median: number; mad: number } {
  const sorted = Float64Array.from(values).sort();
  const median = quantileSorted(sorted, 0.5);
  const deviations = sorted.map((value) => Math.abs(value - median)).sort();
  return { median, mad: 1.482602218505602 * quantileSorted(deviations, 0.5) };
}
