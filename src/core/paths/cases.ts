import type { Timeline } from '../timeline.ts';
import { NO_SESSION, sessionsOf } from '../timeline.ts';
import { LEFT_OUT } from './nodes.ts';

/** The log cut into paths: case `n` has the events from `offsets[n]` up to `offsets[n + 1]`, in order. None is empty. */
export interface Cases {
  count: number;
  offsets: Uint32Array;
  /** The code of the user whose case it is; where several share it, the first to act in it. */
  owners: Int32Array;
  /** The node of each event. */
  events: Uint16Array;
  /** Epoch µs of each event. */
  times: Float64Array;
  /** The code of the user of each event, where users share cases: cases of one user then do not stand together. */
  actors?: Int32Array;
}

export type CaseRule =
  | { unit: 'user' }
  | { unit: 'session'; gapUs: number; named?: Float64Array }
  /** Events of one user within so long of the first; `anchor` says where one begins (`start`), or ends, looking back (`end`). */
  | { unit: 'window'; windowUs: number; anchor?: { node: number; side: 'start' | 'end' } }
  /** Events of any users that share a value, by a number that stands for it. */
  | { unit: 'value'; values: Float64Array };

/** Events without a session are in no case. */
const NO_CASE = NO_SESSION;

function userIds(timeline: Timeline): Uint32Array {
  const ids = new Uint32Array(timeline.times.length);
  for (let user = 0; user < timeline.users; user++) ids.fill(user, timeline.offsets[user], timeline.offsets[user + 1]);
  return ids;
}

function valueIds(values: Float64Array): Uint32Array {
  const known = new Map<number, number>();
  return Uint32Array.from(values, (value) => {
    const id = known.get(value) ?? known.size;
    if (id === known.size) known.set(value, id);
    return id;
  });
}

type WindowRule = Extract<CaseRule, { unit: 'window' }>;

/** Windows from the first event on; from each anchor that none before it holds; or up to each, from the last backwards. */
function windowIds(timeline: Timeline, nodes: Uint16Array, { windowUs, anchor }: WindowRule): Uint32Array {
  const { offsets, times, users } = timeline;
  const ids = new Uint32Array(times.length).fill(NO_CASE);
  const back = anchor?.side === 'end';
  let next = 0;
  for (let user = 0; user < users; user++) {
    const [from, to] = [offsets[user]!, offsets[user + 1]!];
    let edge = NaN;
    for (let step = 0; step < to - from; step++) {
      const n = back ? to - 1 - step : from + step;
      const node = nodes[n]!;
      if (node === LEFT_OUT) continue;
      const within = Math.abs(times[n]! - edge) <= windowUs;
      if (!within && anchor && node !== anchor.node) continue;
      if (!within) {
        edge = times[n]!;
        next++;
      }
      ids[n] = next - 1;
    }
    if (back) reverseIds(ids, from, to);
  }
  return ids;
}

/** Windows found from the last backwards are numbered in the order of time, as all others are. */
function reverseIds(ids: Uint32Array, from: number, to: number): void {
  let [least, most] = [NO_CASE, 0];
  for (let n = from; n < to; n++) {
    if (ids[n] === NO_CASE) continue;
    least = Math.min(least, ids[n]!);
    most = Math.max(most, ids[n]!);
  }
  for (let n = from; n < to; n++) if (ids[n] !== NO_CASE) ids[n] = least + most - ids[n]!;
}

function idsOf(timeline: Timeline, nodes: Uint16Array, rule: CaseRule): Uint32Array {
  if (rule.unit === 'user') return userIds(timeline);
  if (rule.unit === 'session') return sessionsOf(timeline, rule.gapUs, rule.named);
  return rule.unit === 'window' ? windowIds(timeline, nodes, rule) : valueIds(rule.values);
}

