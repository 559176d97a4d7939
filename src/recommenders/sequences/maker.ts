import * as v from 'valibot';
import type { AnyRecommenderSpec } from '../../contract/recommender.ts';
import { AppError } from '../../core/errors.ts';
import type { FitContext } from '../../models/estimator.ts';
import { trainByBatches } from '../../models/trainer/descent.ts';
import type { LearningData } from '../data.ts';
import { assertInteractions } from '../popular.ts';
import type { RecommenderMaker } from '../recommender.ts';
import { drawsOf } from './candidates.ts';
import type { SequenceState } from './fitted.ts';
import { FittedSequence, stateSchema } from './fitted.ts';
import type { NextItemLossName } from './loss.ts';
import { nextItemLosses } from './loss.ts';
import type { SequenceNetwork } from './network.ts';
import { sequenceObjective } from './objective.ts';
import type { Extent, Runs } from './runs.ts';
import { runsOf } from './runs.ts';
import type { SequenceTraining } from '../../contract/sequence-training.ts';
import type { Vocabulary } from './vocabulary.ts';
import { eventCounts, vocabularyOf } from './vocabulary.ts';

/** A kind of network over sequences: the shared loop does the rest. */
export interface SequenceKind<P extends SequenceTraining> {
  spec: AnyRecommenderSpec;
  build(params: P, items: number): SequenceNetwork;
  loss(params: P): NextItemLossName;
  extent(params: P, data: LearningData): Extent;
}

interface Weights {
  weights: Float32Array;
  history: SequenceState['history'];
}

const UNTRAINED: Weights = { weights: new Float32Array(0), history: { losses: [], measures: [] } };

/** Nothing came after anything: there is nothing to learn but who is popular. */
async function untrained(context: FitContext): Promise<Weights> {
  await context.step(0);
  context.ranOn({ name: 'cpu' });
  return UNTRAINED;
}

/** How candidates are drawn; null where the items are so few that all of them are. */
function drawsFor(counts: Float64Array, { items }: Vocabulary, params: SequenceTraining) {
  if (items.length <= params.allUpTo) return null;
  const own = Float64Array.from(items, (item) => counts[item]!);
  return drawsOf(own, params.negatives, params.alpha);
}

async function train<P extends SequenceTraining>(
  kind: SequenceKind<P>,
  params: P,
  runs: Runs,
  about: { counts: Float64Array; vocabulary: Vocabulary },
  context: FitContext,
): Promise<Weights> {
  if (runs.training.length === 0) return untrained(context);
  const network = kind.build(params, about.vocabulary.items.length);
  const draws = drawsFor(about.counts, about.vocabulary, params);
  const loss = nextItemLosses[kind.loss(params)];
  const objective = sequenceObjective(network, loss, { runs, draws }, { ...params, seed: context.seed });
  const patience = params.earlyStopping ? params.patience : 0;
  const { weights, losses, measures } = await trainByBatches(objective, context, { ...params, patience });
  return { weights, history: { losses, measures } };
}

async function fit<P extends SequenceTraining>(
  kind: SequenceKind<P>,
  params: P,
  data: LearningData,
  context: FitContext,
): Promise<FittedSequence> {
  assertInteractions(data);
  const { users, items } = data.interactions;
  const counts = eventCounts(data.histories, items);
  const vocabulary = vocabularyOf(counts);
  const extent = kind.extent(params, data);
  const runs = runsOf(data.histories, vocabulary, {
    extent,
    ...params,
    judged: params.earlyStopping,
    seed: context.seed,
  });
  const trained = await train(kind, params, runs, { counts, vocabulary }, context);
  const state: SequenceState = { kind: kind.spec.id, users, items, params, extent, counts, ...trained };
  return new FittedSequence(state, kind.build(params, vocabulary.items.length), params.length);
}

/** The trained one that a state describes; null where it describes none of this kind. */
function read<P extends SequenceTraining>({ spec, build }: SequenceKind<P>, state: unknown): FittedSequence | null {
  const parsed = v.safeParse(stateSchema, state);
  if (!parsed.success || parsed.output.kind !== spec.id) return null;
  const { params, counts, items, weights } = parsed.output;
  const known = v.safeParse(spec.params, params);
  if (!known.success || counts.length !== items) return null;
  const whole = known.output as P;
  const network = build(whole, vocabularyOf(counts).items.length);
  const fits = [0, network.parameters.size].includes(weights.length);
  return fits ? new FittedSequence(parsed.output, network, whole.length) : null;
}

/** A recommender of a kind of network: runs of events, training by the trainer, and what comes of it. */
export function sequenceMaker<P extends SequenceTraining>(kind: SequenceKind<P>): RecommenderMaker {
  return {
    make: (params) => ({
      kind: kind.spec.id,
      fit: (data, context) => fit(kind, params as P, data, context),
    }),
    load(state) {
      const fitted = read(kind, state);
      if (!fitted) throw new AppError('model.unreadable', { kind: kind.spec.id });
      return fitted;
    },
  };
}
