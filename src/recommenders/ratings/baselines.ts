import type { Interactions } from '../data.ts';

/** What a rating is apart from taste: the mean of all, how users differ from it, and how items do. */
export interface Baselines {
  mean: number;
  user: Float64Array;
  item: Float64Array;
}

/** Surprise's defaults. */
const ROUNDS = 10;
const USER_SHRINKAGE = 15;
const ITEM_SHRINKAGE = 10;

export const meanOf = ({ weight }: Interactions): number =>
  weight.reduce((sum, rating) => sum + rating, 0) / weight.length;

/** How much one user lies above what the items are rated at by others, shrunk to 0 as for so many ratings more. */
export function userBaseline(
  items: ArrayLike<number>,
  ratings: ArrayLike<number>,
  mean: number,
  item: Float64Array,
): number {
  let sum = 0;
  for (let at = 0; at < items.length; at += 1) sum += ratings[at]! - mean - item[items[at]!]!;
  return sum / (USER_SHRINKAGE + items.length);
}

/** All items' baselines, the users' held. */
function updateItems({ users, items, offsets, item, weight }: Interactions, baselines: Baselines): void {
  const counts = new Float64Array(items);
  baselines.item.fill(0);
  for (let user = 0; user < users; user += 1) {
    for (let at = offsets[user]!; at < offsets[user + 1]!; at += 1) {
      baselines.item[item[at]!]! += weight[at]! - baselines.mean - baselines.user[user]!;
      counts[item[at]!]! += 1;
    }
  }
  for (let each = 0; each < items; each += 1) baselines.item[each]! /= ITEM_SHRINKAGE + counts[each]!;
}

/** All users' baselines, the items' held. */
function updateUsers({ users, offsets, item, weight }: Interactions, { mean, user, item: ofItems }: Baselines): void {
  for (let each = 0; each < users; each += 1) {
    const [from, to] = [offsets[each]!, offsets[each + 1]!];
    user[each] = userBaseline(item.subarray(from, to), weight.subarray(from, to), mean, ofItems);
  }
}

/** Baselines by alternating least squares (Koren 2010, section 2.1), as Surprise has them: ten rounds, items first. */
export async function baselinesOf(
  interactions: Interactions,
  step: (share: number) => Promise<void>,
): Promise<Baselines> {
  const { users, items } = interactions;
  const baselines = {
    mean: meanOf(interactions),
    user: new Float64Array(users),
    item: new Float64Array(items),
  };
  for (let round = 1; round <= ROUNDS; round += 1) {
    updateItems(interactions, baselines);
    updateUsers(interactions, baselines);
    await step(round / ROUNDS);
  }
  return baselines;
}
