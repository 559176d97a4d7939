import type { Table } from 'apache-arrow';
import type { Compute, Context } from '../../contract/analysis.ts';
import type { Transition } from '../../core/calendar.ts';
import { bucketName, zoneTransitions } from '../../core/calendar.ts';
import { numbers, strings } from '../../core/columns.ts';
import type { Timeline } from '../../core/timeline.ts';
import { identitiesOf, timelineOf } from '../../core/timeline.ts';
import type definition from './index.ts';
import { findQuality } from './quality.ts';
import type { OverviewResult } from './result.ts';
import type { Tally } from './tally.ts';
import { addUser, newTally } from './tally.ts';

const USERS_PER_STEP = 8192;

interface About {
  zone: string;
  sessionGapMinutes: number;
  sessionsMapped: boolean;
  itemsMapped: boolean;
  /** Whether the timeline has a code for each name, the last for events without one. */
  eventsCoded: boolean;
  first: number;
  last: number;
}

function aboutOf(table: Table): About {
  const at = (name: string) => numbers(table, name)[0]!;
  return {
    zone: strings(table, 'zone')[0]!,
    sessionGapMinutes: at('session_gap'),
    sessionsMapped: at('sessions_mapped') === 1,
    itemsMapped: at('items_mapped') === 1,
    eventsCoded: at('events_coded') === 1,
    first: at('first'),
    last: at('last'),
  };
}

type Tables = Parameters<Compute<typeof definition>>[0];

async function tallyUsers(
  timeline: Timeline,
  { identity, sessions }: Tables,
  about: About,
  transitions: Transition[],
  context: Context,
): Promise<Tally> {
  const tally = newTally(about.first, about.last, transitions);
  const mapped = about.sessionsMapped ? numbers(sessions, 'sessions') : null;
  const log = { ...timeline, identities: identitiesOf(identity, timeline) };
  for (let user = 0; user < timeline.users; user++) {
    if (user % USERS_PER_STEP === 0) await context.step(user / timeline.users);
    addUser(tally, log, user, about.sessionGapMinutes, mapped && mapped[user]!, transitions);
  }
  return tally;
}

interface NamedCounts {
  names: (string | null)[];
  counts: Float64Array;
  users: Float64Array;
}

const namedCounts = (table: Table): NamedCounts => ({
  names: strings(table, 'name'),
  counts: numbers(table, 'count'),
  users: numbers(table, 'users'),
});

/** Events and users of each code. */
function countCodes({ events, users, offsets }: Timeline, codes: number): Omit<NamedCounts, 'names'> {
  const [counts, of, last] = [new Float64Array(codes), new Float64Array(codes), new Int32Array(codes).fill(-1)];
  for (let user = 0; user < users; user++) {
    for (let n = offsets[user]!; n < offsets[user + 1]!; n++) {
      const code = events[n]!;
      counts[code]!++;
      if (last[code] === user) continue;
      last[code] = user;
      of[code]!++;
    }
  }
  return { counts, users: of };
}

/** The most frequent names first; null for events without one. Where each name has a code, the timeline says how many there are. */
function byEventOf(table: Table, timeline: Timeline, hasCodes: boolean): OverviewResult['byEvent'] {
  const named = hasCodes ? [...strings(table, 'name'), null] : strings(table, 'name');
  const { counts, users } = hasCodes ? countCodes(timeline, named.length) : namedCounts(table);
  const isBefore = (a: string | null, b: string | null) => (a === null ? 1 : b === null || a < b ? -1 : 1);
  return named
    .map((event, n) => ({ event, count: counts[n]!, users: users[n]! }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || b.users - a.users || isBefore(a.event, b.event));
}

const isoTime = (us: number): string | null => (Number.isFinite(us) ? new Date(us / 1000).toISOString() : null);

function daysOf(tally: Tally): OverviewResult['byDay'] {
  if (tally.events === 0) return [];
  return Array.from(tally.eventsByDay, (events, n) => ({
    day: bucketName('day', tally.firstDay + n, 'monday', []),
    events,
    users: tally.usersByDay[n]!,
    newUsers: tally.newByDay[n]!,
  }));
}

/** Walks each user's events once; the counts by name come from the engine as they are. */
export default (async (tables, _params, context: Context): Promise<OverviewResult> => {
  await context.step(0);
  const about = aboutOf(tables.about);
  const timeline = timelineOf(tables.log);
  const transitions = zoneTransitions(about.zone, about.first, about.last);
  const tally = await tallyUsers(timeline, tables, about, transitions, context);
  const row = (name: string) => numbers(tables.rows, name)[0]!;
  const rows = {
    rows: row('rows'),
    missingUser: row('missing_user'),
    missingTime: row('missing_time'),
    futureTime: row('future_time'),
  };
  const items = namedCounts(tables.items);
  return {
    rows: rows.rows,
    events: tally.events,
    users: tally.users,
    items: about.itemsMapped ? (numbers(tables.items, 'names')[0] ?? 0) : null,
    sessions: tally.sessions,
    first: isoTime(tally.first),
    last: isoTime(tally.last),
    byEvent: byEventOf(tables.events, timeline, about.eventsCoded),
    byDay: daysOf(tally),
    topItems: items.names.map((item, n) => ({ item: item!, count: items.counts[n]!, users: items.users[n]! })),
    quality: findQuality(rows, tally, context.language),
    zone: about.zone,
    sessionGapMinutes: about.sessionGapMinutes,
    sessionsMapped: about.sessionsMapped,
  };
}) satisfies Compute<typeof definition>;
