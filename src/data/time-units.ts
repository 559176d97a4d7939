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

/** For each unit: its name, the numbers that are plausible times in it (from, and before), and the microseconds of one. */
export const epochUnits: readonly { unit: EpochUnit; from: number; before: number; micros: number }[] = PER_SECOND.map(
  ([unit, units]) => ({ unit, from: EARLIEST * units, before: LATEST * units, micros: 1e6 / units }),
);
