import type { Source } from '../../core/recommendation-reason.ts';
import { sources as allSources } from '../../core/recommendation-reason.ts';
import type { LearningData } from '../../recommenders/data.ts';
import { gini } from '../../recommenders/evaluation/gini.ts';
import { namedItem, usersOfItems } from '../../recommenders/reasons/reasons.ts';
import type { TopLists } from '../../recommenders/serving/top.ts';
import type { RecommendResult } from './result.ts';

const MOST = 20;

const known = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** Share of the whole that falls to a tenth of the items, those with most. */
function shareOfTop(counts: Float64Array): number {
  const sorted = counts.slice().sort().reverse();
  const sum = (values: Float64Array) => values.reduce((total, count) => total + count, 0);
  return sum(sorted) > 0 ? sum(sorted.subarray(0, Math.ceil(sorted.length / 10))) / sum(sorted) : 0;
}

const none = () => Object.fromEntries(allSources.map((source) => [source, 0])) as Record<Source, number>;

/** What all lists together offer: to whom, from where, and how much of it is the same. */
export function offeredOf(
  lists: TopLists,
  sources: readonly Source[],
  data: LearningData,
): RecommendResult['recommended'] {
  const had = usersOfItems(data);
  const times = new Float64Array(had.length);
  const [bySource, usersBySource] = [none(), none()];
  sources.forEach((source, at) => {
    times[lists.item[at]!]! += 1;
    bySource[source]++;
    // A list is told by its head.
    if (lists.rank[at] === 1) usersBySource[source]++;
  });
  const ranked = Array.from(times.keys()).filter((item) => times[item]! > 0);
  ranked.sort((a, b) => times[b]! - times[a]! || a - b);
  return {
    users: Object.values(usersBySource).reduce((sum, users) => sum + users, 0),
    rows: lists.item.length,
    bySource,
    usersBySource,
    items: ranked.length,
    gini: known(gini(Uint32Array.from(times))),
    top: { lists: shareOfTop(times), interactions: shareOfTop(had) },
    most: ranked.slice(0, MOST).map((item) => ({
      ...namedItem(data.catalogue, item),
      lists: times[item]!,
      users: had[item]!,
    })),
  };
}
