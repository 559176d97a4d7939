import { DAY, zoneOffset } from '../core/calendar.ts';

/** The instant (epoch ms) at which a day, `2024-01-31`, begins in the zone; NaN where it is none. */
export function startOfDay(day: string, zone: string): number {
  const wall = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(wall)) return NaN;
  // The first guess may lie beyond a changeover: the offset is asked again where it leads.
  const guess = wall - zoneOffset(zone, wall);
  return wall - zoneOffset(zone, guess);
}

/** The day in the zone that holds an instant: `2024-01-31`. */
export const dayOf = (ms: number, zone: string): string =>
  new Date(ms + zoneOffset(zone, ms)).toISOString().slice(0, 10);

/** The instant at which the day after begins: the exclusive end of a span of whole days. */
export const endOfDay = (day: string, zone: string): number =>
  startOfDay(dayOf(Date.parse(`${day}T00:00:00Z`) + DAY, 'UTC'), zone);
