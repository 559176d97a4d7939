import type { Table } from 'apache-arrow';
import { tableFromArrays } from 'apache-arrow';
import fc from 'fast-check';

/** For tests that compare a walk with a brute force over many small logs: the tables that the engine would hand over. */
export interface TestEvent {
  user: number;
  /** Epoch ms. */
  ms: number;
  /** Roles, as bits. */
  mask: number;
  value: number;
}

export interface TestFrame {
  zone: string;
  weekStart: 'monday' | 'sunday';
}

/** The timeline with `x` (a value) and `b` (its whole part), the roles, the breakdown's values and the frame. */
export function tablesOfEvents(
  events: readonly TestEvent[],
  { zone, weekStart }: TestFrame,
  gapMinutes = 30,
): Record<'events' | 'roles' | 'frame' | 'groups', Table> {
  const times = events.map(({ ms }) => ms);
  const column = (of: (event: TestEvent, row: number) => number) => Float64Array.from(events, of);
  const values = [...new Set(events.map(({ value }) => Math.floor(value)))];
  return {
    events: tableFromArrays({
      u: Int32Array.from(column(({ user }) => user)),
      t: column(({ ms }) => ms * 1000),
      r: Int32Array.from(column((_, row) => row)),
      e: Int16Array.from(column(({ mask }) => mask)),
      x: column(({ value }) => value),
      b: column(({ value }) => Math.floor(value)),
    }),
    roles: tableFromArrays({ code: Int32Array.of(0, 1, 2, 3), mask: Int32Array.of(0, 1, 2, 3) }),
    groups: tableFromArrays({ b: Float64Array.from(values), value: values.map(String) }),
    frame: tableFromArrays({
      zone: [zone],
      week_start: [weekStart],
      first: Float64Array.of(events.length > 0 ? Math.min(...times) : 0),
      last: Float64Array.of(events.length > 0 ? Math.max(...times) : 0),
      session_gap: Float64Array.of(gapMinutes * 60_000_000),
    }),
  };
}

const MINUTE = 60_000;

/** Logs of a few users around the changeovers of spring and autumn 2024, in zones where they differ. */
export const changeoverLogs = (days: number) =>
  fc
    .record({
      begin: fc.constantFrom(
        ...['2024-03-08T00:00:00Z', '2024-03-29T00:00:00Z', '2024-10-25T00:00:00Z', '2024-11-01T00:00:00Z'].map(
          Date.parse,
        ),
      ),
      zone: fc.constantFrom('America/Los_Angeles', 'Europe/Berlin', 'Asia/Shanghai', 'UTC'),
      weekStart: fc.constantFrom('monday' as const, 'sunday' as const),
      events: fc.array(
        fc.record({
          user: fc.integer({ min: 0, max: 4 }),
          minute: fc.integer({ min: 0, max: days * 1440 }),
          mask: fc.integer({ min: 0, max: 3 }),
          value: fc.integer({ min: 0, max: 3 }),
        }),
        { minLength: 1, maxLength: 60 },
      ),
    })
    .map(({ begin, zone, weekStart, events }) => ({
      frame: { zone, weekStart },
      events: events.map(({ user, minute, mask, value }): TestEvent => ({
        user,
        ms: begin + minute * MINUTE,
        mask,
        value,
      })),
    }));

const formats = new Map<string, Intl.DateTimeFormat>();

/** The local date and hour of a time by Intl alone: another way than that of core/calendar.ts. */
export function localParts(ms: number, zone: string): { day: number; hour: number; month: number; iso: string } {
  let format = formats.get(zone);
  if (!format) {
    const digits = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', hourCycle: 'h23' } as const;
    formats.set(zone, (format = new Intl.DateTimeFormat('en-CA', { ...digits, timeZone: zone })));
  }
  const parts = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, value]));
  const iso = `${parts.year}-${parts.month}-${parts.day}`;
  const month = Number(parts.year) * 12 + Number(parts.month);
  return { day: Math.round(Date.parse(`${iso}T00:00:00Z`) / 86_400_000), hour: Number(parts.hour), month, iso };
}

/** A number that tells buckets apart and counts them, for zones whose hours are whole. */
export function bucketByHand(ms: number, unit: string, { zone, weekStart }: TestFrame): number {
  if (unit === 'hour') return Math.floor(ms / 3_600_000);
  const { day, month } = localParts(ms, zone);
  if (unit === 'month') return month;
  // 1970-01-05 was a Monday, the day before a Sunday.
  return unit === 'day' ? day : Math.floor((day - (weekStart === 'monday' ? 4 : 3)) / 7);
}

/** Each user's events in order of time and row. */
export function usersByHand(events: readonly TestEvent[]): Map<number, TestEvent[]> {
  const users = new Map<number, TestEvent[]>();
  for (const event of events) users.set(event.user, [...(users.get(event.user) ?? []), event]);
  for (const list of users.values()) list.sort((a, b) => a.ms - b.ms);
  return users;
}
