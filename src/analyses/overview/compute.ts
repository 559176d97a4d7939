import type { Table } from 'apache-arrow';
import type { Compute, Context } from '../../contract/analysis.ts';
import type { Transition } from '../../core/calendar.ts';
import { bucketName, zoneTransitions } from '../../core/calendar.ts';
import { listBatches, numbers, strings } from '../../core/columns.ts';
import { sortPairs } from '../../core/pair-sort.ts';
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
    first: at('first'),
    last: at('last'),
  };
}

async function tallyUsers(users: Table, about: About, transitions: Transition[], context: Context): Promise<Tally> {
  const tally = newTally(about.first, about.last, transitions);
  const sessions = about.sessionsMapped ? numbers(users, 'sessions') : null;
  for (const [times, identities] of listBatches(users, ['times', 'identities'])) {
    for (let user = 0; user < times!.length; user++) {
      if (tally.users % USERS_PER_STEP === 0) await context.step(tally.users / users.numRows);
      const events = {
        times: times!.values,
        identities: identities!.values,
        from: times!.offsets[user]!,
        to: times!.offsets[user + 1]!,
      };
      sortPairs(events.times, events.identities, events.from, events.to);
      addUser(tally, events, about.sessionGapMinutes, sessions ? sessions[tally.users]! : null, transitions);
    }
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
  const tally = await tallyUsers(tables.users, about, zoneTransitions(about.zone, about.first, about.last), context);
  const row = (name: string) => numbers(tables.rows, name)[0]!;
  const rows = {
    rows: row('rows'),
    missingUser: row('missing_user'),
    missingTime: row('missing_time'),
    futureTime: row('future_time'),
  };
  const events = namedCounts(tables.events);
  const items = namedCounts(tables.items);
  return {
    rows: rows.rows,
    events: tally.events,
    users: tally.users,
    items: about.itemsMapped ? (numbers(tables.items, 'names')[0] ?? 0) : null,
    sessions: tally.sessions,
    first: isoTime(tally.first),
    last: isoTime(tally.last),
    byEvent: events.names.map((event, n) => ({ event, count: events.counts[n]!, users: events.users[n]! })),
    byDay: daysOf(tally),
    topItems: items.names.map((item, n) => ({ item: item!, count: items.counts[n]!, users: items.users[n]! })),
    quality: findQuality(rows, tally, context.language),
    zone: about.zone,
    sessionGapMinutes: about.sessionGapMinutes,
    sessionsMapped: about.sessionsMapped,
  };
}) satisfies Compute<typeof definition>;
