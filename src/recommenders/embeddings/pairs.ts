import type { Random } from '../../core/random.ts';
import type { Interactions } from '../data.ts';

/** Who had what, one pair after the other: the rows of a training that ranks. */
export interface Pairs {
  users: number;
  items: number;
  /** User u has the pairs `offsets[u]` … `offsets[u + 1]`, items ascending. */
  offsets: Uint32Array;
  user: Int32Array;
  item: Int32Array;
  /** 1 on average. */
  weight: Float32Array;
}

/** The interactions, of which there are some, as pairs. */
export function pairsOf({ users, items, offsets, item, weight }: Interactions): Pairs {
  const user = new Int32Array(item.length);
  for (let u = 0; u < users; u += 1) user.fill(u, offsets[u], offsets[u + 1]);
  const mean = weight.reduce((sum, value) => sum + value, 0) / weight.length;
  return { users, items, offsets, user, item, weight: Float32Array.from(weight, (value) => value / mean) };
}

/** Whether a user had an item. */
export function had({ offsets, item }: Pairs, user: number, wanted: number): boolean {
  let [low, high] = [offsets[user]!, offsets[user + 1]!];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (item[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low < offsets[user + 1]! && item[low] === wanted;
}

/** So often another item is drawn for somebody who had the one that was; who had nearly all may get one of his own. */
const DRAWS = 100;

/** An item that the user did not have, each as likely as any other. */
export function negative(pairs: Pairs, user: number, random: Random): number {
  let drawn = Math.floor(random() * pairs.items);
  for (let draw = 1; draw < DRAWS && had(pairs, user, drawn); draw += 1) drawn = Math.floor(random() * pairs.items);
  return drawn;
}
