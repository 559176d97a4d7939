import { sizesOf } from '../../models/trainer/batches.ts';
import { trainByBatches } from '../../models/trainer/descent.ts';
import type { FitContext } from '../../models/estimator.ts';
import type { RankingParams } from '../../contract/ranking.ts';
import type { LearningData } from '../data.ts';
import { FittedVectors, loadVectors } from '../embeddings/fitted.ts';
import { pairsOf } from '../embeddings/pairs.ts';
import { assertInteractions, countsOf } from '../popular.ts';
import type { RecommenderMaker } from '../recommender.ts';
import { bprObjective } from './objective.ts';
import { voicesOf } from './fold-in.ts';

const KIND = 'bpr';

async function fit(data: LearningData, params: RankingParams, context: FitContext): Promise<FittedVectors> {
  assertInteractions(data);
  const { interactions } = data;
  const { users, items } = interactions;
  const objective = bprObjective(pairsOf(interactions), params, context.seed);
  const trained = await trainByBatches(objective, context, {
    ...params,
    ...{ optimiser: 'adam', schedule: 'cosine', patience: 0 },
  });
  const [ofUsers, ofItems] = sizesOf(objective.shapes) as [number, number];
  const people = trained.weights.slice(0, ofUsers);
  const vectors = trained.weights.slice(ofUsers, ofUsers + ofItems);
  const counts = countsOf(interactions);
  return new FittedVectors({
    ...{ kind: KIND, users, items, width: params.factors, counts, people, vectors },
    ...voicesOf(interactions, people, vectors, params.factors),
    biases: trained.weights.slice(ofUsers + ofItems),
    judged: counts.map((count) => Number(count > 0)),
    described: new Float64Array(users),
    unit: false,
  });
}

/** Matrix factorisation by Bayesian personalised ranking (Rendle, Freudenthaler, Gantner & Schmidt-Thieme 2009). */
export default {
  make: (params) => ({ kind: KIND, fit: (data, context) => fit(data, params as unknown as RankingParams, context) }),
  load: (state) => loadVectors(KIND, state),
} satisfies RecommenderMaker;
