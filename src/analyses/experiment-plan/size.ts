import { normalCdf, normalQuantile } from '../../core/statistics.ts';

export interface Wanted {
  measure: 'conversion' | 'count';
  /** A share, or a mean per user. */
  baseline: number;
  /** Standard deviation per user; unused for a conversion. */
  deviation: number;
  alpha: number;
  power: number;
}

/** How many standard errors the effect must be off for a two-sided z-test to have its power, chance hits on the wrong side included. */
export function noncentrality({ alpha, power }: Pick<Wanted, 'alpha' | 'power'>): number {
  const z = normalQuantile(1 - alpha / 2);
  let [low, high] = [0, z + normalQuantile(power) + 10];
  for (let n = 0; n < 200; n++) {
    const middle = (low + high) / 2;
    if (normalCdf(middle - z) + normalCdf(-middle - z) < power) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

const angle = (share: number): number => 2 * Math.asin(Math.sqrt(Math.min(1, Math.max(0, share))));

/** The standardised effect: Cohen's h of two shares, Cohen's d of two means. */
const standardised = (wanted: Wanted, effect: number): number =>
  wanted.measure === 'count' ? effect / wanted.deviation : angle(wanted.baseline + effect) - angle(wanted.baseline);

/** Users in each of two equal variants that find an absolute effect with the power wanted (Cohen 1988; as statsmodels' NormalIndPower). */
export const usersPerVariant = (wanted: Wanted, effect: number): number =>
  2 * (noncentrality(wanted) / standardised(wanted, effect)) ** 2;

/** The smallest absolute effect that so many users in each variant find; for a share never past 1. */
export function detectable(wanted: Wanted, users: number): number {
  const needed = noncentrality(wanted) * Math.sqrt(2 / users);
  if (wanted.measure === 'count') return needed * wanted.deviation;
  return Math.sin(Math.min(Math.PI, angle(wanted.baseline) + needed) / 2) ** 2 - wanted.baseline;
}

/** How many times more users the mixture sequential test needs for the same power, if it is tuned to that number and run to its end. */
export function sequentialInflation({ alpha, power }: Pick<Wanted, 'alpha' | 'power'>): number {
  const log = -2 * Math.log(alpha);
  const grown = 2 + log + Math.log(log);
  const bound = Math.sqrt((grown / (grown - 1)) * (Math.log(grown) + log));
  return ((bound + normalQuantile(power)) / (normalQuantile(1 - alpha / 2) + normalQuantile(power))) ** 2;
}
