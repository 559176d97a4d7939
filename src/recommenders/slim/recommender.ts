import type * as v from 'valibot';
import type { FitContext } from '../../models/estimator.ts';
import { withCommonest } from '../closed-form/commonest.ts';
import { descents } from '../closed-form/descents.ts';
import type { LearningData } from '../data.ts';
import type { FittedItemWeights } from '../item-weights/fitted.ts';
import { fittedItemWeights, loadItemWeights } from '../item-weights/fitted.ts';
import { ItemWeightsBuilder, mostKept } from '../item-weights/item-weights.ts';
import { assertInteractions } from '../popular.ts';
import type { RecommenderMaker } from '../recommender.ts';
import type spec from './spec.ts';

type Params = v.InferOutput<typeof spec.params>;

const KIND = 'slim';

/** As scikit-learn's ElasticNet divides the error by twice the number of rows, so do the penalties here count for each user. */
const penaltyOf = ({ alpha, l1Ratio }: Params, users: number) => ({
  l1: alpha * l1Ratio * users,
  l2: alpha * (1 - l1Ratio) * users,
});

async function fit(data: LearningData, params: Params, context: FitContext): Promise<FittedItemWeights> {
  assertInteractions(data);
  const interactions = withCommonest(data.interactions, params.mostItems);
  const builder = new ItemWeightsBuilder(interactions.items);
  await descents(
    interactions,
    penaltyOf(params, interactions.users),
    (item, others, weights) => builder.add(item, others, weights, mostKept(others.length)),
    (share) => context.step(share),
  );
  context.ranOn({ name: 'wasm' });
  return fittedItemWeights(KIND, interactions, builder.done());
}

/** SLIM, sparse linear methods (Ning & Karypis 2011), by coordinate descent on the Gram matrix (Friedman, Hastie & Tibshirani 2010). */
export default {
  make: (params) => ({ kind: KIND, fit: (data, context) => fit(data, params as Params, context) }),
  load: (state) => loadItemWeights(KIND, state),
} satisfies RecommenderMaker;
