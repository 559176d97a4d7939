import type { CurveRow } from './result.ts';

/** A curve with more steps is shown at even times. */
const MOST_SHOWN = 60;

/** The curve's last row at or before a time; before the first, everyone is at risk and none had it. */
export function rowAt(curve: readonly CurveRow[], time: number): CurveRow {
  let [low, high] = [0, curve.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (curve[middle]!.time <= time) low = middle + 1;
    else high = middle;
  }
  return (
    curve[low - 1] ?? {
      time: 0,
      atRisk: curve[0]?.atRisk ?? 0,
      events: 0,
      survival: 1,
      low: 1,
      high: 1,
      hazard: 0,
      hazardLow: 0,
      hazardHigh: 0,
    }
  );
}

/** The steps themselves, or even times up to the last. */
export function shownTimes(curve: readonly CurveRow[]): number[] {
  if (curve.length <= MOST_SHOWN) return curve.map(({ time }) => time);
  const last = curve.at(-1)!.time;
  return Array.from({ length: MOST_SHOWN }, (_, n) => (n === MOST_SHOWN - 1 ? last : (last * (n + 1)) / MOST_SHOWN));
}

/** The curve at the times shown, with the events since the time before. */
export function shownRows(curve: readonly CurveRow[]): CurveRow[] {
  let [at, before] = [0, -1];
  return shownTimes(curve).map((time) => {
    let events = 0;
    const atRisk = curve[at]?.atRisk ?? 0;
    for (; at < curve.length && curve[at]!.time <= time && curve[at]!.time > before; at++) events += curve[at]!.events;
    before = time;
    return { ...rowAt(curve, time), time, atRisk, events };
  });
}
