import { seededRandom } from '../../core/random.ts';
import type { LearningData } from '../data.ts';
import type { FittedRecommender } from '../recommender.ts';
import { learningDataOfLog, profileOfHistory } from '../testing.ts';

const ITEMS = 12;

/** For tests: a world in which each item is followed by the next one. All are alike popular, and each user had five in a row. */
export function succession(users = 80): LearningData {
  const random = seededRandom(9);
  const log = Array.from({ length: users }, () => Math.floor(random() * ITEMS)).flatMap((start, user) =>
    Array.from({ length: 5 }, (_, turn) => [user, (start + turn) % ITEMS] as const),
  );
  return learningDataOfLog(log, users, ITEMS);
}

/** The share of the items after which the next one is ranked first: popularity puts it first after one of them at best. */
export function foreseen(fitted: FittedRecommender): number {
  const next = (item: number, turns: number): number => (item + turns) % ITEMS;
  const right = Array.from({ length: ITEMS }, (_, item) => {
    const scores = new Float32Array(ITEMS);
    fitted.score([profileOfHistory([item, next(item, 1), next(item, 2)])], scores);
    return Number(scores.indexOf(Math.max(...scores)) === next(item, 3));
  });
  return right.reduce((sum, one) => sum + one, 0) / ITEMS;
}
