import * as v from 'valibot';
import { tasks } from '../../contract/estimator.ts';
import { sigmoid } from '../logistic/objective.ts';
import type { Fitted, Weight } from '../estimator.ts';
import type { Matrix } from '../matrix.ts';
import { assertColumns, assertFinite } from '../matrix.ts';
import { assertEvents, eventsOf, rowEvents } from './events.ts';
import { logSum, losses } from './loss.ts';
import type { Network } from './network.ts';

const finite = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.integer(), v.minValue(1));

export const stateSchema = v.object({
  kind: v.string(),
  task: v.picklist(tasks),
  params: v.record(v.string(), v.unknown()),
  names: v.array(v.string()),
  outputs: count,
  /** What a score of 0 and of 1 mean, where numbers were learnt. */
  target: v.object({ mean: finite, scale: finite }),
  events: v.nullable(
    v.object({ kinds: v.pipe(v.number(), v.integer(), v.minValue(0)), length: count, mean: finite, scale: finite }),
  ),
  /** Packed 32-bit numbers. */
  weights: v.string(),
  influence: v.array(finite),
  /** The mean loss of each epoch: of the rows that taught, and of those that the epochs were judged by. */
  history: v.object({ losses: v.array(v.number()), measures: v.array(v.number()) }),
});

/** What a trained network is, as plain JSON. */
export type NetworkState = v.InferOutput<typeof stateSchema>;

/** A network that has been trained. Predictions are computed in 64 bits and need no backend. */
export class FittedNetwork implements Fitted {
  readonly outputs: number;
  /** Each event of a row goes through most of the weights. */
  readonly cost: number;
  readonly #state: NetworkState;
  readonly #network: Network;
  readonly #weights: Float64Array[];

  constructor(state: NetworkState, network: Network, weights: Float32Array) {
    this.#state = state;
    this.#network = network;
    this.#weights = network.parameters.plain(weights);
    this.outputs = state.task === 'multiclass' ? state.outputs : 1;
    this.cost = weights.length * (state.events?.length ?? 1);
  }

  predict(x: Matrix): Float64Array {
    const { names, events } = this.#state;
    assertColumns(x, names);
    assertFinite(x);
    const sequences = events && x.rows > 0 ? eventsOf(x) : null;
    if (sequences) assertEvents(sequences, events!);
    const out = new Float64Array(x.rows * this.outputs);
    for (let row = 0; row < x.rows; row += 1) {
      const values = Float64Array.from(x.data.subarray(row * x.columns, (row + 1) * x.columns));
      const encoded = this.#network.encode(this.#weights, sequences && rowEvents(sequences, row, events!));
      const scores = this.#network.score(this.#weights, encoded, values);
      this.#answer(scores, values, out, row * this.outputs);
    }
    return out;
  }

  /** What a row's scores mean, from `at` on in `out`. */
  #answer(scores: Float64Array, values: Float64Array, out: Float64Array, at: number): void {
    const { task, target } = this.#state;
    if (task === 'binary') out[at] = sigmoid(scores[0]!);
    else if (task === 'regression') out[at] = target.mean + target.scale * scores[0]!;
    else if (task === 'anomaly') out[at] = losses.anomaly.compute(scores, values);
    else {
      const sum = logSum(scores);
      scores.forEach((score, output) => (out[at + output] = Math.exp(score - sum)));
    }
  }

  /** The mean size of the score's change when a column is set to its mean, over some of the rows that taught. */
  explain(): Weight[] {
    const { names, influence } = this.#state;
    return names
      .map((feature, column) => ({ feature, weight: influence[column]! }))
      .sort((a, b) => b.weight - a.weight);
  }

  toJSON(): NetworkState {
    return this.#state;
  }
}
