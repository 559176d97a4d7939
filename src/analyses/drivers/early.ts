import type { Timeline } from '../../core/timeline.ts';

/** What users did early on, one row for each user who can be observed for the whole horizon. */
export interface Early {
  /** The place of each row's user in the timeline. */
  users: Int32Array;
  /** Times each behaviour was done, `behaviours` a row: first the `events` with most users, then those asked for. */
  counts: Uint16Array;
  behaviours: number;
  events: number;
  total: Float64Array;
  activeDays: Float64Array;
  sessions: Float64Array;
  reached: Uint8Array;
  immature: number;
}

export interface EarlyRules {
  early: number;
  horizon: number;
  last: number;
  gap: number;
  /** How many single events are counted, and how many behaviours besides. */
  events: number;
  asked: number;
  /** Which of these the event at a place of the timeline is one of, a bit each. */
  bits: (place: number) => number;
  /** Whether the event at a place of the timeline is the goal. */
  isGoal: (place: number) => boolean;
}

const DAY_US = 86_400_000_000;

/** Counts one event, as itself and as each behaviour that it is one of. */
function count(counts: Uint16Array, from: number, event: number, { events, asked }: EarlyRules, bits: number): void {
  if (event < events && counts[from + event]! < 65535) counts[from + event]!++;
  for (let n = 0; n < asked; n++)
    if ((bits >> n) & 1 && counts[from + events + n]! < 65535) counts[from + events + n]!++;
}

/** Reads each user's early time, [first, first + early], and whether the goal follows in (first + early, first + early + horizon]. */
export async function earlyOf(
  timeline: Timeline,
  rules: EarlyRules,
  step: (done: number) => Promise<void>,
): Promise<Early> {
  const { offsets, times, events } = timeline;
  const { early, horizon, last } = rules;
  const room = timeline.users;
  const behaviours = rules.events + rules.asked;
  const made: Early = {
    users: new Int32Array(room),
    counts: new Uint16Array(room * behaviours),
    behaviours,
    events: rules.events,
    total: new Float64Array(room),
    activeDays: new Float64Array(room),
    sessions: new Float64Array(room),
    reached: new Uint8Array(room),
    immature: 0,
  };
  let row = 0;
  for (let user = 0; user < timeline.users; user++) {
    if (user % 8192 === 0) await step(user / timeline.users);
    const first = times[offsets[user]!]!;
    if (first + early + horizon > last) {
      made.immature++;
      continue;
    }
    let day = -1;
    for (let n = offsets[user]!; n < offsets[user + 1]!; n++) {
      const time = times[n]!;
      if (time > first + early + horizon) break;
      if (time > first + early) {
        if (!rules.isGoal(n)) continue;
        made.reached[row] = 1;
        break;
      }
      count(made.counts, row * behaviours, events[n]!, rules, rules.bits(n));
      made.total[row]!++;
      if (n === offsets[user] || time - times[n - 1]! > rules.gap) made.sessions[row]!++;
      const today = Math.floor((time - first) / DAY_US);
      if (today !== day) made.activeDays[row]!++;
      day = today;
    }
    made.users[row++] = user;
  }
  const cut = <T extends { subarray(from: number, to: number): T }>(values: T, width = 1) =>
    values.subarray(0, row * width);
  return {
    ...made,
    users: cut(made.users),
    counts: cut(made.counts, behaviours),
    total: cut(made.total),
    activeDays: cut(made.activeDays),
    sessions: cut(made.sessions),
    reached: cut(made.reached),
  };
}
