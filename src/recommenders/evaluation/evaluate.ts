import { meanAndVariance } from '../../core/statistics.ts';
import type { FitContext } from '../../models/estimator.ts';
import type { LearningData } from '../data.ts';
import { profileOf } from '../reading/profile.ts';
import type { FittedRecommender } from '../recommender.ts';
import { topItems, usersPerBatch } from '../serving/top.ts';
import type { ListMetric } from './list-metrics.ts';
import { judgeList, listMetrics } from './list-metrics.ts';
import type { Segment, SegmentName } from './segments.ts';
import { segmentsOf } from './segments.ts';
import type { Held, Split } from './split.ts';
import type { Metrics } from './tally.ts';
import { Tally } from './tally.ts';
import { varietyOf } from './variety.ts';

export type { Metrics } from './tally.ts';

export interface EvaluateOptions {
  /** Length of the lists. */
  k: number;
  /** Whether items of the training may be in the lists; where not, they are not looked for either. */
  seen: 'exclude' | 'allow';
  /** Default: the test. */
  on?: 'test' | 'validation';
}

/** How good a recommender is on what was held out. */
export interface Evaluation {
  /** Those who had a relevant item to be found. */
  users: number;
  metrics: Metrics;
  /** User after user: their numbers, and what is said of each list. */
  perUser: { user: Int32Array } & Record<ListMetric, Float64Array>;
  /** By how much was known of the users; a segment without users is left out. */
  segments: { name: SegmentName; users: number; from: number; to: number; metrics: Metrics }[];
  /** Ratings: over all held-out ratings. */
  rmse?: number;
  mae?: number;
}

/** Where the held-out items of a user stand, or nowhere. */
function placesOf({ users, offsets }: Held, user: number): [from: number, to: number] {
  let [low, high] = [0, users.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (users[middle]! < user) low = middle + 1;
    else high = middle;
  }
  return users[low] === user ? [offsets[low]!, offsets[low + 1]!] : [0, 0];
}

/** Items that a list of this user must not hold, as marks to be set and taken away. */
function masker(split: Split, { seen, on }: EvaluateOptions) {
  const { offsets, item } = split.train.interactions;
  return (marks: Uint8Array, user: number, mark: 0 | 1): void => {
    if (seen === 'allow') return;
    for (let at = offsets[user]!; at < offsets[user + 1]!; at++) marks[item[at]!] = mark;
    if (on === 'validation') return;
    const [from, to] = placesOf(split.validation, user);
    for (let at = from; at < to; at++) marks[split.validation.item[at]!] = mark;
  };
}

/** A rating below the mean of those learnt from is no success, though it was given. */
const leastRelevant = ({ feedback, interactions }: LearningData): number =>
  feedback === 'ratings' ? meanAndVariance(interactions.weight).mean : -Infinity;

/** Who is asked: users with a relevant item that may be in the list, with those items. */
function questionsOf(split: Split, options: EvaluateOptions) {
  const { users, offsets, item, weight } = options.on === 'validation' ? split.validation : split.test;
  const least = leastRelevant(split.train);
  const marks = new Uint8Array(split.train.interactions.items);
  const mask = masker(split, options);
  const asked: { place: number; user: number; relevant: Int32Array }[] = [];
  users.forEach((user, place) => {
    mask(marks, user, 1);
    const own = item.subarray(offsets[place], offsets[place + 1]);
    const worth = weight.subarray(offsets[place], offsets[place + 1]);
    const relevant = own.filter((each, n) => !marks[each] && worth[n]! >= least);
    mask(marks, user, 0);
    asked.push({ place, user, relevant });
  });
  return asked;
}

/** The squares and sizes of what ratings are missed by. */
class Misses {
  private readonly sums = { n: 0, squares: 0, sizes: 0 };

  add(rating: number, expected: number): void {
    this.sums.n++;
    this.sums.squares += (rating - expected) ** 2;
    this.sums.sizes += Math.abs(rating - expected);
  }

  means(): { rmse: number; mae: number } {
    const { n, squares, sizes } = this.sums;
    return { rmse: Math.sqrt(squares / n), mae: sizes / n };
  }
}

/** Diversity walks the users of every item listed: at most so many steps are spent on it, on users evenly spaced. */
const DIVERSITY_STEPS = 2e8;

/**
 * Ranks all items for every user of the held-out part, never a sample of them, and judges the first k. Users without a relevant item
 * are not asked. The same split and options ask the same users, whatever the recommender.
 */
export async function evaluate(
  fitted: FittedRecommender,
  split: Split,
  options: EvaluateOptions,
  context: Pick<FitContext, 'step'>,
): Promise<Evaluation> {
  const { train } = split;
  const { items } = train.interactions;
  const held = options.on === 'validation' ? split.validation : split.test;
  const isRating = train.feedback === 'ratings';
  const questions = questionsOf(split, options).filter(({ relevant }) => isRating || relevant.length > 0);
  const asked = questions.filter(({ relevant }) => relevant.length > 0);
  const segments = segmentsOf(
    train.interactions,
    asked.map(({ user }) => user),
  );
  const tallies = segments.map(() => new Tally(items));
  const [all, variety, misses] = [new Tally(items), varietyOf(train.interactions), new Misses()];
  const stride = Math.ceil((variety.cost(options.k) * asked.length) / DIVERSITY_STEPS) || 1;
  const perUser = Object.fromEntries(listMetrics.map((name) => [name, new Float64Array(asked.length)]));
  const [mask, marks, batch] = [masker(split, options), new Uint8Array(items), usersPerBatch(items)];
  const scores = new Float32Array(Math.min(batch, questions.length) * items);
  let done = 0;
  for (let from = 0; from < questions.length; from += batch) {
    const some = questions.slice(from, from + batch);
    fitted.score(
      some.map(({ user }) => profileOf(train, user)),
      scores.subarray(0, some.length * items),
    );
    some.forEach(({ place, user, relevant }, row) => {
      const start = row * items;
      for (let at = held.offsets[place]!; isRating && at < held.offsets[place + 1]!; at++) {
        misses.add(held.weight[at]!, scores[start + held.item[at]!]!);
      }
      if (relevant.length === 0) return;
      mask(marks, user, 1);
      const list = topItems(scores, start, items, options.k, (item) => marks[item] === 0).map(({ item }) => item);
      mask(marks, user, 0);
      const wanted = new Set(relevant);
      const hits = list.flatMap((item, at) => (wanted.has(item) ? [at] : []));
      const metrics = judgeList(hits, relevant.length, options.k);
      for (const name of listMetrics) perUser[name]![done] = metrics[name];
      const known = train.interactions.offsets[user + 1]! - train.interactions.offsets[user]!;
      const segment = segments.findIndex(({ from: least, to: most }) => known >= least && known <= most);
      for (const tally of [all, tallies[segment]!]) tally.add(metrics, list, variety, done % stride === 0);
      done++;
    });
    await context.step((from + some.length) / questions.length);
  }
  return {
    users: asked.length,
    metrics: all.metrics(),
    perUser: { user: Int32Array.from(asked, ({ user }) => user), ...(perUser as Record<ListMetric, Float64Array>) },
    segments: segments.map((segment: Segment, n) => ({
      ...segment,
      users: tallies[n]!.users,
      metrics: tallies[n]!.metrics(),
    })),
    ...(isRating && misses.means()),
  };
}
