import type { Table } from 'apache-arrow';
import { parseDuration } from '../../core/calendar.ts';
import { numbers } from '../../core/columns.ts';
import type { Timeline } from '../../core/timeline.ts';
import { NO_SESSION, inOrder, sessionsOf, timelineOf } from '../../core/timeline.ts';
import type { Frame } from '../../core/frame.ts';
import { frameOf } from '../../core/frame.ts';
import type { Params } from './params.ts';

export type Tables = Record<'events' | 'frame', Table>;

/** Every session: whose (the place in the timeline), how many events, and when the first and last of them happened (epoch µs). */
export interface Sessions {
  timeline: Timeline;
  frame: Frame;
  /** Whether the log's own sessions are counted. */
  named: boolean;
  /** µs; what parts two sessions where they have no names. */
  gap: number;
  count: number;
  users: Int32Array;
  events: Float64Array;
  begins: Float64Array;
  ends: Float64Array;
}

/** A session's length in seconds. */
export const lengthOf = ({ begins, ends }: Sessions, session: number): number =>
  (ends[session]! - begins[session]!) / 1e6;

/** The lengths of all sessions, in seconds. */
export function lengthsOf(table: Sessions): Float64Array {
  const lengths = new Float64Array(table.count);
  for (let session = 0; session < table.count; session++) lengths[session] = lengthOf(table, session);
  return lengths;
}

export function sessionTable(tables: Tables, params: Params): Sessions {
  const timeline = timelineOf(tables.events);
  const frame = frameOf(tables.frame);
  const named = tables.events.schema.fields.some(({ name }) => name === 's');
  const gap = params.sessions === 'project' ? frame.sessionGap : parseDuration(params.gap)! * 1000;
  const of = sessionsOf(timeline, gap, named ? inOrder(timeline, numbers(tables.events, 's')) : undefined);
  const { times, offsets } = timeline;
  // Sessions are numbered in the order in which they begin, user by user.
  let count = 0;
  for (let n = 0; n < of.length; n++) if (of[n] !== NO_SESSION && of[n]! >= count) count = of[n]! + 1;
  const [users, events] = [new Int32Array(count), new Float64Array(count)];
  const [begins, ends] = [new Float64Array(count), new Float64Array(count)];
  for (let user = 0; user < timeline.users; user++) {
    for (let n = offsets[user]!; n < offsets[user + 1]!; n++) {
      const session = of[n]!;
      if (session === NO_SESSION) continue;
      if (events[session]!++ === 0) begins[session] = times[n]!;
      ends[session] = times[n]!;
      users[session] = user;
    }
  }
  return { timeline, frame, named, gap, count, users, events, begins, ends };
}

/** Sessions of each user, by the place in the timeline. */
export function sessionsPerUser({ timeline, users }: Sessions): Float64Array {
  const counts = new Float64Array(timeline.users);
  for (const user of users) counts[user]!++;
  return counts;
}
