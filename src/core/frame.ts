import type { Table } from 'apache-arrow';
import type { CalendarUnit, Transition, WeekStart } from './calendar.ts';
import { bucketName, offsetAt, zoneTransitions } from './calendar.ts';
import { bucketer } from './buckets.ts';
import { numbers, strings } from './columns.ts';

/** What a computation must know beside the events: the zone and week of its buckets, and the time that the log covers. */
export interface Frame {
  zone: string;
  weekStart: WeekStart;
  /** Epoch ms of the first and the last event; 0 in an empty log. */
  first: number;
  last: number;
  /** A pause (µs) strictly greater than this starts a new session. */
  sessionGap: number;
  transitions: Transition[];
}

/** The frame that `frameQuery` (features/frame.ts) handed over. */
export function frameOf(table: Table): Frame {
  const number = (name: string) => numbers(table, name)[0]!;
  const zone = strings(table, 'zone')[0]!;
  const [first, last] = [number('first'), number('last')];
  return {
    zone,
    weekStart: strings(table, 'week_start')[0] as WeekStart,
    first,
    last,
    sessionGap: number('session_gap'),
    transitions: zoneTransitions(zone, first, last),
  };
}

/** Buckets of one unit in the frame's zone: the number of a time (epoch µs), the ISO name of a number. */
export function bucketsOf(unit: CalendarUnit, { weekStart, transitions }: Frame) {
  return {
    of: bucketer(unit, weekStart, transitions),
    name: (bucket: number) => bucketName(unit, bucket, weekStart, transitions),
  };
}

const clockText = (ms: number, transitions: readonly Transition[]): string =>
  new Date(ms + offsetAt(transitions, ms)).toISOString().slice(0, 16).replace('T', ' ');

/** The observation end as the zone's clock shows it: `2024-06-29 18:40`. */
export const endText = ({ last, transitions }: Frame): string => clockText(last, transitions);

/** The first event's time, likewise. */
export const startText = ({ first, transitions }: Frame): string => clockText(first, transitions);
