import { matthews, oddsRatio } from '../../core/statistics.ts';
import type { Early } from './early.ts';
import type { Driver, Strength, Threshold } from './result.ts';

const BOUNDS: [Strength, number][] = [
  ['high', 0.4],
  ['moderate', 0.3],
  ['slight', 0.2],
];

const strengthOf = (mcc: number): Strength => BOUNDS.find(([, bound]) => Math.abs(mcc) >= bound)?.[0] ?? 'none';

/** The tables of one behaviour at every threshold up to `most` that divides the users differently than the one before. */
export function thresholdsOf({ counts, behaviours, reached }: Early, behaviour: number, most: number): Threshold[] {
  const did = new Float64Array(most + 2);
  const won = new Float64Array(most + 2);
  for (let row = 0; row < reached.length; row++) {
    const times = Math.min(most, counts[row * behaviours + behaviour]!);
    did[times]!++;
    if (reached[row]) won[times]!++;
  }
  const goals = reached.reduce((sum, value) => sum + value, 0);
  const found: Threshold[] = [];
  let [users, both] = [0, 0];
  for (let times = most; times >= 1; times--) {
    users += did[times]!;
    both += won[times]!;
    if (did[times] === 0 || users === reached.length) continue;
    const [didOnly, reachedOnly] = [users - both, goals - both];
    const neither = reached.length - users - reachedOnly;
    const mcc = matthews(both, didOnly, reachedOnly, neither);
    found.unshift({ times, didAndReached: both, didOnly, reachedOnly, neither, mcc });
  }
  return found;
}

const ratio = (a: number, b: number): number => (b === 0 ? 0 : a / b);

/** The event at the threshold where it goes with the goal most, p for having tried them all; null where no threshold divides the users. */
export function driverOf(event: string, tried: Threshold[]): Omit<Driver, 'q' | 'matched'> | null {
  if (tried.length === 0) return null;
  const best = tried.reduce((most, each) => (Math.abs(each.mcc) > Math.abs(most.mcc) ? each : most));
  const { didAndReached: a, didOnly: b, reachedOnly: c, neither: d } = best;
  const odds = oddsRatio(a, b, c, d);
  const all = a + b + c + d;
  return {
    ...best,
    event,
    tried,
    strength: strengthOf(best.mcc),
    oddsRatio: odds.value,
    low: odds.low,
    high: odds.high,
    precision: ratio(a, a + b),
    otherwise: ratio(c, c + d),
    lift: ratio(ratio(a, a + b), ratio(a + c, all)),
    recall: ratio(a, a + c),
    p: Math.min(1, odds.p * tried.length),
  };
}
