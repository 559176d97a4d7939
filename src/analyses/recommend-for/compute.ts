import type { Compute, Context } from '../../contract/analysis.ts';
import { numbers } from '../../core/columns.ts';
import { reasonText, sourced } from '../../core/recommendation-reason.ts';
import { partly } from '../../models/study/listening.ts';
import type { LearningData, Profile } from '../../recommenders/data.ts';
import { learningDataOf } from '../../recommenders/reading/reading.ts';
import { contentOverlap } from '../../recommenders/reasons/overlap.ts';
import { namedItem, reasonsOf } from '../../recommenders/reasons/reasons.ts';
import type { Ranked } from '../../recommenders/recommender.ts';
import { finalFit } from '../../recommenders/serving/final.ts';
import { offerFor } from '../../recommenders/serving/offer-for.ts';
import type { Served } from '../../recommenders/serving/start.ts';
import { served } from '../../recommenders/serving/start.ts';
import { topItems } from '../../recommenders/serving/top.ts';
import type definition from './index.ts';
import type { Params } from './params.ts';
import type { Recommended, RecommendForResult } from './result.ts';
import type { Who } from './who.ts';
import { whoOf } from './who.ts';

type Tables = Parameters<Compute<typeof definition>>[0];

/** Of what somebody had, so many are shown. */
const SHOWN = 20;

async function ranked(
  fitted: Served,
  data: LearningData,
  { number, profile }: Who,
  params: Params,
  context: Context,
): Promise<Ranked[]> {
  const offer = await offerFor(fitted, data, params, partly(context, 0.95, 0.95));
  const { items } = data.interactions;
  const own = new Set(params.seen === 'exclude' ? profile.items : []);
  const scores = new Float32Array(items);
  fitted.score([profile], scores);
  const allows = (item: number) => !own.has(item) && offer.allows(number, item);
  return offer.rerank(topItems(scores, 0, fitted.order, offer.candidates(params.n), allows), params.n);
}

/** The last first, each once. */
const lastFirst = ({ history, items }: Profile): number[] => [
  ...new Set(history.length > 0 ? [...history].reverse() : items),
];

const price = ({ catalogue }: LearningData, item: number): number | null => {
  const known = catalogue.price?.[item] ?? NaN;
  return Number.isNaN(known) ? null : known;
};

async function reasoned(
  fitted: Served,
  data: LearningData,
  { profile }: Who,
  list: readonly Ranked[],
  { language, step }: Context,
): Promise<Recommended[]> {
  const overlap = await contentOverlap(data.catalogue, step);
  const reasonOf = reasonsOf(fitted, data, overlap);
  return list.map(({ item, score }, at) => {
    const source = fitted.sourceOf(profile, item, score);
    const why = sourced(reasonOf(profile, item, score), source);
    return {
      rank: at + 1,
      ...namedItem(data.catalogue, item),
      score,
      reason: reasonText(why, language),
      why,
      category: data.catalogue.category?.[item] ?? null,
      price: price(data, item),
      source,
    };
  });
}

/** What to offer to one user, or to somebody with this session, by a model that is trained once for all questions. */
export default (async (tables: Tables, params, given): Promise<RecommendForResult> => {
  const begun = performance.now();
  const context: Context = { ...given, seed: params.seed ?? given.seed };
  await context.step(0);
  const reading = learningDataOf(tables, params);
  const { data } = reading;
  const fitted = served(await finalFit(tables, data, params, params, partly(context, 0, 0.95)), data);
  const who = whoOf(reading, params);
  const list = await ranked(fitted, data, who, params, context);
  const items = await reasoned(fitted, data, who, list, context);
  await context.step(1);
  return {
    user: who.user,
    example: who.example,
    items,
    had: lastFirst(who.profile)
      .slice(0, SHOWN)
      .map((item) => namedItem(data.catalogue, item)),
    hadItems: who.profile.items.length,
    unknown: who.unknown,
    knows: fitted.knows(who.profile),
    algorithm: params.algorithm,
    users: data.interactions.users,
    interactions: data.interactions.item.length,
    seconds: (performance.now() - begun) / 1000,
    definition: params,
    isReviews: numbers(tables.source, 'reviews')[0] === 1,
  };
}) satisfies Compute<typeof definition>;
