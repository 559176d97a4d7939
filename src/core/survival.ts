import { ascending } from './ascending.ts';

/** A survival curve: at each distinct time, ascending, who was at risk just before it and who had the event at it. */
export interface SurvivalCurve {
  time: Float64Array;
  atRisk: Float64Array;
  events: Float64Array;
  survival: Float64Array;
  low: Float64Array;
  high: Float64Array;
  /** The first time at which no more than half survive; null if the curve never falls that far. */
  median: number | null;
}

const Z95 = 1.959963984540054;

/** Greenwood's variance on the scale log(−log S); it keeps the bounds between 0 and 1. */
function logLogBounds(survival: number, hazard: number, z: number): { low: number; high: number } {
  if (survival >= 1) return { low: 1, high: 1 };
  const half = (z * Math.sqrt(hazard)) / -Math.log(survival);
  return { low: survival ** Math.exp(half), high: survival ** Math.exp(-half) };
}

/**
 * The Kaplan–Meier estimate of surviving beyond each time (Kaplan and Meier 1958), `events` 1 where the event was seen and 0
 * where the observation ended first; who is censored at a time is still at risk at it. Intervals: Greenwood's, log-log,
 * at `z`; once nobody is left the upper bound stays where it was.
 */
export function kaplanMeier(times: ArrayLike<number>, events: ArrayLike<number>, z = Z95): SurvivalCurve {
  const places = ascending(times);
  const rows: [time: number, atRisk: number, events: number, survival: number, low: number, high: number][] = [];
  let [survival, hazard, high] = [1, 0, 1];
  let median: number | null = null;
  for (let from = 0, to: number; from < places.length; from = to) {
    const time = times[places[from]!]!;
    const atRisk = places.length - from;
    let died = 0;
    for (to = from; to < places.length && times[places[to]!] === time; to++) died += events[places[to]!]! ? 1 : 0;
    survival *= 1 - died / atRisk;
    if (died < atRisk) hazard += died / (atRisk * (atRisk - died));
    const bounds = survival > 0 ? logLogBounds(survival, hazard, z) : { low: 0, high };
    high = bounds.high;
    // Products of fractions miss an exact half by rounding.
    if (median === null && survival <= 0.5 + 1e-12) median = time;
    rows.push([time, atRisk, died, survival, bounds.low, high]);
  }
  const column = (n: 0 | 1 | 2 | 3 | 4 | 5) => Float64Array.from(rows, (row) => row[n]);
  return {
    time: column(0),
    atRisk: column(1),
    events: column(2),
    survival: column(3),
    low: column(4),
    high: column(5),
    median,
  };
}
