import { meanAndVariance } from '../../core/statistics.ts';
import type { FitContext } from '../../models/estimator.ts';
import type { Interactions, LearningData } from '../data.ts';
import { byPopularity } from '../popular.ts';
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
import type { Variety } from './variety.ts';
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

/** Sets or takes away the marks of the items that a list of this user must not hold. */
type Masker = (marks: Uint8Array, user: number, mark: 0 | 1) => void;

function maskerOf(split: Split, { seen, on }: EvaluateOptions): Masker {
  const { offsets, item } = split.train.interactions;
  return (marks, user, mark) => {
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

/** A user of the held-out part, where he stands in it, and what is to be found. */
interface Question {
  place: number;
  user: number;
  relevant: Int32Array;
}

/** Which held-out items of each user are relevant and may be in the list. */
function questionsOf(split: Split, held: Held, mask: Masker): Question[] {
  const least = leastRelevant(split.train);
  const marks = new Uint8Array(split.train.interactions.items);
  return Array.from(held.users, (user, place) => {
    mask(marks, user, 1);
    const items = held.item.subarray(held.offsets[place], held.offsets[place + 1]);
    const start = held.offsets[place]!;
    const relevant = items.filter((item, n) => !marks[item] && held.weight[start + n]! >= least);
    mask(marks, user, 0);
    return { place, user, relevant };
  });
}

/** The squares and sizes of what ratings are missed by. Expectations stay within the ratings learnt from; of an item that nobody rated it is their mean. */
class Misses {
  private n = 0;
  private squares = 0;
  private sizes = 0;
  private readonly least: number;
  private readonly most: number;
  private readonly mean: number;

  constructor(
    private readonly fitted: FittedRecommender,
    ratings: Float64Array,
  ) {
    this.least = ratings.reduce((found, rating) => Math.min(found, rating), Infinity);
    this.most = ratings.reduce((found, rating) => Math.max(found, rating), -Infinity);
    this.mean = meanAndVariance(ratings).mean;
  }

  /** All held-out ratings of the user at a place; his scores begin at `start`. */
  add({ offsets, item, weight }: Held, place: number, scores: Float32Array, start: number): void {
    for (let at = offsets[place]!; at < offsets[place + 1]!; at++) {
      const score = this.fitted.judges(item[at]!) ? scores[start + item[at]!]! : this.mean;
      const miss = weight[at]! - Math.min(this.most, Math.max(this.least, score));
      this.n++;
      this.squares += miss * miss;
      this.sizes += Math.abs(miss);
    }
  }

  means(): { rmse: number; mae: number } {
    return { rmse: Math.sqrt(this.squares / this.n), mae: this.sizes / this.n };
  }
}

/** Diversity walks the users of every item listed: at most so many steps are spent on it, on users evenly spaced. */
const DIVERSITY_STEPS = 2e8;

/** Takes one list after the other, in the order of the users who are asked. */
class Judge {
  private done = 0;
  private readonly all: Tally;
  private readonly tallies: Tally[];
  private readonly segments: Segment[];
  private readonly perUser = {} as Record<ListMetric, Float64Array>;
  private readonly variety: Variety;
  private readonly stride: number;

  constructor(
    private readonly interactions: Interactions,
    private readonly users: Int32Array,
    private readonly k: number,
  ) {
    this.segments = segmentsOf(interactions, users);
    this.all = new Tally(interactions.items);
    this.tallies = this.segments.map(() => new Tally(interactions.items));
    this.variety = varietyOf(interactions);
    this.stride = Math.max(1, Math.ceil((this.variety.cost(k) * users.length) / DIVERSITY_STEPS));
    for (const name of listMetrics) this.perUser[name] = new Float64Array(users.length);
  }

  add({ user, relevant }: Question, list: readonly number[]): void {
    const wanted = new Set(relevant);
    const hits = list.flatMap((item, place) => (wanted.has(item) ? [place] : []));
    const metrics = judgeList(hits, relevant.length, this.k);
    for (const name of listMetrics) this.perUser[name][this.done] = metrics[name];
    const known = this.interactions.offsets[user + 1]! - this.interactions.offsets[user]!;
    const segment = this.segments.findIndex(({ from, to }) => known >= from && known <= to);
    const isDiverse = this.done++ % this.stride === 0;
    for (const tally of [this.all, this.tallies[segment]!]) tally.add(metrics, list, this.variety, isDiverse);
  }

  evaluation(): Evaluation {
    const ofSegment = (n: number) => ({ users: this.tallies[n]!.users, metrics: this.tallies[n]!.metrics() });
    return {
      users: this.users.length,
      metrics: this.all.metrics(),
      perUser: { user: this.users, ...this.perUser },
      segments: this.segments.map((segment, n) => ({ ...segment, ...ofSegment(n) })),
    };
  }
}

/**
 * Ranks all items for every user of the held-out part, never a sample of them, and judges the first k. Users without a relevant item
 * are not asked. Who reads histories reads those up to the part that is asked for. The same split and options ask the same users, whatever the recommender.
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
  const mask = maskerOf(split, options);
  const all = questionsOf(split, held, mask);
  const asked = all.filter(({ relevant }) => relevant.length > 0);
  const asOf = held === split.test ? { ...train, histories: split.before } : train;
  const isRating = train.feedback === 'ratings';
  const questions = isRating ? all : asked;
  const judge = new Judge(
    train.interactions,
    Int32Array.from(asked, ({ user }) => user),
    options.k,
  );
  const misses = new Misses(fitted, train.interactions.weight);
  const marks = new Uint8Array(items);
  const order = byPopularity(train.interactions);
  const batch = usersPerBatch(items);
  const scores = new Float32Array(Math.min(batch, questions.length) * items);
  for (let from = 0; from < questions.length; from += batch) {
    const some = questions.slice(from, from + batch);
    fitted.score(
      some.map(({ user }) => profileOf(asOf, user)),
      scores.subarray(0, some.length * items),
    );
    for (const [row, question] of some.entries()) {
      if (isRating) misses.add(held, question.place, scores, row * items);
      if (question.relevant.length === 0) continue;
      mask(marks, question.user, 1);
      const list = topItems(scores, row * items, order, options.k, (item) => marks[item] === 0);
      mask(marks, question.user, 0);
      judge.add(
        question,
        list.map(({ item }) => item),
      );
    }
    await context.step((from + some.length) / questions.length);
  }
  return { ...judge.evaluation(), ...(isRating && misses.means()) };
}