/** The events in order of case, where they do not stand so already; of one case, in their own order. */
function orderBy(ids: Uint32Array): Uint32Array | null {
  let [most, ordered] = [-1, true];
  for (let n = 0, last = 0; n < ids.length; n++) {
    const id = ids[n]!;
    if (id === NO_CASE) continue;
    if (id < last) ordered = false;
    last = id;
    if (id > most) most = id;
  }
  if (ordered) return null;
  const next = new Uint32Array(most + 2);
  for (let n = 0; n < ids.length; n++) if (ids[n] !== NO_CASE) next[ids[n]! + 1]!++;
  for (let id = 0; id <= most; id++) next[id + 1]! += next[id]!;
  const order = new Uint32Array(next[most + 1]!);
  for (let n = 0; n < ids.length; n++) if (ids[n] !== NO_CASE) order[next[ids[n]!]!++] = n;
  return order;
}

/** Several users' events of one case, by time and input row. */
function orderCases(order: Uint32Array, ids: Uint32Array, { times, rows }: Timeline): void {
  const compare = (a: number, b: number) => times[a]! - times[b]! || rows[a]! - rows[b]!;
  for (let from = 0, to = 0; from < order.length; from = to) {
    for (to = from + 1; to < order.length && ids[order[to]!] === ids[order[from]!]; to++);
    order.subarray(from, to).sort(compare);
  }
}

function userOfEach({ offsets, codes, users, times }: Timeline): Int32Array {
  const owners = new Int32Array(times.length);
  for (let user = 0; user < users; user++) owners.fill(codes[user]!, offsets[user], offsets[user + 1]);
  return owners;
}

/** The node of each event of the timeline. */
function nodeOfEach({ events }: Timeline, codes: Uint16Array): Uint16Array {
  const nodes = new Uint16Array(events.length);
  for (let n = 0; n < nodes.length; n++) nodes[n] = codes[events[n]!]!;
  return nodes;
}

/**
 * Cuts a timeline into cases by a rule, over the nodes that `codes` makes of its events. `collapse`: the same node
 * several times on end counts once, at its first time. Linear in the events.
 */
export function casesOf(timeline: Timeline, codes: Uint16Array, rule: CaseRule, collapse: boolean): Cases {
  const nodes = nodeOfEach(timeline, codes);
  const ids = idsOf(timeline, nodes, rule);
  const shared = rule.unit === 'value';
  const order = orderBy(ids) ?? (shared ? Uint32Array.from(ids.keys()) : null);
  if (shared) orderCases(order!, ids, timeline);
  const people = userOfEach(timeline);
  const length = order?.length ?? ids.length;
  const events = new Uint16Array(length);
  const times = new Float64Array(length);
  const actors = shared ? new Int32Array(length) : undefined;
  const starts: number[] = [];
  const owners: number[] = [];
  let [kept, last] = [0, NO_CASE];
  for (let n = 0; n < length; n++) {
    const place = order ? order[n]! : n;
    const [id, node] = [ids[place]!, nodes[place]!];
    if (id === NO_CASE || node === LEFT_OUT) continue;
    if (id !== last) {
      starts.push(kept);
      owners.push(people[place]!);
      last = id;
    } else if (collapse && events[kept - 1] === node) {
      continue;
    }
    events[kept] = node;
    times[kept] = timeline.times[place]!;
    if (actors) actors[kept] = people[place]!;
    kept++;
  }
  return {
    count: starts.length,
    offsets: Uint32Array.from([...starts, kept]),
    owners: Int32Array.from(owners),
    events: events.subarray(0, kept),
    times: times.subarray(0, kept),
    ...(actors && { actors: actors.subarray(0, kept) }),
  };
}

/** Adds everyone who acts in a case. */
export function addUsers(users: Set<number>, cases: Cases, n: number): void {
  if (!cases.actors) users.add(cases.owners[n]!);
  else for (let at = cases.offsets[n]!; at < cases.offsets[n + 1]!; at++) users.add(cases.actors[at]!);
}

/** Everyone behind the cases that meet a condition; codes in ascending order. */
export function usersWhere(cases: Cases, fits: (n: number) => boolean): number[] {
  const users = new Set<number>();
  for (let n = 0; n < cases.count; n++) if (fits(n)) addUsers(users, cases, n);
  return [...users].sort((a, b) => a - b);
}
