import type { LearningData } from '../data.ts';
import type { FittedRecommender } from '../recommender.ts';

/** For tests: a recommender whose scores are given, the same for everybody or each user's own. */
export const scoring = (
  users: number,
  items: number,
  scoreOf: (user: number, item: number) => number,
): FittedRecommender => ({
  kind: 'test',
  users,
  items,
  score: (profiles, out) =>
    profiles.forEach(({ user }, row) => {
      for (let item = 0; item < items; item++) out[row * items + item] = scoreOf(user, item);
    }),
  knows: () => true,
  judges: () => true,
  toJSON: () => ({}),
});

/** For tests: everybody gets what most users had. */
export function popularOf({ interactions: { users, items, item } }: LearningData): FittedRecommender {
  const counts = new Float64Array(items);
  for (const each of item) counts[each]!++;
  return scoring(users, items, (_, each) => counts[each]!);
}
