import type { Table } from 'apache-arrow';
import { column, numbers, strings } from '../../core/columns.ts';
import type { Timeline } from '../../core/timeline.ts';
import { identitiesOf, inOrder, sessionsOf, timelineOf } from '../../core/timeline.ts';
import { ROLES } from './codes.ts';
import type { Params } from './params.ts';
import { isSessionWindow } from './rules.ts';

/**
 * The log as the funnel reads it: by unit (a user, a session, a value of a property), within it by time and input row.
 * All arrays but `offsets` have one entry for each event.
 */
export interface Log {
  units: number;
  offsets: Uint32Array;
  times: Float64Array;
  rows: Int32Array;
  /** The codes of the events' names. */
  codes: Uint16Array;
  /** The code of each event's user. */
  users: Int32Array;
  /** The steps and exclusions that each event fits. */
  masks: Int32Array;
  /** Events of different numbers never meet in an attempt; negative: takes no part. Null where all may meet. */
  parts: Int32Array | null;
  /** The same without regard to sessions. */
  held: Int32Array | null;
  /** By input row, what makes two events of one user at one time duplicates; null: the codes of their names (core/timeline.ts). */
  identity: Float64Array | null;
  /** Epoch µs after which nothing is known. */
  end: number;
  /** By role: the number of each input row's value, or -1. */
  valueOf(role: number): Int32Array | null;
}

type Tables = Record<'log' | 'names' | 'fits' | 'identity' | 'values' | 'about', Table>;

const ints = (table: Table, name: string): Int32Array => column(table, name).toArray() as Int32Array;

function usersOf({ users, codes, offsets, times }: Timeline): Int32Array {
  const each = new Int32Array(times.length);
  for (let user = 0; user < users; user++) each.fill(codes[user]!, offsets[user], offsets[user + 1]);
  return each;
}

function masksOf({ events, rows }: Timeline, { names, fits }: Pick<Tables, 'names' | 'fits'>): Int32Array {
  const bits = numbers(names, 'bits');
  const byCode = new Int32Array(Math.max(bits.length + 1, 1));
  byCode.set(bits);
  const masks = new Int32Array(events.length);
  for (let n = 0; n < masks.length; n++) masks[n] = byCode[events[n]!]!;
  if (fits.numRows === 0) return masks;
  const byRow = byInputRow(ints(fits, 'r'), ints(fits, 'bits'), mostRow(rows), 0);
  for (let n = 0; n < masks.length; n++) masks[n]! |= byRow[rows[n]!]!;
  return masks;
}

function mostRow(rows: Int32Array): number {
  let most = -1;
  for (let n = 0; n < rows.length; n++) if (rows[n]! > most) most = rows[n]!;
  return most;
}

function byInputRow(r: Int32Array, values: Int32Array, most: number, missing: number): Int32Array {
  const byRow = new Int32Array(most + 1).fill(missing);
  for (let n = 0; n < r.length; n++) byRow[r[n]!] = values[n]!;
  return byRow;
}

/** The codings, by role, each read from the table when it is first asked for. */
function valuesReader(values: Table, rows: Int32Array): Log['valueOf'] {
  const read = new Map<number, Int32Array | null>();
  const most = mostRow(rows);
  return (role) => {
    const known = read.get(role);
    if (known !== undefined) return known;
    const [roles, r, k] = [numbers(values, 'role'), ints(values, 'r'), ints(values, 'k')];
    const byRow = roles.includes(role) ? new Int32Array(most + 1).fill(-1) : null;
    if (byRow) for (let n = 0; n < r.length; n++) if (roles[n] === role) byRow[r[n]!] = k[n]!;
    read.set(role, byRow);
    return byRow;
  };
}

/** The value of each event's input row, -1 where there is none. */
function eachOf(rows: Int32Array, byRow: Int32Array | null): Int32Array {
  const values = new Int32Array(rows.length).fill(-1);
  if (byRow) for (let n = 0; n < rows.length; n++) values[n] = byRow[rows[n]!] ?? -1;
  return values;
}

function sessionNumbers(timeline: Timeline, { log, about }: Tables): Int32Array {
  const gap = numbers(about, 'gap')[0]! * 60e6;
  const isNamed = log.schema.fields.some(({ name }) => name === 's');
  const named = isNamed ? inOrder(timeline, numbers(log, 's')) : undefined;
  return new Int32Array(sessionsOf(timeline, gap, named));
}

