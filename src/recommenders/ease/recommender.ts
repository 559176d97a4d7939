import type * as v from 'valibot';
import type { FitContext } from '../../models/estimator.ts';
import { withCommonest } from '../closed-form/commonest.ts';
import type { Inverse } from '../closed-form/inverse.ts';
import { inverseOf } from '../closed-form/inverse.ts';
import type { LearningData } from '../data.ts';
import type { FittedItemWeights } from '../item-weights/fitted.ts';
import { fittedItemWeights, loadItemWeights } from '../item-weights/fitted.ts';
import type { ItemWeights } from '../item-weights/item-weights.ts';
import { ItemWeightsBuilder, mostKept } from '../item-weights/item-weights.ts';
import { assertInteractions } from '../popular.ts';
import type { RecommenderMaker } from '../recommender.ts';
import type spec from './spec.ts';

type Params = v.InferOutput<typeof spec.params>;

const KIND = 'ease';
/** Items between two pauses. */
const ITEMS_A_STEP = 256;
/** The inverse's share of the work. */
const INVERTED = 0.9;

/** B = I − P · diag(1 / diag P): of each item the strongest weights. P is symmetric, so that a column is a row. */
async function weightsOf({ items, row }: Inverse, all: number, context: FitContext): Promise<ItemWeights> {
  const builder = new ItemWeightsBuilder(all);
  const most = mostKept(items.length);
  const weights = new Float64Array(items.length);
  for (let n = 0; n < items.length; n += 1) {
    const own = row(n);
    const pivot = own[n]!;
    for (let other = 0; other < own.length; other += 1) weights[other] = -own[other]! / pivot;
    weights[n] = 0;
    builder.add(items[n]!, items, weights, most);
    if (n % ITEMS_A_STEP === 0) await context.step(INVERTED + ((1 - INVERTED) * n) / items.length);
  }
  return builder.done();
}

async function fit(data: LearningData, { lambda, mostItems }: Params, context: FitContext): Promise<FittedItemWeights> {
  assertInteractions(data);
  const learnt = withCommonest(data.interactions, mostItems);
  const inverse = await inverseOf(learnt, lambda, (share) => context.step(INVERTED * share));
  const weights = await weightsOf(inverse, learnt.items, context);
  context.ranOn({ name: 'wasm' });
  return fittedItemWeights(KIND, learnt, weights);
}

/** EASE, a linear autoencoder in closed form (Steck 2019, "Embarrassingly shallow autoencoders for sparse data", arXiv 1905.03375). */
export default {
  make: (params) => ({ kind: KIND, fit: (data, context) => fit(data, params as Params, context) }),
  load: (state) => loadItemWeights(KIND, state),
} satisfies RecommenderMaker;
