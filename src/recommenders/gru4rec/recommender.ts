import type * as v from 'valibot';
import type { RecommenderMaker } from '../recommender.ts';
import { sequenceMaker } from '../sequences/maker.ts';
import { extentOf } from '../sequences/runs.ts';
import { gru4recNetwork } from './network.ts';
import spec from './spec.ts';

/** Recurrent networks over sessions (Hidasi et al. 2016, Hidasi & Karatzoglou 2018). */
export default sequenceMaker<v.InferOutput<typeof spec.params>>({
  spec,
  build: (params, items) => gru4recNetwork({ ...params, items }),
  loss: ({ loss }) => loss,
  extent: ({ over }, { histories }) => (over === 'sessions' ? extentOf(histories) : 'history'),
}) satisfies RecommenderMaker;
