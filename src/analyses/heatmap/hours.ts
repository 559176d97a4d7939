import type { Table } from 'apache-arrow';
import { HOUR, partOfHour } from '../../core/calendar.ts';
import { wallClock } from '../../core/buckets.ts';
import { timelineOf } from '../../core/timeline.ts';
import type { Frame } from '../../core/frame.ts';
import { bucketsOf, frameOf } from '../../core/frame.ts';
import { rolesOf } from '../../core/roles.ts';

export type Tables = Record<'events' | 'roles' | 'frame', Table>;

export const CELLS = 7 * 24;
const HOUR_US = HOUR * 1000;
/** 1970-01-01 was a Thursday: so many hours after the Monday before it. */
const THURSDAY = 3 * 24;
const USERS_PER_STEP = 8192;

/** The place of a time in the week, from Monday 0 h, by the clock on the wall. */
export function weekHour(frame: Frame): (us: number) => number {
  const wall = wallClock(frame.transitions);
  return (us) => (((Math.floor(wall(us) / HOUR_US) + THURSDAY) % CELLS) + CELLS) % CELLS;
}

/** How many real hours of each place the log covers, from the hour of the first event to that of the last. */
export function coveredHours(frame: Frame): Float64Array {
  const covered = new Float64Array(CELLS);
  const placeOf = weekHour(frame);
  const { of } = bucketsOf('hour', frame);
  const shift = partOfHour(frame.transitions[0]!.offset) * 1000;
  const last = of(frame.last * 1000);
  // The middle of the hour stands for it.
  for (let hour = of(frame.first * 1000); hour <= last; hour++)
    covered[placeOf(hour * HOUR_US - shift + HOUR_US / 2)]!++;
  return covered;
}

/** Calls `visit` for each event asked for: user, place in the week, and the real hour, which ascends for each user. */
export async function eachHour(
  tables: Tables,
  visit: (user: number, place: number, hour: number) => void,
  step: (share: number) => Promise<void>,
): Promise<void> {
  const frame = frameOf(tables.frame);
  const { times, events, offsets, codes, users } = timelineOf(tables.events);
  const roles = rolesOf(tables.roles);
  const placeOf = weekHour(frame);
  const hourOf = bucketsOf('hour', frame).of;
  for (let user = 0; user < users; user++) {
    if (user % USERS_PER_STEP === 0) await step(user / users);
    for (let n = offsets[user]!; n < offsets[user + 1]!; n++) {
      if (roles[events[n]!]! & 1) visit(codes[user]!, placeOf(times[n]!), hourOf(times[n]!));
    }
  }
}
