import { meanAndVariance } from '../../core/statistics.ts';
import type { LearningData, Profile } from '../data.ts';

/** At most so many of the last events make a profile's history. */
const HISTORY = 200;

/** Where the run of the last event's session begins. */
function lastSession(session: Uint32Array): number {
  let start = session.length;
  while (start > 0 && session[start - 1] === session[session.length - 1]) start--;
  return start;
}

/** A user of the data as he stands in it. */
export function profileOf({ interactions, histories }: LearningData, user: number): Profile {
  const [from, to] = [interactions.offsets[user]!, interactions.offsets[user + 1]!];
  const last = histories.offsets[user + 1]!;
  const first = Math.max(histories.offsets[user]!, last - HISTORY);
  return {
    user,
    items: interactions.item.subarray(from, to),
    weights: interactions.weight.subarray(from, to),
    history: histories.item.subarray(first, last),
    session: lastSession(histories.session.subarray(first, last)),
  };
}

const usual = new WeakMap<LearningData, number>();

/** What an item counts that somebody names: as an interaction does on average; with ratings, as those do that are above average. */
function usualWeight(data: LearningData): number {
  const known = usual.get(data);
  if (known !== undefined) return known;
  const { weight } = data.interactions;
  const { mean } = meanAndVariance(weight);
  const liked = data.feedback === 'ratings' ? meanAndVariance(weight.filter((each) => each >= mean)).mean : mean;
  const made = weight.length > 0 ? liked : 1;
  usual.set(data, made);
  return made;
}

/** Somebody of whom only these items are known, oldest first, all of one session; numbers that are no item are passed over. */
export function profileOfItems(data: LearningData, items: readonly number[]): Profile {
  const known = items.filter((item) => Number.isInteger(item) && item >= 0 && item < data.interactions.items);
  const each = Int32Array.from(new Set(known)).sort();
  const weights = new Float64Array(each.length).fill(usualWeight(data));
  return { user: -1, items: each, weights, history: Int32Array.from(known.slice(-HISTORY)), session: 0 };
}
