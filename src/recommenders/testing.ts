import { seededRandom } from '../core/random.ts';
import type { Catalogue, Histories, Interactions, LearningData, Profile } from './data.ts';

/** One event of a test's log: who, what, how much (1 where left out), when (its place in the log where left out, in minutes). */
export type TestEvent = readonly [user: number, item: number, weight?: number, time?: number];

const MINUTE = 60_000;

interface Event {
  user: number;
  item: number;
  weight: number;
  time: number;
}

const eventsOf = (log: readonly TestEvent[]): Event[] =>
  log.map(([user, item, weight, time], at) => ({ user, item, weight: weight ?? 1, time: (time ?? at) * MINUTE }));

/** Where the rows of each user begin and end, in a list sorted by user. */
function offsetsOf(events: readonly Event[], users: number): Uint32Array {
  const offsets = new Uint32Array(users + 1);
  for (const { user } of events) offsets[user + 1]! += 1;
  for (let user = 0; user < users; user += 1) offsets[user + 1]! += offsets[user]!;
  return offsets;
}

/** The last event of each user with each item counts. */
function interactionsOf(events: readonly Event[], users: number, items: number): Interactions {
  const last = new Map(events.map((event) => [event.user * items + event.item, event]));
  const kept = [...last.values()].sort((a, b) => a.user - b.user || a.item - b.item);
  return {
    ...{ users, items },
    offsets: offsetsOf(kept, users),
    item: Int32Array.from(kept, ({ item }) => item),
    weight: Float64Array.from(kept, ({ weight }) => weight),
    time: Float64Array.from(kept, ({ time }) => time),
  };
}

/** One session for each user. */
function historiesOf(events: readonly Event[], users: number): Histories {
  const sorted = [...events].sort((a, b) => a.user - b.user || a.time - b.time);
  return {
    offsets: offsetsOf(sorted, users),
    item: Int32Array.from(sorted, ({ item }) => item),
    weight: Float64Array.from(sorted, ({ weight }) => weight),
    time: Float64Array.from(sorted, ({ time }) => time),
    session: Uint32Array.from(sorted, ({ user }) => user),
  };
}

/** A log as what recommenders learn from. */
export function learningDataOfLog(
  log: readonly TestEvent[],
  users: number,
  items: number,
  more: { feedback?: LearningData['feedback']; catalogue?: Partial<Catalogue> } & Pick<LearningData, 'attributes'> = {},
): LearningData {
  const { feedback = 'implicit', catalogue, attributes } = more;
  const events = eventsOf(log);
  return {
    feedback,
    interactions: interactionsOf(events, users, items),
    histories: historiesOf(events, users),
    catalogue: { ids: Array.from({ length: items }, (_, item) => `i${item}`), ...catalogue },
    ...(attributes && { attributes }),
    end: events.reduce((end, { time }) => Math.max(end, time), -Infinity),
  };
}

/** Somebody who had some items in this order, in one session. */
export function profileOfHistory(history: readonly number[], user = -1, weight = 1): Profile {
  const items = [...new Set(history)].sort((a, b) => a - b);
  return {
    user,
    items: Int32Array.from(items),
    weights: new Float64Array(items.length).fill(weight),
    history: Int32Array.from(history),
    session: 0,
  };
}

/** Somebody of the data, with all that is there. */
export function profileOfUser({ interactions, histories }: LearningData, user: number): Profile {
  const [from, to] = [interactions.offsets[user]!, interactions.offsets[user + 1]!];
  return {
    user,
    items: interactions.item.slice(from, to),
    weights: interactions.weight.slice(from, to),
    history: histories.item.slice(histories.offsets[user], histories.offsets[user + 1]),
    session: 0,
  };
}

export const planted = { users: 60, items: 24, groups: 2 } as const;

/** In the planted data users and items of the same parity belong together; the last two items nobody had. */
export const groupOf = (number: number): number => number % planted.groups;

const WORDS = [
  ['mountain', 'tent', 'boots', 'rope'],
  ['kitchen', 'knife', 'pan', 'oven'],
] as const;

/** Own items are taken often, others seldom; rated, everything is taken alike and own items are liked. */
function plantedLog(feedback: LearningData['feedback']): TestEvent[] {
  const random = seededRandom(5);
  const { users, items } = planted;
  const log: TestEvent[] = [];
  for (let user = 0; user < users; user += 1) {
    // A stride that has no divisor in common with the number of items: each comes once, in another order for each user.
    const [first, stride] = [Math.floor(random() * items), [1, 5, 7, 11][Math.floor(random() * 4)]!];
    for (let turn = 0; turn < items; turn += 1) {
      const item = (first + turn * stride) % items;
      if (item >= items - 2) continue;
      const own = groupOf(user) === groupOf(item);
      const taken = random() < (feedback === 'ratings' ? 0.6 : own ? 0.7 : 0.08);
      const rating = (own ? 4 : 1) + Math.round(random());
      if (taken) log.push([user, item, feedback === 'ratings' ? rating : 1]);
    }
  }
  return log;
}

/** Sixty users and 24 items in two groups, with texts, categories, prices and attributes that tell the group. */
export function plantedData(feedback: LearningData['feedback'] = 'implicit'): LearningData {
  const { users, items } = planted;
  const numbers = Array.from({ length: items }, (_, item) => item);
  const words = (item: number) => WORDS[groupOf(item)]!;
  const all = Array.from({ length: users }, (_, user) => user);
  return learningDataOfLog(plantedLog(feedback), users, items, {
    feedback,
    catalogue: {
      title: numbers.map((item) => `${words(item)[(item >> 1) % 4]} ${item}`),
      category: numbers.map((item) => (groupOf(item) ? 'home' : 'outdoor')),
      text: numbers.map((item) => `${words(item)[(item >> 1) % 4]} ${words(item)[(item >> 2) % 4]}`),
      price: Float64Array.from(numbers, (item) => (groupOf(item) ? 20 : 200) + item),
    },
    attributes: {
      rows: users,
      columns: ['likes = outdoor', 'likes = home'],
      offsets: Uint32Array.from({ length: users + 1 }, (_, user) => user),
      column: Int32Array.from(all, groupOf),
      value: new Float64Array(users).fill(1),
    },
  });
}
