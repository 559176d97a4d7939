import type { Table } from 'apache-arrow';
import { column } from './columns.ts';

/**
 * A log in the order that event semantics asks for: by user, then by time and input row. User `n` has the events from
 * `offsets[n]` up to `offsets[n + 1]`; users are told apart by `codes[n]`, ascending.
 */
export interface Timeline {
  /** How many different users there are. */
  users: number;
  /** The code of each user, as in the query. */
  codes: Int32Array;
  offsets: Uint32Array;
  /** Epoch µs of each event. */
  times: Float64Array;
  /** The small number that the query gave each event. */
  events: Uint16Array;
  /** Input rows. */
  rows: Int32Array;
  /** Where each event stands in the query's table: for its further columns. */
  places: Uint32Array;
}

type Numbers = Int32Array | Int16Array | Uint16Array | Float64Array;

/** A column's values without nulls as one array; not copied where they came in one batch. */
function whole<T extends Numbers>(table: Table, name: string, make: (length: number) => T): T {
  const { data, length } = column(table, name);
  if (data.length === 1) return data[0]!.values.subarray(0, data[0]!.length) as T;
  const values = make(length);
  let offset = 0;
  for (const chunk of data) {
    values.set(chunk.values.subarray(0, chunk.length) as T, offset);
    offset += chunk.length;
  }
  return values;
}

/** The places of the rows in order of user; rows of one user keep their order. Counting sort: linear. */
function byUser(u: Int32Array): { places: Uint32Array; starts: Uint32Array } {
  let most = -1;
  for (let n = 0; n < u.length; n++) if (u[n]! > most) most = u[n]!;
  const starts = new Uint32Array(most + 2);
  for (let n = 0; n < u.length; n++) starts[u[n]! + 1]!++;
  for (let code = 0; code <= most; code++) starts[code + 1]! += starts[code]!;
  const next = starts.slice();
  const places = new Uint32Array(u.length);
  for (let n = 0; n < u.length; n++) places[next[u[n]!]!++] = n;
  return { places, starts };
}

/** Brings one user's events into order; most logs are in order of time already, or nearly. */
function orderUser(places: Uint32Array, from: number, to: number, t: Float64Array, r: Int32Array): void {
  const isAfter = (a: number, b: number) => t[a]! > t[b]! || (t[a] === t[b] && r[a]! > r[b]!);
  let moves = 0;
  for (let n = from + 1; n < to; n++) {
    const place = places[n]!;
    let at = n;
    for (; at > from && isAfter(places[at - 1]!, place); at--) {
      places[at] = places[at - 1]!;
      moves++;
    }
    places[at] = place;
    if (moves > 16 * (to - from) + 64) return sortUser(places, from, to, t, r);
  }
}

function sortUser(places: Uint32Array, from: number, to: number, t: Float64Array, r: Int32Array): void {
  places.subarray(from, to).sort((a, b) => t[a]! - t[b]! || r[a]! - r[b]!);
}

const made = new WeakMap<Table, Timeline>();

/**
 * The timeline of a table made by `timelineQuery` (features/timeline.ts); made once for a table, in time linear in it. A table without
 * `e` has events of one kind, 0.
 */
export function timelineOf(table: Table): Timeline {
  const known = made.get(table);
  if (known) return known;
  const u = whole(table, 'u', (length) => new Int32Array(length));
  const t = whole(table, 't', (length) => new Float64Array(length));
  const r = whole(table, 'r', (length) => new Int32Array(length));
  const hasCodes = table.schema.fields.some(({ name }) => name === 'e');
  const e = hasCodes ? whole(table, 'e', (length) => new Int16Array(length)) : new Int16Array(u.length);
  const { places, starts } = byUser(u);
  const timeline = present(starts, u.length);
  for (let n = 0; n < timeline.users; n++) orderUser(places, timeline.offsets[n]!, timeline.offsets[n + 1]!, t, r);
  for (let n = 0; n < places.length; n++) {
    const place = places[n]!;
    timeline.times[n] = t[place]!;
    timeline.events[n] = e[place]!;
    timeline.rows[n] = r[place]!;
  }
  timeline.places = places;
  made.set(table, timeline);
  return timeline;
}

/** The users that have rows, and room for these. */
function present(starts: Uint32Array, length: number): Timeline {
  let users = 0;
  for (let code = 0; code + 1 < starts.length; code++) if (starts[code] !== starts[code + 1]) users++;
  const codes = new Int32Array(users);
  const offsets = new Uint32Array(users + 1);
  offsets[users] = length;
  for (let code = 0, n = 0; code + 1 < starts.length; code++) {
    if (starts[code] === starts[code + 1]) continue;
    codes[n] = code;
    offsets[n++] = starts[code]!;
  }
  return {
    users,
    codes,
    offsets,
    times: new Float64Array(length),
    events: new Uint16Array(length),
    rows: new Int32Array(length),
    places: new Uint32Array(0),
  };
}

/** What stands for the session of an event that is in none. */
export const NO_SESSION = 0xffffffff;

/**
 * The number of each event's session, counted through the whole timeline: a gap strictly greater than `gapUs` starts a new one, and so
 * does another user. Where the log names its sessions (`named`, in the timeline's order), each different name of a user is one,
 * and an event without any (NaN) is in none.
 */
export function sessionsOf(timeline: Timeline, gapUs: number, named?: Float64Array): Uint32Array {
  const sessions = new Uint32Array(timeline.times.length);
  let next = 0;
  const known = new Map<number, number>();
  for (let user = 0; user < timeline.users; user++) {
    known.clear();
    const [from, to] = [timeline.offsets[user]!, timeline.offsets[user + 1]!];
    for (let n = from; n < to; n++) {
      if (named && Number.isNaN(named[n])) {
        sessions[n] = NO_SESSION;
        continue;
      }
      const isSame = named ? known.get(named[n]!) : n > from && timeline.times[n]! - timeline.times[n - 1]! <= gapUs;
      if (named) {
        sessions[n] = typeof isSame === 'number' ? isSame : next++;
        known.set(named[n]!, sessions[n]!);
      } else {
        sessions[n] = isSame ? next - 1 : next++;
      }
    }
  }
  return sessions;
}

/** Further columns of the timeline's table, in the timeline's order. */
export function inOrder(timeline: Timeline, values: ArrayLike<number>): Float64Array {
  const ordered = new Float64Array(timeline.places.length);
  for (let n = 0; n < ordered.length; n++) ordered[n] = values[timeline.places[n]!]!;
  return ordered;
}
