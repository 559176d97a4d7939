import type { Source } from '../../core/recommendation-reason.ts';
import { makeVector, Table } from 'apache-arrow';
import { textVector } from '../../core/text-vector.ts';
import type { LearningData } from '../../recommenders/data.ts';
import type { FittedRecommender } from '../../recommenders/recommender.ts';
import type { TopLists } from '../../recommenders/serving/top.ts';

/** One row for each entry of a list; `had`: how many items the user had. */
export function recommendationsTable(
  lists: TopLists,
  sources: readonly Source[],
  data: LearningData,
  people: readonly string[],
): Table {
  const { offsets } = data.interactions;
  const { ids, title } = data.catalogue;
  const { user, item, rank, score } = lists;
  const texts = (of: (at: number) => string | null) => textVector(Array.from(user, (_, at) => of(at)));
  return new Table({
    user: texts((at) => people[user[at]!]!),
    rank: makeVector(Float64Array.from(rank)),
    item: texts((at) => ids[item[at]!]!),
    title: texts((at) => title?.[item[at]!] ?? null),
    score: makeVector(score),
    source: texts((at) => sources[at]!),
    had: makeVector(Float64Array.from(user, (each) => offsets[each + 1]! - offsets[each]!)),
  });
}

/** Neighbours that are listed of each item. */
const NEIGHBOURS = 20;
const ITEMS_PER_STEP = 64;

/** What stands closest to each item that was learnt of; null where the model knows no neighbours. */
export async function neighboursTable(
  fitted: FittedRecommender,
  { ids, title }: LearningData['catalogue'],
  step: (share: number) => Promise<void>,
): Promise<Table | null> {
  if (!fitted.similar) return null;
  const [from, to, rank, similarity] = [[], [], [], []] as [number[], number[], number[], number[]];
  for (let item = 0; item < fitted.items; item++) {
    if (item % ITEMS_PER_STEP === 0) await step(item / fitted.items);
    if (!fitted.judges(item)) continue;
    fitted.similar(item, NEIGHBOURS).forEach((near, at) => {
      from.push(item);
      to.push(near.item);
      rank.push(at + 1);
      similarity.push(near.score);
    });
  }
  const names = (items: number[]) => textVector(items.map((item) => ids[item]!));
  const titles = (items: number[]) => textVector(items.map((item) => title?.[item] ?? null));
  return new Table({
    item: names(from),
    title: titles(from),
    rank: makeVector(Float64Array.from(rank)),
    neighbour: names(to),
    neighbour_title: titles(to),
    similarity: makeVector(Float64Array.from(similarity)),
  });
}
