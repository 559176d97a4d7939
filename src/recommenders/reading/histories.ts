import type { Table } from 'apache-arrow';
import { column, numbers } from '../../core/columns.ts';
import { inOrder, NO_SESSION, sessionsOf, timelineOf } from '../../core/timeline.ts';
import type { Histories } from '../data.ts';

/** An event that is in no named session stands alone in one of its own. */
function withOwnSessions(sessions: Uint32Array): Uint32Array {
  let next = 0;
  for (const session of sessions) if (session !== NO_SESSION && session >= next) next = session + 1;
  return sessions.map((session) => (session === NO_SESSION ? next++ : session));
}

/** Offsets of all users, also of those between who have no event. */
function offsetsOf(codes: Int32Array, starts: Uint32Array, users: number): Uint32Array {
  const offsets = new Uint32Array(users + 1);
  codes.forEach((code, n) => (offsets[code + 1] = starts[n + 1]! - starts[n]!));
  for (let user = 0; user < users; user++) offsets[user + 1]! += offsets[user]!;
  return offsets;
}

/** Each user's events in order, from the table of signals (features/recommending/queries.ts). `isTimed`: else its times mean nothing. */
export function historiesOfTable(signals: Table, users: number, gapUs: number, isTimed: boolean): Histories {
  const timeline = timelineOf(signals);
  const hasNames = signals.schema.fields.some(({ name }) => name === 's');
  const named = hasNames ? inOrder(timeline, numbers(signals, 's')) : undefined;
  return {
    offsets: offsetsOf(timeline.codes, timeline.offsets, users),
    item: Int32Array.from(inOrder(timeline, column(signals, 'i').toArray() as Int32Array)),
    weight: inOrder(timeline, numbers(signals, 'w')),
    time: isTimed ? timeline.times.map((time) => time / 1000) : timeline.times.map(() => NaN),
    session: withOwnSessions(sessionsOf(timeline, gapUs, named)),
  };
}

/** The events for which `keep` says so; users and order stay. */
export function selected(histories: Histories, keep: (place: number, user: number) => boolean): Histories {
  const { offsets } = histories;
  const places: number[] = [];
  const kept = new Uint32Array(offsets.length);
  for (let user = 0; user + 1 < offsets.length; user++) {
    for (let place = offsets[user]!; place < offsets[user + 1]!; place++) if (keep(place, user)) places.push(place);
    kept[user + 1] = places.length;
  }
  return {
    offsets: kept,
    item: Int32Array.from(places, (place) => histories.item[place]!),
    weight: Float64Array.from(places, (place) => histories.weight[place]!),
    time: Float64Array.from(places, (place) => histories.time[place]!),
    session: Uint32Array.from(places, (place) => histories.session[place]!),
  };
}
