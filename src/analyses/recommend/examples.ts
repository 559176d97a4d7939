import type { Source } from '../../core/recommendation-reason.ts';
import { reasonText, sourced } from '../../core/recommendation-reason.ts';
import type { LearningData } from '../../recommenders/data.ts';
import type { Overlap } from '../../recommenders/reasons/reasons.ts';
import { namedItem, reasonsOf } from '../../recommenders/reasons/reasons.ts';
import { profileOf } from '../../recommenders/reading/reading.ts';
import type { FittedRecommender } from '../../recommenders/recommender.ts';
import type { TopLists } from '../../recommenders/serving/top.ts';
import type { ListedItem } from './result.ts';

/** Users to show: the two who had most, one in the middle, one who had least, and one who had nothing. */
export function exampleUsers({ interactions: { users, offsets } }: LearningData): number[] {
  const had = (user: number) => offsets[user + 1]! - offsets[user]!;
  const order = Array.from({ length: users }, (_, user) => user).sort((a, b) => had(b) - had(a) || a - b);
  const active = order.filter((user) => had(user) > 0);
  const places = [
    active[0],
    active[1],
    active[active.length >> 1],
    active.at(-1),
    order.find((user) => had(user) === 0),
  ];
  return [...new Set(places.filter((user) => user !== undefined))];
}

interface Shown {
  lists: TopLists;
  sources: readonly Source[];
  people: readonly string[];
  language: 'en' | 'zh';
}

/** The lists of some users, each entry with its reason. */
export function examples(
  fitted: FittedRecommender,
  data: LearningData,
  { lists, sources, people, language }: Shown,
  overlap?: Overlap,
): ListedItem[] {
  const reasonOf = reasonsOf(fitted, data, overlap);
  return exampleUsers(data).flatMap((user) => {
    const profile = profileOf(data, user);
    const rows: ListedItem[] = [];
    for (let at = lists.user.indexOf(user); at >= 0 && lists.user[at] === user; at++) {
      const item = lists.item[at]!;
      const source = sources[at]!;
      const why = sourced(reasonOf(profile, item), source);
      rows.push({
        user: people[user]!,
        rank: lists.rank[at]!,
        ...namedItem(data.catalogue, item),
        score: lists.score[at]!,
        source,
        reason: reasonText(why, language),
        why,
      });
    }
    return rows;
  });
}
