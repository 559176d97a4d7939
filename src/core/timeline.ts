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

/** One batch of the query's rows: users' codes, times, input rows and events' codes; from which place in the table on. */
interface Batch {
  u: Int32Array;
  t: Float64Array;
  r: Int32Array;
  /** Missing where all events are of one kind. */
  e: Int16Array | undefined;
  from: number;
}

/** A column's values without nulls, batch by batch as they came: joined they would have to be copied. */
const valuesOf = <T>(table: Table, name: string): T[] =>
  column(table, name).data.map(({ values, length }) => values.subarray(0, length) as T);

function batchesOf(table: Table): Batch[] {
  const [u, t, r] = [
    valuesOf<Int32Array>(table, 'u'),
    valuesOf<Float64Array>(table, 't'),
    valuesOf<Int32Array>(table, 'r'),
  ] as const;
  const hasCodes = table.schema.fields.some(({ name }) => name === 'e');
  const e = hasCodes ? valuesOf<Int16Array>(table, 'e') : [];
  let from = 0;
  return u.map((users, n) => {
    const batch = { u: users, t: t[n]!, r: r[n]!, e: e[n], from };
    from += users.length;
    return batch;
  });
}

/** Where each user's events begin, by code. */
function startsOf(batches: readonly Batch[]): Uint32Array {
  let most = -1;
  for (const { u } of batches) for (let n = 0; n < u.length; n++) if (u[n]! > most) most = u[n]!;
  const starts = new Uint32Array(most + 2);
  for (const { u } of batches) for (let n = 0; n < u.length; n++) starts[u[n]! + 1]!++;
  for (let code = 0; code <= most; code++) starts[code + 1]! += starts[code]!;
  return starts;
}

/** Puts each event behind those of its user that came before: a counting sort, so that what comes in order need not be moved again. */
function scatter(timeline: Timeline, next: Uint32Array, { u, t, r, e, from }: Batch): void {
  const { times, events, rows, places } = timeline;
  for (let n = 0; n < u.length; n++) {
    const place = next[u[n]!]!++;
    times[place] = t[n]!;
    if (e) events[place] = e[n]!;
    rows[place] = r[n]!;
    places[place] = from + n;
  }
}

/** The places of one user's events in order of time and input row; most logs are nearly in it already. */
function ordered({ times, rows }: Timeline, from: number, to: number): Uint32Array {
  const order = new Uint32Array(to - from);
  let moves = 0;
  for (let n = from; n < to; n++) {
    let at = n - from;
    for (; at > 0 && isAfter(times, rows, order[at - 1]!, n); at--, moves++) order[at] = order[at - 1]!;
    order[at] = n;
    // From here on a sort is quicker: it may begin with what stands there, and the rest as it comes.
    if (moves > 16 * order.length + 64) {
      for (let rest = n + 1; rest < to; rest++) order[rest - from] = rest;
      return order.sort((a, b) => times[a]! - times[b]! || rows[a]! - rows[b]!);
    }
  }
  return order;
}

const isAfter = (times: Float64Array, rows: Int32Array, a: number, b: number): boolean =>
  times[a]! > times[b]! || (times[a] === times[b] && rows[a]! > rows[b]!);

function orderUser(timeline: Timeline, from: number, to: number): void {
  const { times, rows, events, places } = timeline;
  let inOrder = from + 1;
  while (inOrder < to && !isAfter(times, rows, inOrder - 1, inOrder)) inOrder++;
  if (inOrder >= to) return;
  const order = ordered(timeline, from, to);
  for (const values of [times, rows, events, places]) {
    const before = values.slice(from, to);
    for (let n = 0; n < order.length; n++) values[from + n] = before[order[n]! - from]!;
  }
}

const made = new WeakMap<Table, Timeline>();

/**
 * The timeline of a table made by `timelineQuery` (features/timeline.ts); made once for a table, in time linear in it. A table without
 * `e` has events of one kind, 0.
 */
export function timelineOf(table: Table): Timeline {
  const known = made.get(table);
  if (known) return known;
  const batches = batchesOf(table);
  const starts = startsOf(batches);
  const timeline = present(starts, table.numRows);
  const next = starts.slice();
  for (const batch of batches) scatter(timeline, next, batch);
  for (let n = 0; n < timeline.users; n++) orderUser(timeline, timeline.offsets[n]!, timeline.offsets[n + 1]!);
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
    places: new Uint32Array(length),
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

/** The input rows with another event of the user at the same time beside them: only these can be duplicates. Null without any. */
function tiedRows({ times, rows, users, offsets }: Timeline): Uint8Array | null {
  let most = -1;
  for (let n = 0; n < rows.length; n++) if (rows[n]! > most) most = rows[n]!;
  const tied = new Uint8Array(most + 1);
  let found = false;
  for (let user = 0; user < users; user++) {
    const to = offsets[user + 1]!;
    for (let n = offsets[user]! + 1; n < to; n++) {
      if (times[n] !== times[n - 1]) continue;
      tied[rows[n]!] = tied[rows[n - 1]!] = 1;
      found = true;
    }
  }
  return found ? tied : null;
}

/**
 * What tells apart the events of one user at one time, by input row; 0 where nothing else happened at the time. Null where the events' codes
 * say it, or no two happened at one time. `table`: of `identityQuery` (features/timeline.ts).
 */
export function identitiesOf(table: Table, timeline: Timeline): Float64Array | null {
  const tied = table.numRows > 0 ? tiedRows(timeline) : null;
  if (!tied) return null;
  const identities = new Float64Array(tied.length);
  const [rows, given] = [valuesOf<Int32Array>(table, 'r'), valuesOf<Float64Array>(table, 'identity')];
  rows.forEach((r, batch) => {
    const values = given[batch]!;
    for (let n = 0; n < r.length; n++) if (tied[r[n]!]) identities[r[n]!] = values[n]!;
  });
  return identities;
}
