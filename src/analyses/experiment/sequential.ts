/**
 * The squared spread of the mixture, on the scale of one user's standard deviation, that makes the sequence tightest when N*
 * users are in (Waudby-Smith et al. 2021, appendix on tuning).
 */
export function mixtureVariance(nStar: number, alpha: number): number {
  const log = -2 * Math.log(alpha);
  return (log + Math.log(log) + 1) / nStar;
}

/**
 * The mixture sequential probability ratio test of a difference with this standard error, from n users in all: a p-value and
 * an interval that hold at every look at once (Johari et al. 2015; asymptotically Waudby-Smith et al. 2021).
 */
export function alwaysValid(
  difference: number,
  error: number,
  n: number,
  nStar: number,
  alpha: number,
): { p: number; low: number; high: number } {
  if (!(error > 0)) return { p: difference === 0 ? 1 : 0, low: difference, high: difference };
  // One user's variance times its share: V = σ²/n, and the mixture has the variance ρ² σ².
  const grown = 1 + n * mixtureVariance(nStar, alpha);
  const z = difference / error;
  const logRatio = (z * z * (grown - 1)) / (2 * grown) - Math.log(grown) / 2;
  const half = error * Math.sqrt((grown / (grown - 1)) * (Math.log(grown) - 2 * Math.log(alpha)));
  return { p: Math.min(1, Math.exp(-logRatio)), low: difference - half, high: difference + half };
}
