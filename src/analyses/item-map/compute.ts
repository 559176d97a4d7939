import type { Compute } from '../../contract/analysis.ts';
import { titleOf } from '../../contract/issues.ts';
import { numbers } from '../../core/columns.ts';
import { AppError } from '../../core/errors.ts';
import { namesOf } from '../../core/item-names.ts';
import type { Matrix } from '../../models/matrix.ts';
import { nearestRows } from '../../models/projection/nearest-rows.ts';
import { umap } from '../../models/projection/umap.ts';
import { partly } from '../../models/study/listening.ts';
import type { LearningData } from '../../recommenders/data.ts';
import { countsOf } from '../../recommenders/popular.ts';
import { learningDataOf } from '../../recommenders/reading/reading.ts';
import { namedItem } from '../../recommenders/reasons/reasons.ts';
import { recommenderSpecs } from '../../recommenders/specs.ts';
import type { Embeddings } from '../../recommenders/recommender.ts';
import { finalFit } from '../../recommenders/serving/final.ts';
import { groupsOf } from './groups.ts';
import type definition from './index.ts';
import { purityOf } from './purity.ts';
import type { ItemMapResult } from './result.ts';

/** Where each stage of the job ends. */
const SHARES = { fitted: 0.5, grouped: 0.6, near: 0.7 };
const NEAREST = 5;

/** The items that most users had, the most popular first. */
function popularItems(
  { interactions }: LearningData,
  most: number,
): { drawn: Int32Array; had: Float64Array; all: number } {
  const had = countsOf(interactions);
  const order = [...had.keys()].filter((item) => had[item]! > 0).sort((a, b) => had[b]! - had[a]! || a - b);
  return { drawn: Int32Array.from(order.slice(0, most)), had, all: order.length };
}

/** The items' vectors at length 1: only their directions say which are alike. */
function directions({ width, items }: Embeddings, drawn: Int32Array): Matrix {
  const data = new Float64Array(drawn.length * width);
  drawn.forEach((item, row) => {
    const vector = items.subarray(item * width, (item + 1) * width);
    const length = Math.hypot(...vector) || 1;
    vector.forEach((value, c) => (data[row * width + c] = value / length));
  });
  return { data, rows: drawn.length, columns: width, names: Array.from({ length: width }, (_, c) => `v${c}`) };
}

/** Trains a recommender on everything and lays its items out so that what the same people have lies close. */
export default (async (tables, params, context): Promise<ItemMapResult> => {
  await context.step(0);
  const { data } = learningDataOf(tables, params);
  const fitted = await finalFit(tables, data, params, params, partly(context, 0, SHARES.fitted));
  const { drawn, had, all } = popularItems(data, params.most);
  if (!fitted.embeddings)
    throw new AppError('item-map.no-points', titleOf('algorithm', recommenderSpecs.get(params.algorithm)!));
  const x = directions(fitted.embeddings, drawn);
  const { ids } = data.catalogue;
  const things = Array.from(drawn, (item) => namedItem(data.catalogue, item));
  const titles = things.map(({ item }) => item).map(namesOf(things));
  const groups = await groupsOf(
    { drawn, x, titles },
    data.catalogue,
    params,
    partly(context, SHARES.fitted, SHARES.grouped),
  );
  // At length 1 the closest are those of the highest cosine: the map is drawn from the same neighbours that are told. Each row is its own first.
  const count = Math.min(x.rows, Math.max(NEAREST + 1, params.neighbours));
  const near = await nearestRows(x, count, partly(context, SHARES.grouped, SHARES.near).step);
  const others = near.rows.map((rows) => rows.slice(1, NEAREST + 1));
  const map = await umap(x, { neighbours: params.neighbours, near }, partly(context, SHARES.near, 1));
  await context.step(1);
  return {
    items: all,
    places: Array.from(drawn, (item, row) => ({
      item: ids[item]!,
      title: titles[row]!,
      x: map[2 * row]!,
      y: map[2 * row + 1]!,
      group: groups.group[row]!,
      users: had[item]!,
      nearest: others[row]!.map((other) => titles[other]!),
    })),
    groups: groups.names,
    groupedBy: groups.by,
    ...purityOf(others, groups.kind),
    definition: params,
    isReviews: numbers(tables.source, 'reviews')[0] === 1,
  };
}) satisfies Compute<typeof definition>;
