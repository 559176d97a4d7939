import { seededRandom } from '../../core/random.ts';
import { sampleRows } from '../../models/clustering/rows.ts';
import type { Histories, Interactions, LearningData, Profile } from '../data.ts';
import { profileOf } from '../reading/profile.ts';

/** Items that were taken from some users: user n of `profiles` is left with what the profile has. */
export interface HoldOut {
  train: LearningData;
  profiles: Profile[];
  /** Items held out, user by user. */
  held: Int32Array[];
}

/** More users tell no more of a handful of weights. */
const MOST_USERS = 1500;
/** Of each user's items. */
const SHARE = 0.2;

/** Which of a user's items are held back. */
export type HeldBack = 'any' | 'latest';

/** Some of a user's items; the latest only where each has a time. */
function taken({ offsets, item, time }: Interactions, user: number, which: HeldBack, random: () => number): Int32Array {
  const order = Array.from({ length: offsets[user + 1]! - offsets[user]! }, (_, n) => ({
    item: item[offsets[user]! + n]!,
    time: time[offsets[user]! + n]!,
    tie: random(),
  }));
  const timed = which === 'latest' && order.every((each) => Number.isFinite(each.time));
  order.sort((a, b) => (timed ? b.time - a.time : 0) || a.tie - b.tie);
  const size = Math.min(order.length - 1, Math.max(1, Math.round(SHARE * order.length)));
  return Int32Array.from(order.slice(0, size), (each) => each.item).sort();
}

/** Which entries of compressed rows stay: those whose item is not held out of their user. */
function stays(rows: { offsets: Uint32Array; item: Int32Array }, heldOf: ReadonlyMap<number, Int32Array>) {
  const kept = new Uint8Array(rows.item.length).fill(1);
  const offsets = new Uint32Array(rows.offsets.length);
  for (let user = 0; user + 1 < offsets.length; user += 1) {
    const held = new Set(heldOf.get(user));
    offsets[user + 1] = offsets[user]!;
    for (let at = rows.offsets[user]!; at < rows.offsets[user + 1]!; at += 1) {
      kept[at] = held.has(rows.item[at]!) ? 0 : 1;
      offsets[user + 1]! += kept[at]!;
    }
  }
  return {
    offsets,
    keep: <T extends Int32Array | Uint32Array | Float64Array>(of: T) => of.filter((_, at) => kept[at]) as T,
  };
}

function withoutHeld({ interactions, histories, ...rest }: LearningData, heldOf: ReadonlyMap<number, Int32Array>) {
  const part = stays(interactions, heldOf);
  const events = stays(histories, heldOf);
  const left: Interactions = {
    ...{ users: interactions.users, items: interactions.items, offsets: part.offsets },
    ...{
      item: part.keep(interactions.item),
      weight: part.keep(interactions.weight),
      time: part.keep(interactions.time),
    },
  };
  const leftEvents: Histories = {
    ...{ offsets: events.offsets, item: events.keep(histories.item), weight: events.keep(histories.weight) },
    ...{ time: events.keep(histories.time), session: events.keep(histories.session) },
  };
  return { ...rest, interactions: left, histories: leftEvents };
}

/**
 * Takes from some users, who are drawn by the seed, a fifth of their items; all others keep theirs. Null where nobody has two items.
 */
export function holdOut(data: LearningData, which: HeldBack, seed: number): HoldOut | null {
  const { offsets, users } = data.interactions;
  const random = seededRandom(seed);
  const able = Int32Array.from({ length: users }, (_, user) => user).filter((u) => offsets[u + 1]! - offsets[u]! > 1);
  if (able.length === 0) return null;
  const chosen =
    able.length > MOST_USERS ? Array.from(sampleRows(able.length, MOST_USERS, random), (at) => able[at]!) : [...able];
  const heldOf = new Map(chosen.map((user) => [user, taken(data.interactions, user, which, random)]));
  const train = withoutHeld(data, heldOf);
  return { train, profiles: chosen.map((user) => profileOf(train, user)), held: [...heldOf.values()] };
}
