import type { Table } from 'apache-arrow';
import { column, numbers, strings } from '../../core/columns.ts';
import type { Timeline } from '../../core/timeline.ts';
import { NO_SESSION, inOrder, sessionsOf, timelineOf } from '../../core/timeline.ts';
import type { Path, Persona } from './result.ts';

/** The log in order, with the number of each event's session. */
export interface Walk {
  timeline: Timeline;
  sessions: Uint32Array;
  names: string[];
}

const MINUTE_US = 60_000_000;
const SHOWN = 3;

export function walkOf(tables: { timeline: Table; names: Table; about: Table }): Walk {
  const timeline = timelineOf(tables.timeline);
  const mapped = numbers(tables.about, 'sessions_mapped')[0] === 1;
  const named = mapped && column(tables.timeline, 's') ? inOrder(timeline, numbers(tables.timeline, 's')) : undefined;
  const sessions = sessionsOf(timeline, numbers(tables.about, 'session_gap')[0]! * MINUTE_US, named);
  return { timeline, sessions, names: strings(tables.names, 'name').map(String) };
}

/** How many sessions each user had, by code. */
export function sessionCounts({ timeline, sessions }: Walk, users: number): Float64Array {
  const counts = new Float64Array(users);
  let next = 0;
  for (let user = 0; user < timeline.users; user++) {
    for (let n = timeline.offsets[user]!; n < timeline.offsets[user + 1]!; n++) {
      if (sessions[n]! < next || sessions[n] === NO_SESSION) continue;
      counts[timeline.codes[user]!]!++;
      next = sessions[n]! + 1;
    }
  }
  return counts;
}

/** What one segment's sessions were like. */
interface Tally {
  openings: Map<number, number>;
  transitions: Map<number, number>;
  sessions: number;
  steps: number;
}

const newTally = (): Tally => ({ openings: new Map(), transitions: new Map(), sessions: 0, steps: 0 });
const count = (counts: Map<number, number>, key: number) => counts.set(key, (counts.get(key) ?? 0) + 1);

/** Counts one user's openings (the first three different events in a row, as digits to a base) and changes of event. */
function addUser({ timeline: { events }, sessions }: Walk, from: number, to: number, base: number, tally: Tally): void {
  let n = from;
  let latest = -1;
  while (n < to) {
    const session = sessions[n]!;
    if (session === NO_SESSION) {
      n++;
      continue;
    }
    let [opening, length] = [events[n]! + 1, 1];
    const begins = session > latest;
    latest = Math.max(latest, session);
    for (n++; n < to && sessions[n] === session; n++) {
      const [before, now] = [events[n - 1]!, events[n]!];
      if (before === now) continue;
      tally.steps++;
      count(tally.transitions, (before + 1) * base + now + 1);
      if (length++ < SHOWN) opening = opening * base + now + 1;
    }
    // A named session that goes on after another one has begun already.
    if (!begins) continue;
    tally.sessions++;
    count(tally.openings, opening);
  }
}

function eventsOf(key: number, base: number, names: readonly string[]): string[] {
  const events: string[] = [];
  for (let rest = key; rest > 0; rest = Math.floor(rest / base)) events.unshift(names[(rest % base) - 1] ?? '…');
  return events;
}

function topPaths(
  own: Map<number, number>,
  total: number,
  all: Map<number, number>,
  allTotal: number,
  base: number,
  names: readonly string[],
): Path[] {
  return [...own]
    .sort(([keyA, a], [keyB, b]) => b - a || keyA - keyB)
    .slice(0, SHOWN)
    .map(([key, number]) => ({
      events: eventsOf(key, base, names),
      count: number,
      share: number / total,
      overall: all.get(key)! / allTotal,
    }));
}

function sumOf(tallies: readonly Tally[]): Tally {
  const sum = newTally();
  for (const { openings, transitions, sessions, steps } of tallies) {
    for (const [key, number] of openings) sum.openings.set(key, (sum.openings.get(key) ?? 0) + number);
    for (const [key, number] of transitions) sum.transitions.set(key, (sum.transitions.get(key) ?? 0) + number);
    sum.sessions += sessions;
    sum.steps += steps;
  }
  return sum;
}

const USERS_PER_STEP = 8192;

/** The most frequent openings and transitions of each group; of `labels` −1 comes last. */
export async function typicalPaths(
  walk: Walk,
  labels: Int32Array,
  k: number,
  pause: () => Promise<void>,
): Promise<Pick<Persona, 'openings' | 'transitions'>[]> {
  const { timeline, names } = walk;
  const base = names.length + 3;
  const tallies = Array.from({ length: k + 1 }, newTally);
  for (let user = 0; user < timeline.users; user++) {
    if (user % USERS_PER_STEP === 0) await pause();
    const label = labels[timeline.codes[user]!]!;
    addUser(walk, timeline.offsets[user]!, timeline.offsets[user + 1]!, base, tallies[label < 0 ? k : label]!);
  }
  const all = sumOf(tallies);
  return tallies.map(({ openings, transitions, sessions, steps }) => ({
    openings: topPaths(openings, sessions, all.openings, all.sessions, base, names),
    transitions: topPaths(transitions, steps, all.transitions, all.steps, base, names),
  }));
}
