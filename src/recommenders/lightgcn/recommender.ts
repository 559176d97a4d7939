import type { RankingParams } from '../../contract/ranking.ts';
import type { FitContext } from '../../models/estimator.ts';
import { trainByBatches } from '../../models/trainer/descent.ts';
import type { LearningData } from '../data.ts';
import { FittedVectors, loadVectors } from '../embeddings/fitted.ts';
import { pairsOf } from '../embeddings/pairs.ts';
import { assertInteractions, countsOf } from '../popular.ts';
import type { RecommenderMaker } from '../recommender.ts';
import { graphOf } from './graph.ts';
import { layersOf, lightgcnObjective, meanOf } from './objective.ts';

const KIND = 'lightgcn';

type LightgcnParams = RankingParams & { layers: number };

/**
 * What each item says of somebody new who has it: what it would send him over an edge, through all layers; over the root of his
 * own number of items it is what he gets, as the items' vectors are left as they are.
 */
function voicesOf(layers: readonly Float64Array[], from: number, counts: Float64Array, width: number): Float32Array {
  const sent = meanOf(layers.slice(0, -1), layers.length).subarray(from);
  return Float32Array.from(sent, (value, at) => value / Math.sqrt(Math.max(1, counts[Math.floor(at / width)]!)));
}

async function fit(data: LearningData, params: LightgcnParams, context: FitContext): Promise<FittedVectors> {
  assertInteractions(data);
  const { interactions } = data;
  const { users, items } = interactions;
  const pairs = pairsOf(interactions);
  const graph = graphOf(pairs);
  const { weights } = await trainByBatches(lightgcnObjective(pairs, graph, params, context.seed), context, {
    ...params,
    ...{ optimiser: 'adam', schedule: 'cosine', patience: 0 },
  });
  const width = params.factors;
  const layers = layersOf(graph, Float64Array.from(weights), width, params.layers);
  const all = Float32Array.from(meanOf(layers, layers.length));
  const counts = countsOf(interactions);
  return new FittedVectors({
    ...{ kind: KIND, users, items, width, counts, power: 0.5 },
    people: all.slice(0, users * width),
    vectors: all.slice(users * width),
    voices: voicesOf(layers, users * width, counts, width),
    origin: new Float32Array(width),
    biases: new Float32Array(items),
    judged: counts.map((count) => Number(count > 0)),
    described: new Float64Array(users),
    unit: false,
  });
}

/** Vectors spread over the graph of who had what (He, Deng, Wang, Li, Zhang & Wang 2020). */
export default {
  make: (params) => ({ kind: KIND, fit: (data, context) => fit(data, params as unknown as LightgcnParams, context) }),
  load: (state) => loadVectors(KIND, state),
} satisfies RecommenderMaker;
