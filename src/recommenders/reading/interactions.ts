import type { Histories, Interactions } from '../data.ts';
import type { Counting } from './counting.ts';

/** The places 0 … `length` − 1 in order of a small key, equal keys as they came: counting sort. */
function placesByKey(length: number, keys: number, keyOf: (place: number) => number): Uint32Array {
  const next = new Uint32Array(keys + 1);
  for (let place = 0; place < length; place++) next[keyOf(place) + 1]!++;
  for (let key = 0; key < keys; key++) next[key + 1]! += next[key]!;
  const places = new Uint32Array(length);
  for (let place = 0; place < length; place++) places[next[keyOf(place)]!++] = place;
  return places;
}

/** The user of each event. */
function usersOf({ offsets, item }: Histories): Int32Array {
  const users = new Int32Array(item.length);
  for (let user = 0; user + 1 < offsets.length; user++) users.fill(user, offsets[user], offsets[user + 1]);
  return users;
}

/** The events in order of user and item; those of one user with one item in order of time. Two counting sorts: linear. */
function byPair(histories: Histories, users: Int32Array, items: number): Uint32Array {
  const { item, offsets } = histories;
  const byItem = placesByKey(item.length, items, (place) => item[place]!);
  const byUser = placesByKey(item.length, offsets.length - 1, (place) => users[byItem[place]!]!);
  return byUser.map((place) => byItem[place]!);
}

/** What an event of weight w counts, so long before `end`: w / 2^(age / half-life). */
function decayed(weight: number, time: number, end: number, halfLife: number): number {
  return halfLife === Infinity ? weight : weight * 2 ** (-(end - time) / halfLife);
}

/** Adds a later event of the same user with the same item to what came before. */
function joined(before: number, weight: number, { feedback, repeats }: Counting): number {
  if (feedback === 'ratings') return weight;
  return repeats === 'once' ? Math.max(before, weight) : before + weight;
}

const finished = (weight: number, { feedback, repeats }: Counting): number =>
  feedback === 'implicit' && repeats === 'log' ? Math.log1p(weight) : weight;

/** Who had what, from who did what: one interaction for each user and item. `end` (epoch ms): where a half-life counts back from. */
export function interactionsOf(histories: Histories, items: number, counting: Counting, end: number): Interactions {
  const userOf = usersOf(histories);
  const places = byPair(histories, userOf, items);
  const [item, weight, time] = [
    new Int32Array(places.length),
    new Float64Array(places.length),
    new Float64Array(places.length),
  ];
  const offsets = new Uint32Array(histories.offsets.length);
  let [pairs, lastUser, lastItem] = [0, -1, -1];
  for (const place of places) {
    const [user, thing] = [userOf[place]!, histories.item[place]!];
    const worth = decayed(histories.weight[place]!, histories.time[place]!, end, counting.halfLife);
    const isNew = user !== lastUser || thing !== lastItem;
    if (isNew) pairs++;
    const at = pairs - 1;
    item[at] = thing;
    weight[at] = isNew ? worth : joined(weight[at]!, worth, counting);
    time[at] = histories.time[place]!;
    offsets[user + 1] = pairs;
    [lastUser, lastItem] = [user, thing];
  }
  for (let user = 1; user < offsets.length; user++) offsets[user] = Math.max(offsets[user]!, offsets[user - 1]!);
  for (let at = 0; at < pairs; at++) weight[at] = finished(weight[at]!, counting);
  const ends = [item.slice(0, pairs), weight.slice(0, pairs), time.slice(0, pairs)] as const;
  return { users: offsets.length - 1, items, offsets, item: ends[0], weight: ends[1], time: ends[2] };
}
