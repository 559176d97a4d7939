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

/**
 * The difference of two independent shares, x1/n1 − x2/n2, with its hybrid score interval (Newcombe 1998, method 10);
 * NaN where one has no trials.
 */
export function newcombe(
  x1: number,
  n1: number,
  x2: number,
  n2: number,
  z = Z95,
): { difference: number; low: number; high: number } {
  const [first, second] = [wilson(x1, n1, z), wilson(x2, n2, z)];
  if (!first || !second) return { difference: NaN, low: NaN, high: NaN };
  const [p1, p2] = [x1 / n1, x2 / n2];
  const difference = p1 - p2;
  return {
    difference,
    low: difference - Math.hypot(p1 - first.low, second.high - p2),
    high: difference + Math.hypot(first.high - p1, p2 - second.low),
  };
}
