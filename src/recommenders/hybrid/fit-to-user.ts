import { quantileSorted } from '../../core/statistics.ts';
import type { Profile } from '../data.ts';

/** Places at which the spread of a member's fits is kept. */
const PLACES = 21;

/**
 * How well a member explains what somebody had: the mean of its standard scores of these items. 0 where it judges none of them: as if
 * they were any items.
 */
export function fitOf(standard: Float32Array, judged: Uint8Array, { items }: Profile): number {
  let [count, sum] = [0, 0];
  for (const item of items) {
    if (item >= judged.length || !judged[item]) continue;
    count += 1;
    sum += standard[item]!;
  }
  return count > 0 ? sum / count : 0;
}

/** Fits of many users, as the quantiles at 0, 5, … 100 %. */
export function spreadOf(fits: Float64Array): Float64Array {
  const sorted = fits.slice().sort();
  return Float64Array.from({ length: PLACES }, (_, at) => quantileSorted(sorted, at / (PLACES - 1)));
}

/** Where a fit stands among those of other users, 0 (worse than any) to 1; between the quantiles on a line. */
export function standing(fit: number, spread: Float64Array): number {
  const last = spread.length - 1;
  if (fit >= spread[last]!) return 1;
  const above = spread.findIndex((each) => each > fit);
  if (above === 0) return 0;
  const [low, high] = [spread[above - 1]!, spread[above]!];
  return (above - 1 + (fit - low) / (high - low)) / last;
}
