export const MONTH_NAMES: readonly string[] =
  'january february march april may june july august september october november december'.split(' ');
export const WEEKDAY_NAMES: readonly string[] = 'monday tuesday wednesday thursday friday saturday sunday'.split(' ');

/** Names whole or short (`Sept` too), to their number from 1. */
const numbered = (names: readonly string[], shortest: number): ReadonlyMap<string, number> =>
  new Map(
    names.flatMap((name, index) => [
      [name, index + 1] as const,
      ...[3, 4].filter((length) => length >= shortest).map((length) => [name.slice(0, length), index + 1] as const),
    ]),
  );

const MONTHS = numbered(MONTH_NAMES, 3);
const WEEKDAYS = numbered(WEEKDAY_NAMES, 3);

/** The month 1 to 12 of an English name in lower case, whole or short; undefined where it is none. */
export const monthOf = (name: string): number | undefined => MONTHS.get(name);

/** True for an English weekday in lower case, whole or short. */
export const isWeekday = (name: string): boolean => WEEKDAYS.has(name) || name === 'thurs';

/**
 * Zones by name, in hours from UTC: those of RFC 2822 that mean nothing else anywhere. `CST` is also China's, `BST` also
 * Bangladesh's, `IST` India's, Ireland's and Israel's: nobody can tell.
 */
const ZONES = new Map<string, number>([
  ['UT', 0],
  ['UTC', 0],
  ['GMT', 0],
  ['Z', 0],
  ['EST', -5],
  ['EDT', -4],
  ['CDT', -5],
  ['MST', -7],
  ['MDT', -6],
  ['PST', -8],
  ['PDT', -7],
]);

/** Hours from UTC of a zone's name; undefined where the name says nothing certain. */
export const zoneHours = (name: string): number | undefined => ZONES.get(name.toUpperCase());
