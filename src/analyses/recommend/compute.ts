import type { Compute, Context } from '../../contract/analysis.ts';
import { numbers, strings } from '../../core/columns.ts';
import { partly } from '../../models/study/listening.ts';
import type { LearningData } from '../../recommenders/data.ts';
import type { Reading } from '../../recommenders/reading/reading.ts';
import { learningDataOf, profileOf } from '../../recommenders/reading/reading.ts';
import { contentOverlap } from '../../recommenders/reasons/overlap.ts';
import { usersOfItems } from '../../recommenders/reasons/reasons.ts';
import type { FittedRecommender } from '../../recommenders/recommender.ts';
import { offerFor } from '../../recommenders/serving/offer-for.ts';
import { finalFit } from '../../recommenders/serving/final.ts';
import { served } from '../../recommenders/serving/start.ts';
import { topForAll } from '../../recommenders/serving/top.ts';
import { examples } from './examples.ts';
import { offPolicyOf } from './exposures.ts';
import type definition from './index.ts';
import { BASELINE, judge, rowsOf } from './judge.ts';
import { keepModel } from './keep.ts';
import { offeredOf } from './offered.ts';
import type { Params } from './params.ts';
import type { AlgorithmRow, LeftOut, RecommendResult } from './result.ts';
import { neighboursTable, recommendationsTable } from './tables.ts';

const RECOMMENDATIONS = 'recommendations';
const NEIGHBOURS = 'item_neighbours';

type Tables = Parameters<Compute<typeof definition>>[0];

/** Where each stage of the job ends. */
const SHARES = { judged: 0.7, fitted: 0.82, offered: 0.94, neighbours: 0.98 };

function unlearntOf(fitted: FittedRecommender, { histories }: LearningData, had: Float64Array): LeftOut['unlearnt'] {
  const isUnlearnt = had.map((users, item) => Number(users > 0 && !fitted.judges(item)));
  const events = histories.item.reduce((sum, item) => sum + isUnlearnt[item]!, 0);
  return { items: isUnlearnt.reduce((sum, each) => sum + each, 0), events: events / histories.item.length };
}

function leftOutOf(fitted: FittedRecommender, data: LearningData): LeftOut {
  const { interactions } = data;
  const had = usersOfItems(data);
  const { users, items, offsets } = interactions;
  let withoutInteractions = 0;
  for (let user = 0; user < users; user++) if (offsets[user] === offsets[user + 1]) withoutInteractions++;
  const neverHad = had.reduce((count, users) => count + Number(users === 0), 0);
  return {
    ...{ people: users, withoutInteractions, catalogue: items, neverHad },
    unlearnt: unlearntOf(fitted, data, had),
  };
}

/** Everybody's lists and each item's neighbours, as tables of the project, and what is told of them. */
async function serve(model: FittedRecommender, { data, people }: Reading, params: Params, context: Context) {
  const fitted = served(model, data);
  const everybody = Int32Array.from({ length: data.interactions.users }, (_, user) => user);
  const options = {
    n: params.k,
    offer: await offerFor(fitted, data, params, partly(context, SHARES.fitted, SHARES.fitted)),
  };
  const lists = await topForAll(fitted, data, everybody, options, partly(context, SHARES.fitted, SHARES.offered));
  const sources = Array.from(lists.user, (user, at) =>
    fitted.sourceOf(profileOf(data, user), lists.item[at]!, lists.score[at]!),
  );
  context.publish(RECOMMENDATIONS, recommendationsTable(lists, sources, data, people));
  const after = partly(context, SHARES.offered, SHARES.neighbours);
  const near = await neighboursTable(fitted, data.catalogue, (share) => after.step(share));
  if (near) context.publish(NEIGHBOURS, near);
  const overlap = await contentOverlap(data.catalogue, () => after.step(1));
  return {
    recommended: offeredOf(lists, sources, data),
    lists: examples(fitted, data, { lists, sources, people, language: context.language }, overlap),
    neighbours: { items: near ? fitted.items : 0, rows: near?.numRows ?? 0 },
  };
}

const metricsOf = (rows: readonly AlgorithmRow[], algorithm: string) =>
  rows.find((row) => row.algorithm === algorithm)!.metrics;

/** Judges recommenders on what they have not seen, then trains the chosen one on everything and recommends to everybody. */
export default (async (tables: Tables, params, given): Promise<RecommendResult> => {
  const begun = performance.now();
  const context: Context = { ...given, seed: params.seed ?? given.seed };
  await context.step(0);
  const reading = learningDataOf(tables, params);
  const { data } = reading;
  const judgement = await judge(reading.whole, params, partly(context, 0, SHARES.judged));
  const { rows, best } = rowsOf(judgement);
  const { algorithm } = params;
  const fitted = await finalFit(tables, data, params, params, partly(context, SHARES.judged, SHARES.fitted));
  const everything = await serve(fitted, reading, params, context);
  const leftOut = leftOutOf(fitted, data);
  const judged = {
    algorithm,
    users: leftOut.people - leftOut.withoutInteractions,
    items: leftOut.catalogue - leftOut.neverHad,
    interactions: data.interactions.item.length,
    metrics: metricsOf(rows, algorithm),
    popularity: metricsOf(rows, BASELINE),
    k: params.k,
    seed: context.seed,
    split: judgement.split,
    rows,
    best,
  };
  const model = keepModel(context, fitted, judged, params, RECOMMENDATIONS);
  await context.step(1);
  return {
    ...judged,
    ...everything,
    model,
    offPolicy: await offPolicyOf(tables.exposures, reading, fitted, partly(context, SHARES.neighbours, 1)),
    leftOut,
    seconds: (performance.now() - begun) / 1000,
    definition: params,
    isReviews: numbers(tables.source, 'reviews')[0] === 1,
    zone: strings(tables.about, 'zone')[0] ?? 'UTC',
  };
}) satisfies Compute<typeof definition>;
