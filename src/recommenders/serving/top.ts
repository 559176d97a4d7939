import type { FitContext } from '../../models/estimator.ts';
import type { LearningData } from '../data.ts';
import { byPopularity } from '../popular.ts';
import { profileOf } from '../reading/profile.ts';
import type { FittedRecommender, Ranked } from '../recommender.ts';
import type { Offer } from '../reranking/offer.ts';

/** The best of what it was shown: a heap whose root is the worst that is still in. Equal scores: the lower number is better. */
class Best {
  readonly item: Int32Array;
  readonly score: Float64Array;
  size = 0;

  constructor(readonly most: number) {
    this.item = new Int32Array(most);
    this.score = new Float64Array(most);
  }

  /** An item with a higher number than all before it, better than the worst where there is no room. */
  add(item: number, score: number): void {
    if (this.size < this.most) return this.rise(this.size++, item, score);
    this.sink(item, score);
  }

  private isWorse(at: number, item: number, score: number): boolean {
    return this.score[at]! < score || (this.score[at] === score && this.item[at]! > item);
  }

  private put(at: number, item: number, score: number): void {
    this.item[at] = item;
    this.score[at] = score;
  }

  private rise(from: number, item: number, score: number): void {
    let at = from;
    for (let above = (at - 1) >> 1; at > 0 && !this.isWorse(above, item, score); above = (at - 1) >> 1) {
      this.put(at, this.item[above]!, this.score[above]!);
      at = above;
    }
    this.put(at, item, score);
  }

  private sink(item: number, score: number): void {
    let at = 0;
    for (let below = 1; below < this.size; below = 2 * at + 1) {
      const right = below + 1;
      if (right < this.size && this.isWorse(right, this.item[below]!, this.score[below]!)) below = right;
      if (!this.isWorse(below, item, score)) break;
      this.put(at, this.item[below]!, this.score[below]!);
      at = below;
    }
    this.put(at, item, score);
  }

  /** The best first. */
  ranked(): Ranked[] {
    const all = Array.from({ length: this.size }, (_, at) => ({ item: this.item[at]!, score: this.score[at]! }));
    return all.sort((a, b) => b.score - a.score || a.item - b.item);
  }
}

/**
 * The `n` best of the items that are allowed, best first; `scores` of item 0 … stand from `from` on. Equal scores: the one that comes
 * first in `order`, a list of all items (`byPopularity`).
 */
export function topItems(
  scores: Float32Array,
  from: number,
  order: Int32Array,
  n: number,
  allowed: (item: number) => boolean,
): Ranked[] {
  const best = new Best(Math.min(n, order.length));
  if (best.most === 0) return [];
  // Nearly every item falls to this one comparison with the worst that is still in.
  let least = -Infinity;
  for (let place = 0; place < order.length; place++) {
    const item = order[place]!;
    const score = scores[from + item]!;
    if (score <= least || !allowed(item)) continue;
    best.add(place, score);
    if (best.size === best.most) least = best.score[0]!;
  }
  return best.ranked().map(({ item: place, score }) => ({ item: order[place]!, score }));
}

/** Scores of one batch, in numbers: about 8 MB, some tens of milliseconds of work. */
const BATCH = 2_000_000;

/** How many users are scored at once: the same for the same data, so that results are the same to the bit. */
export const usersPerBatch = (items: number): number =>
  Math.max(1, Math.min(256, Math.floor(BATCH / Math.max(1, items))));

export interface TopOptions {
  /** Items for each user. */
  n: number;
  offer: Offer;
}

/** Lists of many users: entry by entry, in the order of `users`, rank from 1. */
export interface TopLists {
  user: Int32Array;
  item: Int32Array;
  rank: Int32Array;
  score: Float64Array;
}

/** What is to be offered to each of these users of the data; somebody may get fewer than `n`. In batches, with progress. */
export async function topForAll(
  fitted: FittedRecommender,
  data: LearningData,
  users: Int32Array,
  { n, offer }: TopOptions,
  context: Pick<FitContext, 'step'>,
): Promise<TopLists> {
  const { items } = data.interactions;
  const order = byPopularity(data.interactions);
  const batch = usersPerBatch(items);
  const scores = new Float32Array(Math.min(batch, users.length) * items);
  const made = { user: new Int32Array(users.length * n), item: new Int32Array(users.length * n) };
  const more = { rank: new Int32Array(users.length * n), score: new Float64Array(users.length * n) };
  const lists: TopLists = { ...made, ...more };
  let length = 0;
  for (let from = 0; from < users.length; from += batch) {
    const some = users.subarray(from, from + batch);
    fitted.score(
      Array.from(some, (user) => profileOf(data, user)),
      scores.subarray(0, some.length * items),
    );
    some.forEach((user, row) => {
      const found = topItems(scores, row * items, order, offer.candidates(n), (item) => offer.allows(user, item));
      for (const [at, { item, score }] of offer.rerank(found, n).entries()) {
        lists.user[length] = user;
        lists.item[length] = item;
        lists.rank[length] = at + 1;
        lists.score[length++] = score;
      }
    });
    await context.step((from + some.length) / users.length);
  }
  return {
    user: lists.user.slice(0, length),
    item: lists.item.slice(0, length),
    rank: lists.rank.slice(0, length),
    score: lists.score.slice(0, length),
  };
}
