import type * as v from 'valibot';
import type { RecommenderMaker } from '../recommender.ts';
import { sequenceMaker } from '../sequences/maker.ts';
import { sasrecNetwork } from './network.ts';
import spec from './spec.ts';

/** Self-attentive sequential recommendation (Kang & McAuley 2018) by the cross-entropy over items (Klenitskiy & Vasilev 2023). */
export default sequenceMaker<v.InferOutput<typeof spec.params>>({
  spec,
  build: (params, items) => sasrecNetwork({ ...params, items }),
  loss: () => 'cross-entropy',
  extent: () => 'history',
}) satisfies RecommenderMaker;
