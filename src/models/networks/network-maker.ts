import * as v from 'valibot';
import type { AnySpec, Task } from '../../contract/estimator.ts';
import type { TrainingParams } from '../../contract/training.ts';
import { AppError } from '../../core/errors.ts';
import { pack, unpack } from '../../core/packed.ts';
import type { EstimatorMaker } from '../catalog.ts';
import type { FitContext } from '../estimator.ts';
import { trainingOf } from '../linear-core/training.ts';
import type { Training } from '../linear-core/training.ts';
import type { Matrix } from '../matrix.ts';
import { trainByBatches } from '../trainer/descent.ts';
import { eventScale, eventsOf } from './events.ts';
import type { NetworkState } from './fitted-network.ts';
import { FittedNetwork, stateSchema } from './fitted-network.ts';
import { holdout } from './holdout.ts';
import { influences } from './influence.ts';
import { losses } from './loss.ts';
import type { Network } from './network.ts';
import type { NetworkData } from './objective.ts';
import { networkObjective } from './objective.ts';

/** What the shape of a network follows from, beside its hyperparameters. */
export interface Surroundings {
  columns: number;
  outputs: number;
  /** Kinds of events and how many are read; 0 where none are. */
  kinds: number;
  length: number;
}

/** A kind of network: the shared loop does the rest. */
export interface NetworkKind<P extends TrainingParams> {
  spec: AnySpec;
  build(params: P, about: Surroundings): Network;
}

/** Mean and standard deviation of the numbers to learn, by weight; 0 and 1 for anything else. */
function targetScale({ y, weights, total, task }: Training): { mean: number; scale: number } {
  if (task !== 'regression') return { mean: 0, scale: 1 };
  const sum = (of: (value: number) => number) =>
    y.reduce((so, value, row) => so + (weights?.[row] ?? 1) * of(value), 0) / total;
  const mean = sum((value) => value);
  const variance = sum((value) => (value - mean) ** 2);
  return { mean, scale: variance > 0 ? Math.sqrt(variance) : 1 };
}

function outputsOf({ task, classes, columns }: Training): number {
  if (task === 'multiclass') return classes;
  return task === 'anomaly' ? columns : 1;
}

function networkData(training: Training, x: Matrix, readsEvents: boolean, target: NetworkState['target']): NetworkData {
  const { data, columns, y, weights, total, rows } = training;
  const sequences = readsEvents ? eventsOf(x) : null;
  return {
    values: data,
    columns,
    y: y.map((value) => (value - target.mean) / target.scale),
    weights: weights && weights.map((weight) => (weight * rows) / total),
    events: sequences && { sequences, scale: eventScale(sequences) },
  };
}

const surroundings = (names: readonly string[], outputs: number, events: NetworkState['events']): Surroundings => ({
  columns: names.length,
  outputs,
  kinds: events?.kinds ?? 0,
  length: events?.length ?? 0,
});

/** The share of the rows by which epochs are judged, where a training may stop early. */
const VALIDATION = 0.1;

async function fit<P extends TrainingParams>(
  { spec, build }: NetworkKind<P>,
  params: P,
  training: Training,
  x: Matrix,
  context: FitContext,
): Promise<FittedNetwork> {
  const { task, names } = training;
  const target = targetScale(training);
  const data = networkData(training, x, Boolean(spec.inputs.sequences), target);
  const events = data.events?.scale ?? null;
  const outputs = outputsOf(training);
  const network = build(params, surroundings(names, outputs, events));
  const split = holdout(training.y, task, params.earlyStopping ? VALIDATION : 0, context.seed);
  const objective = networkObjective(network, losses[task], data, { ...split, seed: context.seed, l2: params.l2 });
  const patience = params.earlyStopping ? params.patience : 0;
  const trained = await trainByBatches(objective, context, { ...params, patience });
  const state: NetworkState = {
    kind: spec.id,
    task,
    params,
    names: [...names],
    outputs,
    target,
    events,
    weights: pack(trained.weights),
    influence: influences(network, trained.weights, data, task === 'anomaly'),
    history: { losses: trained.losses, measures: trained.measures },
  };
  return new FittedNetwork(state, network, trained.weights);
}

/** The trained network that a state describes; null where it describes none of this kind. */
function read<P extends TrainingParams>({ spec, build }: NetworkKind<P>, state: unknown): FittedNetwork | null {
  const parsed = v.safeParse(stateSchema, state);
  if (!parsed.success || parsed.output.kind !== spec.id) return null;
  const { params, names, outputs, events, influence } = parsed.output;
  const known = v.safeParse(spec.params, params);
  const weights = unpack(parsed.output.weights);
  if (!known.success || !(weights instanceof Float32Array)) return null;
  if (influence.length !== names.length || Boolean(spec.inputs.sequences) !== (events !== null)) return null;
  const network = build(known.output as P, surroundings(names, outputs, events));
  return network.parameters.size === weights.length ? new FittedNetwork(parsed.output, network, weights) : null;
}

/** An estimator of a kind of network: checks, early stopping, training by the trainer, and what comes of it. */
export function networkMaker<P extends TrainingParams>(kind: NetworkKind<P>): EstimatorMaker {
  const load = (state: unknown): FittedNetwork => {
    const fitted = read(kind, state);
    if (!fitted) throw new AppError('model.unreadable', { kind: kind.spec.id });
    return fitted;
  };
  return {
    make: (params, task: Task) => ({
      kind: kind.spec.id,
      load,
      // Anything labels those whose labels are not read.
      fit: async (x, y, context, weights) =>
        fit(
          kind,
          params as P,
          trainingOf(x, task === 'anomaly' ? new Float64Array(x.rows) : y, task, weights),
          x,
          context,
        ),
    }),
    load,
  };
}
