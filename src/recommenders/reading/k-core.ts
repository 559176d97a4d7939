import type { Interactions } from '../data.ts';

/** Who is left, and which items: 1 for those. */
export interface Core {
  users: Uint8Array;
  items: Uint8Array;
}

/** The same pairs the other way round: item i has the users `user[offsets[i]]` … `user[offsets[i + 1]]`, ascending. */
export function byItem({ users, items, offsets, item }: Interactions): { offsets: Uint32Array; user: Int32Array } {
  const starts = new Uint32Array(items + 1);
  for (const each of item) starts[each + 1]!++;
  for (let each = 0; each < items; each++) starts[each + 1]! += starts[each]!;
  const next = starts.slice();
  const user = new Int32Array(item.length);
  for (let who = 0; who < users; who++) {
    for (let at = offsets[who]!; at < offsets[who + 1]!; at++) user[next[item[at]!]!++] = who;
  }
  return { offsets: starts, user };
}

/** Leaves out users and items with too few interactions until none is left that has: each interaction is looked at twice at most. */
export function kCore(interactions: Interactions, minPerUser: number, minPerItem: number): Core {
  const sides = [
    { offsets: interactions.offsets, other: interactions.item, least: minPerUser },
    (({ offsets, user }) => ({ offsets, other: user, least: minPerItem }))(byItem(interactions)),
  ] as const;
  const degrees = sides.map(({ offsets }) => Int32Array.from(offsets.subarray(1), (to, n) => to - offsets[n]!));
  const left = degrees.map((degree) => new Uint8Array(degree.length).fill(1));
  const waiting: [side: 0 | 1, place: number][] = [];
  const drop = (side: 0 | 1, place: number): void => {
    if (!left[side]![place] || degrees[side]![place]! >= sides[side].least) return;
    left[side]![place] = 0;
    waiting.push([side, place]);
  };
  for (const side of [0, 1] as const) degrees[side]!.forEach((_, place) => drop(side, place));
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [side, place] = next;
    const { offsets, other } = sides[side];
    const across = side === 0 ? 1 : 0;
    for (let at = offsets[place]!; at < offsets[place + 1]!; at++) {
      degrees[across]![other[at]!]!--;
      drop(across, other[at]!);
    }
  }
  return { users: left[0]!, items: left[1]! };
}
