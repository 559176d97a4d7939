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

/** How many numbers there are, their mean, and their variance (divisor n − 1). */
export interface Moments {
  n: number;
  mean: number;
  variance: number;
}

/** Count, mean and variance in one stable pass (Welford 1962); the mean of none is NaN, the variance of fewer than two is NaN. */
export function meanAndVariance(values: ArrayLike<number>): Moments {
  let mean = 0;
  let squares = 0;
  for (let n = 0; n < values.length; n++) {
    const off = values[n]! - mean;
    mean += off / (n + 1);
    squares += off * (values[n]! - mean);
  }
  const n = values.length;
  return { n, mean: n > 0 ? mean : NaN, variance: n > 1 ? squares / (n - 1) : NaN };
}