/** Two numberings as one: events share a number where they share both. */
function combined(a: Int32Array | null, b: Int32Array | null): Int32Array | null {
  if (!a || !b) return a ?? b;
  const known = new Map<number, Map<number, number>>();
  let next = 0;
  return a.map((first, n) => {
    const second = b[n]!;
    if (first < 0 || second < 0) return -1;
    let inner = known.get(first);
    if (!inner) known.set(first, (inner = new Map()));
    let number = inner.get(second);
    if (number === undefined) inner.set(second, (number = next++));
    return number;
  });
}

/** The log of each user, with the sessions and held values that cut it into parts. */
function byUser(tables: Tables, params: Params): { log: Log; sessions: Int32Array | null } {
  const timeline = timelineOf(tables.log);
  const { users, offsets, times, rows, events: codes } = timeline;
  const hasSessions = isSessionWindow(params.window) || params.count === 'sessions';
  const sessions = hasSessions ? sessionNumbers(timeline, tables) : null;
  const valueOf = valuesReader(tables.values, rows);
  const byRow = params.holdConstant.length > 0 ? valueOf(ROLES.held) : null;
  const isHolding = params.holdConstant.length > 0;
  const held = isHolding ? eachOf(rows, byRow) : null;
  const log: Log = {
    units: users,
    offsets,
    times,
    rows,
    codes,
    users: usersOf(timeline),
    masks: masksOf(timeline, tables),
    parts: combined(held, isSessionWindow(params.window) ? sessions : null),
    held,
    identity: identitiesOf(tables.identity, timeline),
    end: numbers(tables.about, 'last')[0]! * 1000 + 999,
    valueOf,
  };
  return { log, sessions };
}

/** The places of the events in order of their unit, each unit by time and input row. */
function unitOrder(keys: Int32Array, { times, rows }: Log): { places: Uint32Array; offsets: Uint32Array } {
  let most = -1;
  for (let n = 0; n < keys.length; n++) if (keys[n]! > most) most = keys[n]!;
  const offsets = new Uint32Array(most + 2);
  for (let n = 0; n < keys.length; n++) if (keys[n]! >= 0) offsets[keys[n]! + 1]!++;
  for (let unit = 0; unit <= most; unit++) offsets[unit + 1]! += offsets[unit]!;
  const places = new Uint32Array(offsets[most + 1]!);
  const next = offsets.slice();
  for (let n = 0; n < keys.length; n++) if (keys[n]! >= 0) places[next[keys[n]!]!++] = n;
  const isAfter = (a: number, b: number) => times[a]! - times[b]! || rows[a]! - rows[b]!;
  for (let unit = 0; unit <= most; unit++) {
    const own = places.subarray(offsets[unit], offsets[unit + 1]);
    if (own.some((place, n) => n > 0 && isAfter(own[n - 1]!, place) > 0)) own.sort(isAfter);
  }
  return { places, offsets };
}

/** The log with other units than users. */
function regrouped(log: Log, keys: Int32Array): Log {
  const { places, offsets } = unitOrder(keys, log);
  const { times, rows, codes, users, masks, parts, held } = log;
  const pick = <T extends Float64Array | Int32Array | Uint16Array>(from: T, to: T): T => {
    for (let n = 0; n < places.length; n++) to[n] = from[places[n]!]!;
    return to;
  };
  const size = places.length;
  return {
    ...log,
    units: offsets.length - 1,
    offsets,
    times: pick(times, new Float64Array(size)),
    rows: pick(rows, new Int32Array(size)),
    codes: pick(codes, new Uint16Array(size)),
    users: pick(users, new Int32Array(size)),
    masks: pick(masks, new Int32Array(size)),
    parts: parts && pick(parts, new Int32Array(size)),
    held: held && pick(held, new Int32Array(size)),
  };
}

/** Brings the tables into the units that the funnel counts. */
export function logOf(tables: Tables, params: Params): Log {
  const { log, sessions } = byUser(tables, params);
  if (params.count === 'sessions') return regrouped(log, sessions!);
  if (params.count !== 'property') return log;
  const byRow = log.valueOf(ROLES.unit);
  return regrouped(log, eachOf(log.rows, byRow));
}

/** The values of a role by their number. */
export function valueNames(table: Table, role: number): string[] {
  const [roles, k, names] = [numbers(table, 'role'), numbers(table, 'k'), strings(table, 'name')];
  const found: string[] = [];
  roles.forEach((each, n) => {
    if (each === role) found[k[n]!] = names[n] ?? '';
  });
  return found;
}

export const eventNames = (names: Table): string[] => strings(names, 'name').map(String);
