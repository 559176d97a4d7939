import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Random } from '../../core/random.ts';
import { randomAt } from '../../models/trainer/batches.ts';
import type { BatchObjective, Tf } from '../../models/trainer/objective.ts';
import type { Candidates, Draws } from './candidates.ts';
import { candidatesOf } from './candidates.ts';
import type { NextItemLoss } from './loss.ts';
import type { SequenceNetwork } from './network.ts';
import { scoresAfter } from './network.ts';
import type { Runs } from './runs.ts';

/** What a training learns from. */
export interface SequenceData {
  runs: Runs;
  /** How candidates are drawn; null: an item that came is told from all others. */
  draws: Draws | null;
}

/** The places, among the random numbers of a training, of those with which weights begin, and of candidates where none are to be drawn. */
const BEGINNING = 0xb001;
const FIXED = 0xf1ed;

/** What is asked of some runs: the items read, and those to be foretold with the place of each among all that are read. */
interface Batch {
  steps: number;
  read: Int32Array;
  places: Int32Array;
  came: Int32Array;
  weights: Float32Array;
}

/** Runs side by side, each followed by padding up to the longest. */
function batchOf({ item, weight, from, to, asked }: Runs, rows: Uint32Array): Batch {
  const steps = rows.reduce((most, row) => Math.max(most, to[row]! - from[row]! - 1), 1);
  const read = new Int32Array(rows.length * steps);
  const places: number[] = [];
  const events: number[] = [];
  rows.forEach((row, at) => {
    read.set(item.subarray(from[row], to[row]! - 1), at * steps);
    for (let event = asked[row]!; event < to[row]!; event += 1) {
      places.push(at * steps + event - from[row]! - 1);
      events.push(event);
    }
  });
  return {
    steps,
    read,
    places: Int32Array.from(places),
    came: Int32Array.from(events, (event) => item[event]!),
    weights: Float32Array.from(events, (event) => weight[event]!),
  };
}

/** How many items a row asks for on average. */
function askedEach({ to, asked, training }: Runs): number {
  return training.reduce((sum, row) => sum + to[row]! - asked[row]!, 0) / training.length;
}

const candidatesFor = ({ draws }: SequenceData, came: Int32Array, seed: number, random: Random | null) =>
  draws && candidatesOf(draws, came, random ?? randomAt(seed, FIXED));

/** The table's rows of the candidates, and what is added to their scores; all where there are none. */
function candidateRows(
  table: Float64Array,
  bias: Float64Array,
  width: number,
  candidates: Candidates | null,
  corrected: boolean,
): { vectors: Float64Array; added: Float64Array } {
  if (!candidates) return { vectors: table, added: bias };
  const { items, correction } = candidates;
  const vectors = new Float64Array(items.length * width);
  items.forEach((item, at) => vectors.set(table.subarray(item * width, (item + 1) * width), at * width));
  return { vectors, added: Float64Array.from(items, (item, at) => bias[item]! + (corrected ? correction[at]! : 0)) };
}

/** What the network comes to after each item of each run, laid out as a device has it. */
function statesOf(
  network: SequenceNetwork,
  plain: readonly Float64Array[],
  runs: Runs,
  rows: Uint32Array,
  steps: number,
) {
  const out = new Float64Array(rows.length * steps * network.width);
  rows.forEach((row, at) => {
    const read = runs.item.subarray(runs.from[row], runs.to[row]! - 1);
    out.set(network.compute(plain, read), at * steps * network.width);
  });
  return out;
}

/** What the training of a network over sequences minimises: how badly each item is foretold by those before it in its run. */
export function sequenceObjective(
  network: SequenceNetwork,
  loss: NextItemLoss,
  data: SequenceData,
  about: { seed: number; l2: number; length: number },
): BatchObjective {
  const { parameters, width, table, bias } = network;
  const { runs, draws } = data;
  const items = parameters.shapes[table]![0]!;
  const each = askedEach(runs);
  const columns = draws ? Math.min(items, draws.negatives + about.length) : items;

  /** The table's rows of the candidates, and what is added to their scores. */
  function candidateTable(tf: Tf, weights: Tensor[], ids: Tensor1D | undefined, correction: Tensor | undefined) {
    const added = tf.reshape(weights[bias]!, [-1]);
    if (!ids) return { vectors: weights[table] as Tensor2D, added: added as Tensor1D };
    const own = tf.gather(added, ids);
    return {
      vectors: tf.gather(weights[table]!, ids) as Tensor2D,
      added: (loss.corrected ? tf.add(own, correction!) : own) as Tensor1D,
    };
  }

  return {
    shapes: parameters.shapes,
    start: parameters.start(randomAt(about.seed, BEGINNING)),
    decay: parameters.decay(about.l2),
    training: runs.training,
    validation: runs.validation,
    // Backwards costs twice as much as forwards.
    cost: 3 * (Math.min(about.length, each) * network.cost + each * columns * width),
    batch(tf, rows, random) {
      const { steps, read, places, came, weights } = batchOf(runs, rows);
      const candidates = candidatesFor(data, came, about.seed, random);
      return [
        tf.tensor2d(read, [rows.length, steps], 'int32'),
        tf.tensor1d(places, 'int32'),
        tf.tensor1d(candidates?.columns ?? came, 'int32'),
        // The loss of a row is 1 of its items', on average.
        tf.tensor1d(weights.map((weight) => weight / each)),
        ...(candidates ? [tf.tensor1d(candidates.items, 'int32'), tf.tensor1d(candidates.correction)] : []),
      ];
    },
    loss(tf, tensors, batch, random) {
      const [read, places, came, weights, ids, correction] = batch as [Tensor2D, ...Tensor1D[]];
      const states = tf.gather(network.apply({ tf, weights: tensors, random }, read), places!) as Tensor2D;
      const { vectors, added } = candidateTable(tf, tensors, ids, correction);
      return loss.apply(tf, states, vectors, added, came!, weights!);
    },
    exact(flat, rows) {
      const plain = parameters.plain(flat);
      const batch = batchOf(runs, rows);
      const candidates = candidatesFor(data, batch.came, about.seed, null);
      const { vectors, added } = candidateRows(plain[table]!, plain[bias]!, width, candidates, loss.corrected);
      const came = candidates?.columns ?? batch.came;
      const states = statesOf(network, plain, runs, rows, batch.steps);
      return batch.places.reduce((sum, place, at) => {
        const scores = scoresAfter(vectors, added, states.subarray(place * width, (place + 1) * width));
        return sum + (batch.weights[at]! / each) * loss.compute(scores, came[at]!);
      }, 0);
    },
  };
}
