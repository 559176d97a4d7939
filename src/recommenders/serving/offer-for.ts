import type { OfferParams } from '../../contract/recommending.ts';
import type { FitContext } from '../../models/estimator.ts';
import type { LearningData } from '../data.ts';
import type { FittedRecommender } from '../recommender.ts';
import { likenessOf } from '../reranking/likeness.ts';
import type { Offer } from '../reranking/offer.ts';
import { offerOf } from '../reranking/offer.ts';

/**
 * What a recommender may offer by these rules: never an item that its score says nothing of. How alike items are is found out only
 * where variety is asked for.
 */
export async function offerFor(
  fitted: FittedRecommender,
  data: LearningData,
  params: OfferParams,
  context: Pick<FitContext, 'step'>,
): Promise<Offer> {
  const likeness = params.variety > 0 ? await likenessOf(data, () => context.step(0)) : undefined;
  const offer = offerOf(data, params, likeness);
  return { ...offer, allows: (user, item) => fitted.judges(item) && offer.allows(user, item) };
}
