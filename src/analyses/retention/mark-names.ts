/** All cohorts together. */
export const ALL = 'all';
/** Users who have gone, by the period in which they came last. */
export const GONE = 'gone';
/** Users by the days between their uses. */
export const USAGE = 'usage';
/** Users with one day of use only. */
export const ONCE = 'once';

/** How a value of the breakdown is called. */
export function groupMark(value: string | null, other: boolean): string {
  if (other) return 'other';
  return value === null ? 'none' : `=${value}`;
}
