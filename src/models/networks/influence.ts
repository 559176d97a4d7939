import type { Network } from './network.ts';
import type { NetworkData } from './objective.ts';
import { rowEvents } from './events.ts';
import { losses } from './loss.ts';

const ROWS = 64;

/** What is compared: scores, or how badly the columns are reproduced. */
function outcome(scores: Float64Array, values: Float64Array, reproduces: boolean): Float64Array {
  return reproduces ? Float64Array.of(losses.anomaly.compute(scores, values)) : scores;
}

function means({ values, columns }: NetworkData): Float64Array {
  const rows = values.length / columns;
  const mean = new Float64Array(columns);
  values.forEach((value, at) => (mean[at % columns]! += value / rows));
  return mean;
}

/**
 * By column: how much the score changes, on average over at most 64 rows spread over the data and over the outputs, when the
 * column is set to its mean. It needs no gradients, and says nothing of the direction.
 */
export function influences(network: Network, weights: Float32Array, data: NetworkData, reproduces: boolean): number[] {
  const { values, columns, events } = data;
  const rows = values.length / columns;
  const plain = network.parameters.plain(weights);
  const mean = means(data);
  const change = new Float64Array(columns);
  const asked = Math.min(ROWS, rows);
  for (let at = 0; at < asked; at += 1) {
    const row = Math.floor((at * rows) / asked);
    const own = values.slice(row * columns, (row + 1) * columns);
    const encoded = network.encode(plain, events && rowEvents(events.sequences, row, events.scale));
    const score = (x: Float64Array) => outcome(network.score(plain, encoded, x), x, reproduces);
    const before = score(own);
    for (let column = 0; column < columns; column += 1) {
      const after = score(own.with(column, mean[column]!));
      after.forEach((value, output) => (change[column]! += Math.abs(value - before[output]!) / (asked * after.length)));
    }
  }
  return [...change];
}
