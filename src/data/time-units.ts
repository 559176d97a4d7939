export type EpochUnit = 's' | 'ms' | 'us';

const EARLIEST = Date.UTC(1990, 0, 1) / 1000;
const LATEST = Date.UTC(2101, 0, 1) / 1000;
const PER_SECOND: readonly [EpochUnit, number][] = [
  ['s', 1],
  ['ms', 1e3],
  ['us', 1e6],
];

/** The unit in which numbers between `min` and `max` count from 1970, if all of them fall in the years 1990 to 2100; else null. */
export function epochUnit(min: number, max: number): EpochUnit | null {
  if (!(min <= max)) return null;
  const fitting = PER_SECOND.find(([, units]) => min >= EARLIEST * units && max < LATEST * units);
  return fitting ? fitting[0] : null;
}
