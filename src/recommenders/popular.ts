import { AppError } from '../core/errors.ts';
import type { Interactions, LearningData, Profile } from './data.ts';

/** Throws `recommend.no-interactions` where there are none. */
export function assertInteractions({ interactions: { users, items, item } }: LearningData): void {
  if (item.length === 0) throw new AppError('recommend.no-interactions', { users, items });
}

/** How many users had each item. */
export function countsOf({ items, item }: Interactions): Float64Array {
  const counts = new Float64Array(items);
  for (const each of item) counts[each]! += 1;
  return counts;
}

/** All items, those that most users had first, then by number: the order of items of which a model says the same. */
export function byPopularity(interactions: Interactions): Int32Array {
  const counts = countsOf(interactions);
  return Int32Array.from(counts.keys()).sort((a, b) => counts[b]! - counts[a]! || a - b);
}

/** Counts as scores from 0 to 1, for those of whom nothing is known. */
export function popularScores(counts: Float64Array): Float32Array {
  const most = counts.reduce((found, count) => Math.max(found, count), 0) || 1;
  return Float32Array.from(counts, (count) => count / most);
}

/** Whether somebody had any item that was learnt of. */
export const hadAny = ({ items }: Profile, counts: Float64Array): boolean => items.some((item) => counts[item]! > 0);

/** Items that nobody had get the least score of the row: nothing was learnt of them. `scores` has one per item. */
export function putUnknownLast(scores: Float32Array, counts: Float64Array): void {
  let least = Infinity;
  for (let item = 0; item < counts.length; item += 1) {
    if (counts[item]! > 0 && scores[item]! < least) least = scores[item]!;
  }
  for (let item = 0; item < counts.length; item += 1) if (!(counts[item]! > 0)) scores[item] = least;
}
