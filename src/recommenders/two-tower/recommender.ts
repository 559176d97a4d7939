import type * as v from 'valibot';
import type { FitContext } from '../../models/estimator.ts';
import { trainByBatches } from '../../models/trainer/descent.ts';
import { itemContent } from '../content/item-content.ts';
import type { LearningData } from '../data.ts';
import { FittedVectors, loadVectors } from '../embeddings/fitted.ts';
import { pairsOf } from '../embeddings/pairs.ts';
import { assertInteractions, countsOf } from '../popular.ts';
import type { RecommenderMaker } from '../recommender.ts';
import { featuresOf, filledRows, nothingOf } from './features.ts';
import { twoTowerObjective } from './objective.ts';
import type spec from './spec.ts';
import type { TowerInput } from './towers.ts';
import { Towers, toUnit } from './towers.ts';

const KIND = 'two-tower';

type TwoTowerParams = v.InferOutput<typeof spec.params>;

const CONTENT = { textWeight: 1, categoryWeight: 1, priceWeight: 1, priceBands: 10 };
/** Of all the work, what reading the items' texts takes. */
const READING = 0.05;

async function inputOf(data: LearningData, params: TwoTowerParams, context: FitContext): Promise<TowerInput> {
  const { users, items } = data.interactions;
  const content = await itemContent(data.catalogue, CONTENT, (share) => context.step(READING * share));
  return {
    ...{ items, width: params.factors },
    features: featuresOf(content.rows, params.terms),
    attributes: data.attributes ? featuresOf(data.attributes, params.terms) : nothingOf(users),
  };
}

/** The vectors of all users: what anybody is, what their attributes say, and the mean of what their items say. */
function peopleOf(towers: Towers, plain: Float64Array[], { interactions }: LearningData, width: number): Float32Array {
  const { users, offsets, item } = interactions;
  const voices = towers.voices(plain);
  const people = new Float64Array(users * width);
  for (let user = 0; user < users; user += 1) {
    const told = towers.told(plain, user);
    const [from, to] = [offsets[user]!, offsets[user + 1]!];
    for (let k = 0; k < width; k += 1) {
      let said = 0;
      for (let at = from; at < to; at += 1) said += voices[item[at]! * width + k]!;
      people[user * width + k] = towers.base(plain)[k]! + told[k]! + said / Math.max(1, to - from);
    }
  }
  return Float32Array.from(toUnit(people, width));
}

async function fit(data: LearningData, params: TwoTowerParams, context: FitContext): Promise<FittedVectors> {
  assertInteractions(data);
  const { interactions } = data;
  const { users, items } = interactions;
  const width = params.factors;
  const input = await inputOf(data, params, context);
  const towers = new Towers(input);
  const objective = twoTowerObjective(towers, pairsOf(interactions), { ...params, width }, context.seed);
  const later: FitContext = { ...context, step: (share) => context.step(READING + (1 - READING) * share) };
  const { weights } = await trainByBatches(objective, later, {
    ...params,
    ...{ optimiser: 'adam', schedule: 'cosine', patience: 0 },
  });
  const plain = towers.parameters.plain(weights);
  const counts = countsOf(interactions);
  const everything = Int32Array.from({ length: items }, (_, item) => item);
  const featured = filledRows(input.features);
  return new FittedVectors({
    ...{ kind: KIND, users, items, width, counts, power: 1, unit: true },
    people: peopleOf(towers, plain, data, width),
    vectors: Float32Array.from(towers.plainItems(plain, everything, (item) => counts[item]! > 0)),
    voices: Float32Array.from(towers.voices(plain)),
    origin: Float32Array.from(towers.base(plain)),
    biases: new Float32Array(items),
    judged: counts.map((count, item) => Number(count > 0 || featured[item]! > 0)),
    described: filledRows(input.attributes),
  });
}

/** Two towers with features, trained by a sampled softmax over batches (Yi et al. 2019; Covington, Adams & Sargin 2016). */
export default {
  make: (params) => ({ kind: KIND, fit: (data, context) => fit(data, params as unknown as TwoTowerParams, context) }),
  load: (state) => loadVectors(KIND, state),
} satisfies RecommenderMaker;
